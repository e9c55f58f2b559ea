/**
 * A row of frames of the visible range. If decoding is slow, the preceding key frame is shown first, which is fast even
 * in a long video; then exact frames replace it one after another where they differ.
 */
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { frameAddress, nearFrameAddress } from '#contract/media-address.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import styles from './film-strip.module.css';
import { type Tile, tilesFor, type Way, wayTo } from './film-strip-tiles.ts';
import { shareAt, type TimelineView, viewedSec } from './timeline.ts';

const heightPx = 56;
/** Twice the displayed height, for high-density screens. */
const fetchedHeightPx = heightPx * 2;
const minWidthPx = 36;

type Loaded = Map<number, string>;

const nearestOf = (loaded: Loaded, atSec: number): string | undefined => {
  let nearestSec: number | null = null;
  for (const sec of loaded.keys())
    if (nearestSec === null || Math.abs(sec - atSec) < Math.abs(nearestSec - atSec)) nearestSec = sec;
  return nearestSec === null ? undefined : loaded.get(nearestSec);
};

type ImageProps = {
  readonly address: string;
  /** Called when the image has loaded or failed. */
  readonly onSettled: (isThere: boolean) => void;
};

/** An image whose request is cancelled when it unmounts, so that it does not block later requests. */
const Image = ({ address, onSettled }: ImageProps) => {
  const image = useRef<HTMLImageElement>(null);
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    const element = image.current;
    if (element) element.src = address;
    return () => element?.removeAttribute('src');
  }, [address]);
  return (
    <img
      ref={image}
      alt=""
      decoding="async"
      draggable={false}
      className={styles.frame}
      data-there={isThere || undefined}
      onLoad={() => {
        setIsThere(true);
        onSettled(true);
      }}
      onError={() => onSettled(false)}
    />
  );
};

type FrameProps = {
  readonly tile: Tile;
  readonly way: Way;
  readonly video: OpenVideo;
  readonly loaded: RefObject<Loaded>;
  readonly isExactRequested: boolean;
  /** Every visible tile has its first image, or none: the one of a neighbour is known. */
  readonly isFilled: boolean;
  readonly left: number;
  readonly width: number;
  readonly onFirst: (key: string) => void;
  readonly onExact: (key: string) => void;
};

const percent = (share: number): string => `${share * 100}%`;

const Frame = memo((props: FrameProps) => {
  const { tile, way, video, loaded, isExactRequested, isFilled, left, width, onFirst, onExact } = props;
  const [hasFailed, setHasFailed] = useState(false);
  // The nearest frame that was already loaded is shown until this one has loaded, and instead of one that fails.
  const [before] = useState(() => nearestOf(loaded.current, tile.atSec));
  const temp = hasFailed && isFilled ? nearestOf(loaded.current, tile.atSec) : before;
  const exact = frameAddress(video.id, tile.atSec, fetchedHeightPx);
  const first = way === 'exact' ? exact : nearFrameAddress(video.id, tile.atSec, fetchedHeightPx);
  const keep = (address: string) => loaded.current.set(tile.atSec, address);
  return (
    <span className={styles.cell} style={{ left: percent(left), width: percent(width) }}>
      {temp === undefined ? null : <img src={temp} alt="" className={styles.temp} />}
      <Image
        address={first}
        onSettled={(isThere) => {
          if (isThere) keep(first);
          setHasFailed(!isThere);
          onFirst(tile.key);
        }}
      />
      {isExactRequested ? (
        <Image
          address={exact}
          onSettled={(isThere) => {
            if (isThere) keep(exact);
            onExact(tile.key);
          }}
        />
      ) : null}
    </span>
  );
});

const useWidth = (box: RefObject<HTMLElement | null>): number => {
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidthPx(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return widthPx;
};

type FilmStripProps = {
  readonly video: OpenVideo;
  readonly view: TimelineView;
  /** Called after each change of the view, once every visible tile has its first image. */
  readonly onFilled: () => void;
};

export const FilmStrip = memo(({ video, view, onFilled }: FilmStripProps) => {
  const { durationSec, fps, width, height } = video.facts;
  const box = useRef<HTMLDivElement>(null);
  const loaded = useRef<Loaded>(new Map());
  const widthPx = useWidth(box);
  const [first, setFirst] = useState<ReadonlySet<string>>(new Set());
  const [exact, setExact] = useState<ReadonlySet<string>>(new Set());
  const tilePx = Math.max(minWidthPx, heightPx * (width / height));
  const tiles = useMemo(
    () => tilesFor({ view, durationSec, fps, widthPx, tilePx }),
    [view, durationSec, fps, widthPx, tilePx],
  );
  const isFilled = tiles.length > 0 && tiles.every(({ key }) => first.has(key));
  useEffect(() => {
    if (isFilled) onFilled();
  }, [isFilled, onFilled]);
  const far = isFilled ? tiles.filter((tile) => wayTo(tile, video.facts) === 'near-then-exact') : [];
  // One at a time, because each decodes from its key frame on and uses much processor time.
  const nextKey = far.find(({ key }) => !exact.has(key))?.key;
  const marks = useMemo(
    () => ({
      first: (key: string) => setFirst((known) => new Set(known).add(key)),
      exact: (key: string) => setExact((known) => new Set(known).add(key)),
    }),
    [],
  );
  return (
    <div ref={box} className={styles.strip} aria-hidden="true">
      {tiles.map((tile) => (
        <Frame
          key={tile.key}
          tile={tile}
          way={wayTo(tile, video.facts)}
          video={video}
          loaded={loaded}
          isFilled={isFilled}
          isExactRequested={exact.has(tile.key) || tile.key === nextKey}
          left={shareAt(view, tile.fromSec)}
          width={(tile.toSec - tile.fromSec) / viewedSec(view)}
          onFirst={marks.first}
          onExact={marks.exact}
        />
      ))}
    </div>
  );
});

/**
 * Frames of what the strip shows, in a row. Where decoding takes a while, first the key frame before each, which comes
 * at once even in a long clip; then, one after another, the very frame where that is another picture.
 */
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { frameAddress, nearFrameAddress } from '#contract/media-address.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import styles from './film-strip.module.css';
import { type Tile, tilesFor, type Way, wayTo } from './film-strip-tiles.ts';
import { shareAt, type TimelineView, viewedSec } from './timeline.ts';

const heightPx = 56;
/** Twice as tall as shown, for dense screens. */
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
  /** It is there, or never will be. */
  readonly onSettled: (isThere: boolean) => void;
};

/** An image that is no longer asked for when it goes: the next ones wait for its place in the line. */
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
  readonly isExactWanted: boolean;
  readonly left: number;
  readonly width: number;
  readonly onFirst: (key: string) => void;
  readonly onExact: (key: string) => void;
};

const percent = (share: number): string => `${share * 100}%`;

const Frame = memo((props: FrameProps) => {
  const { tile, way, video, loaded, isExactWanted, left, width, onFirst, onExact } = props;
  // What was seen nearest to this time stands in until the frame itself is there.
  const [temp] = useState(() => nearestOf(loaded.current, tile.atSec));
  const exact = frameAddress(video.id, tile.atSec, fetchedHeightPx);
  const first = way === 'exact' ? exact : nearFrameAddress(video.id, tile.atSec, fetchedHeightPx);
  const keep = (address: string) => loaded.current.set(tile.atSec, address);
  return (
    <span className={styles.cell} style={{ left: percent(left), width: percent(width) }}>
      {temp === undefined ? null : <img src={temp} alt="" className={styles.passing} />}
      <Image
        address={first}
        onSettled={(isThere) => {
          if (isThere) keep(first);
          onFirst(tile.key);
        }}
      />
      {isExactWanted ? (
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
  /** Every first picture of what is shown is there; called again after each change of the view. */
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
  // One at a time: each decodes from its key frame on, beside whatever else the machine does.
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
          isExactWanted={exact.has(tile.key) || tile.key === nextKey}
          left={shareAt(view, tile.fromSec)}
          width={(tile.toSec - tile.fromSec) / viewedSec(view)}
          onFirst={marks.first}
          onExact={marks.exact}
        />
      ))}
    </div>
  );
});

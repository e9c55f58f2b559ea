/** Frames of the clip in a row; each is fetched by itself, so the strip fills as they come. */
import { useEffect, useRef, useState } from 'react';
import { frameAddress } from '#contract/media-address.ts';
import type { SourceId } from '#contract/model/source.ts';
import styles from './film-strip.module.css';

const heightPx = 56;
/** Twice as tall as shown, for dense screens. */
const fetchedHeightPx = heightPx * 2;
const mostFrames = 24;

const Frame = ({ address }: { readonly address: string }) => {
  const [isThere, setIsThere] = useState(false);
  return (
    <img
      src={address}
      alt=""
      draggable={false}
      className={styles.frame}
      data-there={isThere || undefined}
      onLoad={() => setIsThere(true)}
    />
  );
};

/** `shape`: width of a frame divided by its height. */
export const FilmStrip = ({
  sourceId,
  durationSec,
  shape,
}: {
  readonly sourceId: SourceId;
  readonly durationSec: number;
  readonly shape: number;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    const measure = () => {
      const width = box.current?.clientWidth ?? 0;
      setCount(Math.min(mostFrames, Math.max(1, Math.floor(width / Math.max(32, heightPx * shape)))));
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, [shape]);
  const times = Array.from({ length: count }, (_, index) => ((index + 0.5) / count) * durationSec);
  return (
    <div ref={box} className={styles.strip} aria-hidden="true">
      {times.map((sec) => (
        <Frame key={sec} address={frameAddress(sourceId, sec, fetchedHeightPx)} />
      ))}
    </div>
  );
};

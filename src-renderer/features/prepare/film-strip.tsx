/** Frames of the clip in a row; each is fetched by itself, so the strip fills as they come. */
import { memo, useEffect, useRef, useState } from 'react';
import { frameAddress } from '#contract/media-address.ts';
import type { SourceId } from '#contract/model/source.ts';
import styles from './film-strip.module.css';

const heightPx = 56;
/** Twice as tall as shown, for dense screens. */
const fetchedHeightPx = heightPx * 2;
const leastWidthPx = 36;
const mostFrames = 24;

const Frame = ({ address }: { readonly address: string }) => {
  const [isThere, setIsThere] = useState(false);
  return (
    <span className={styles.cell}>
      <img
        src={address}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
        className={styles.frame}
        data-there={isThere || undefined}
        onLoad={() => setIsThere(true)}
      />
    </span>
  );
};

type FilmStripProps = {
  readonly sourceId: SourceId;
  readonly durationSec: number;
  /** Width of a frame divided by its height. */
  readonly shape: number;
};

export const FilmStrip = memo(({ sourceId, durationSec, shape }: FilmStripProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    const strip = box.current;
    if (!strip) return;
    const measure = () => {
      const fitting = Math.floor(strip.clientWidth / Math.max(leastWidthPx, heightPx * shape));
      setCount(Math.min(mostFrames, Math.max(1, fitting)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(strip);
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
});

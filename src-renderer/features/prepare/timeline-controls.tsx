/** Controls of the visible range: zoom buttons, and a scroll bar below the zoomed strip, which can be dragged. */

import { Maximize2, ScanLine, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { Trim } from '#contract/model/choices.ts';
import { useMessages } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { keyOf } from '../../ui/keys.ts';
import { closestSec, isWhole, viewedSec } from './timeline.ts';
import styles from './timeline-controls.module.css';
import type { Timeline } from './timeline-view.ts';

const percent = (share: number): string => `${share * 100}%`;
/** How far one press of an arrow key scrolls, as a fraction of the visible range. */
const perArrow = 0.25;

const keyedShare = (event: KeyboardEvent): number | null => {
  switch (keyOf(event)) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return -perArrow;
    case 'ArrowRight':
    case 'ArrowDown':
      return perArrow;
    case 'PageUp':
      return -1;
    case 'PageDown':
      return 1;
    case 'Home':
      return Number.NEGATIVE_INFINITY;
    case 'End':
      return Number.POSITIVE_INFINITY;
    default:
      return null;
  }
};

type TimelineScrollProps = {
  readonly timeline: Timeline;
  readonly durationSec: number;
  readonly part: Trim;
  /** Element id of the scrolled element. */
  readonly controls: string;
};

export const TimelineScroll = ({ timeline, durationSec, part, controls }: TimelineScrollProps) => {
  const messages = useMessages().trim;
  const track = useRef<HTMLDivElement>(null);
  const heldX = useRef<number | null>(null);
  const { view, pan } = timeline;
  // Rendered empty, so that the layout does not shift when the strip is zoomed.
  if (isWhole(view, durationSec)) return <div className={styles.track} data-idle />;

  const secPerPx = () => durationSec / Math.max(1, track.current?.clientWidth ?? 1);
  const take = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    heldX.current = event.clientX;
    const left = track.current?.getBoundingClientRect().left ?? 0;
    const atSec = (event.clientX - left) * secPerPx();
    // A press outside the thumb centres the view on that time.
    if (atSec < view.fromSec || atSec > view.toSec) pan(atSec - (view.fromSec + view.toSec) / 2);
  };
  const drag = ({ clientX }: PointerEvent) => {
    if (heldX.current === null) return;
    pan((clientX - heldX.current) * secPerPx());
    heldX.current = clientX;
  };
  const release = () => {
    heldX.current = null;
  };
  return (
    <div
      ref={track}
      role="scrollbar"
      tabIndex={0}
      aria-label={messages.scroll}
      aria-controls={controls}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Number((durationSec - viewedSec(view)).toFixed(2))}
      aria-valuenow={Number(view.fromSec.toFixed(2))}
      aria-valuetext={messages.shows(view.fromSec, view.toSec)}
      className={styles.track}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={(event) => {
        const share = keyedShare(event);
        if (share === null) return;
        event.preventDefault();
        pan(Number.isFinite(share) ? share * viewedSec(view) : Math.sign(share) * durationSec);
      }}
    >
      <span
        className={styles.part}
        style={{
          left: percent(part.startSec / durationSec),
          width: percent((part.endSec - part.startSec) / durationSec),
        }}
      />
      <span
        className={styles.thumb}
        style={{ left: percent(view.fromSec / durationSec), width: percent(viewedSec(view) / durationSec) }}
      />
    </div>
  );
};

/** Zoom factor of one press. */
export const zoomStep = 2;

type TimelineZoomProps = {
  readonly timeline: Timeline;
  readonly video: { readonly durationSec: number; readonly fps: number };
  readonly part: Trim;
};

export const TimelineZoom = ({ timeline, video, part }: TimelineZoomProps) => {
  const messages = useMessages().trim;
  const { view, zoom, showAll, showPart } = timeline;
  const { durationSec, fps } = video;
  const isAll = isWhole(view, durationSec);
  const isClosest = viewedSec(view) <= closestSec(fps, durationSec) * 1.001;
  const icon = { size: 15, 'aria-hidden': true } as const;
  return (
    <fieldset className={styles.zoom} aria-label={messages.zoom}>
      <IconButton
        size="small"
        label={messages.zoomOut}
        shortcut={'\u2212'}
        disabled={isAll}
        onClick={() => zoom(1 / zoomStep)}
      >
        <ZoomOut {...icon} />
      </IconButton>
      <IconButton
        size="small"
        label={messages.zoomIn}
        shortcut="+"
        disabled={isClosest}
        onClick={() => zoom(zoomStep)}
      >
        <ZoomIn {...icon} />
      </IconButton>
      <IconButton size="small" label={messages.zoomPart} onClick={() => showPart(part)}>
        <ScanLine {...icon} />
      </IconButton>
      <IconButton size="small" label={messages.zoomFit} shortcut="0" disabled={isAll} onClick={showAll}>
        <Maximize2 {...icon} />
      </IconButton>
    </fieldset>
  );
};

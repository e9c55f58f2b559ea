/**
 * The visible range of the strip, zoomed and scrolled; it moves on by a page when the playhead leaves it during
 * playback.
 */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '../../state/use-app.ts';
import {
  closestSec,
  isInView,
  panBy,
  reveal,
  secAt,
  type TimelineView,
  viewedSec,
  wholeView,
  zoomAround,
} from './timeline.ts';

export type Timeline = {
  readonly view: TimelineView;
  /**
   * `atSec` keeps its position on screen; without it the playhead does, or the centre if the playhead is not visible.
   */
  readonly zoom: (by: number, atSec?: number) => void;
  readonly showAll: () => void;
  /** Shows this part with a margin. */
  readonly showPart: (part: { readonly startSec: number; readonly endSec: number }) => void;
  readonly pan: (bySec: number) => void;
  /** Scrolls only if that time is not visible. */
  readonly show: (atSec: number) => void;
};

/** Playhead position after a page change, as a fraction of the width from the edge it entered. */
const afterTurn = 0.1;
/** Margin on either side of the selected part when it fills the strip, as a fraction of its length. */
const aroundPart = 0.1;

export const useTimeline = (video: { readonly durationSec: number; readonly fps: number }): Timeline => {
  const { durationSec, fps } = video;
  const { player } = useApp();
  const [view, setView] = useState(() => wholeView(durationSec));

  useEffect(() => {
    let beforeSec = player.get().atSec;
    return player.subscribe(() => {
      const { atSec, isPlaying } = player.get();
      const wasSec = beforeSec;
      beforeSec = atSec;
      const share = atSec < wasSec && !isPlaying ? 1 - afterTurn : afterTurn;
      // The view does not follow a playhead that the user has scrolled away from.
      setView((now) => (isInView(now, wasSec) ? reveal(now, { atSec, share }, durationSec) : now));
    });
  }, [player, durationSec]);

  const zoom = useCallback(
    (by: number, atSec?: number) =>
      setView((now) => {
        const playheadSec = player.get().atSec;
        const around = atSec ?? (isInView(now, playheadSec) ? playheadSec : secAt(now, 0.5));
        return zoomAround(
          now,
          { atSec: around, by },
          { durationSec, minLengthSec: closestSec(fps, durationSec) },
        );
      }),
    [player, durationSec, fps],
  );

  return useMemo(
    () => ({
      view,
      zoom,
      showAll: () => setView(wholeView(durationSec)),
      showPart: ({ startSec, endSec }) => {
        const lengthSec = (endSec - startSec) * (1 + 2 * aroundPart);
        const fromSec = (startSec + endSec - lengthSec) / 2;
        // A zoom factor of 1 only clamps the view to the video and to the maximum zoom.
        setView(
          zoomAround(
            { fromSec, toSec: fromSec + lengthSec },
            { atSec: (startSec + endSec) / 2, by: 1 },
            { durationSec, minLengthSec: closestSec(fps, durationSec) },
          ),
        );
      },
      pan: (bySec) => setView((now) => panBy(now, bySec, durationSec)),
      show: (atSec) =>
        setView((now) =>
          reveal(now, { atSec, share: atSec < now.fromSec ? afterTurn : 1 - afterTurn }, durationSec),
        ),
    }),
    [view, zoom, durationSec, fps],
  );
};

/** Zoom factor per pixel of wheel movement: 1.25 per 100 px, which is one notch. */
const zoomPerPx = 1.25 ** (1 / 100);
/** Pixels per line, for wheels that report lines. */
const linePx = 33;

/** Ctrl or Cmd with the wheel, or a pinch, zooms at the pointer; horizontal movement, or Shift, scrolls. */
export const useTimelineWheel = (box: RefObject<HTMLElement | null>, timeline: Timeline): void => {
  const latest = useRef(timeline);
  useEffect(() => {
    latest.current = timeline;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const { view, zoom, pan } = latest.current;
      const { left, width } = element.getBoundingClientRect();
      if (width <= 0) return;
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePx : 1;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const atSec = secAt(view, (event.clientX - left) / width);
        return zoom(zoomPerPx ** (-event.deltaY * unit), atSec);
      }
      const alongPx = (event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX) * unit;
      if (alongPx === 0) return;
      event.preventDefault();
      pan((alongPx / width) * viewedSec(view));
    };
    // React attaches wheel listeners as passive, which cannot prevent page zoom.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box]);
};

import { type RefObject, useEffect, useRef } from 'react';
import { secAt, viewedSec } from './timeline.ts';
import type { Timeline } from './timeline-view.ts';

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

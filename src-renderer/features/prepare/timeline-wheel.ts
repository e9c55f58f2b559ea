import { type RefObject, useEffect, useRef } from 'react';
import { secAt, viewedSec } from './timeline.ts';
import type { Timeline } from './timeline-view.ts';

/** How much closer a wheel comes that is turned by one pixel: a notch, a hundred pixels, by a quarter. */
const zoomPerPx = 1.25 ** (1 / 100);
/** Wheels that count in lines rather than in pixels. */
const linePx = 33;

/** Ctrl or Cmd and the wheel, or two fingers spread, zooms around the pointer; sideways, or with Shift, it scrolls. */
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
    // React listens to wheels without the right to keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box]);
};

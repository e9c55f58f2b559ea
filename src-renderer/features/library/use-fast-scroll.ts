/** Whether the grid flies past faster than anybody can look, as under a dragged scroll bar. */
import { type RefObject, useEffect, useState } from 'react';

/** Of the height in sight, from one picture of the screen to the next. */
const fastShare = 0.25;
/** It is over when no such step has come for so long, in milliseconds. */
const restMs = 100;

export const useFastScroll = (scroller: RefObject<HTMLElement | null>): boolean => {
  const [isFast, setFast] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let lastPx = element.scrollTop;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // One jump, as by a key, is no flight.
    let isSecond = false;
    const onScroll = () => {
      const stepPx = Math.abs(element.scrollTop - lastPx);
      lastPx = element.scrollTop;
      if (stepPx < element.clientHeight * fastShare) return;
      if (isSecond) setFast(true);
      isSecond = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isSecond = false;
        setFast(false);
      }, restMs);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      clearTimeout(timer);
    };
  }, [scroller]);
  return isFast;
};

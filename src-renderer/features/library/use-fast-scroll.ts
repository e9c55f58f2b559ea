/** Whether the grid goes by faster than anybody can look, or than this machine can draw it. */
import { type RefObject, useEffect, useState } from 'react';

/** Of the height in sight, from one picture of the screen to the next: as under a dragged scroll bar. */
const fastShare = 0.25;
/** As by a quick hand on a wheel: there is something to see, where the machine keeps up with it. */
const quickShare = 0.1;
/** At sixty pictures a second at least one was missed, in milliseconds. */
const missedMs = 25;
/** One may be missed for any reason. */
const maxMissed = 1;
/** It is over when no such step has come for so long, in milliseconds. */
const restMs = 100;

export const useFastScroll = (scroller: RefObject<HTMLElement | null>): boolean => {
  const [isFast, setFast] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let lastPx = element.scrollTop;
    let lastMs = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // One jump, as by a key, is no flight.
    let isGoing = false;
    let missed = 0;
    const onScroll = () => {
      const share = Math.abs(element.scrollTop - lastPx) / element.clientHeight;
      const gapMs = performance.now() - lastMs;
      lastPx = element.scrollTop;
      lastMs += gapMs;
      if (share < quickShare) return;
      if (isGoing && gapMs > missedMs) missed += 1;
      if (isGoing && (share >= fastShare || missed > maxMissed)) setFast(true);
      isGoing = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isGoing = false;
        missed = 0;
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

/** Whether the grid scrolls too fast to read, or faster than this machine can render. */
import { type RefObject, useEffect, useState } from 'react';

/** Fraction of the visible height per frame, as when dragging the scroll bar. */
const fastShare = 0.25;
/** As with fast wheel scrolling: content is still readable if the machine keeps up. */
const quickShare = 0.1;
/** A gap this long means that a frame was missed at 60 fps, in milliseconds. */
const missedMs = 25;
/** A single missed frame has many possible causes. */
const maxMissed = 1;
/** Scrolling counts as ended after this time without a fast step, in milliseconds. */
const restMs = 100;

export const useFastScroll = (scroller: RefObject<HTMLElement | null>): boolean => {
  const [isFast, setFast] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let lastPx = element.scrollTop;
    let lastMs = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A single jump, for example by a key, does not count as fast scrolling.
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

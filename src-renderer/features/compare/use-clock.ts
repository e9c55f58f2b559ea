/** A clock for two video elements, for as long as both are on the page. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Clock, type ClockState, createClock } from './clock.ts';
import type { Lengths, Side } from './timeline.ts';

const everyFrame = (callback: () => void): (() => void) => {
  let handle = requestAnimationFrame(function again() {
    callback();
    handle = requestAnimationFrame(again);
  });
  return () => cancelAnimationFrame(handle);
};

export const useClock = (videos: { readonly [side in Side]: HTMLVideoElement | null }, lengths: Lengths) => {
  const { reference, result } = videos;
  const { reference: referenceSec, result: resultSec } = lengths;
  const [clock, setClock] = useState<Clock | null>(null);
  useEffect(() => {
    if (!reference || !result) return;
    const made = createClock({
      players: { reference, result },
      lengths: { reference: referenceSec, result: resultSec },
      nowMs: () => performance.now(),
      everyFrame,
    });
    setClock(made);
    return () => {
      made.dispose();
      setClock(null);
    };
  }, [reference, result, referenceSec, resultSec]);
  return clock;
};

/** A part of the clock's state; the component draws again only when that part changes. */
export const useClockState = <T extends string | number | boolean>(
  clock: Clock,
  selector: (state: ClockState) => T,
): T => useSyncExternalStore(clock.subscribe, () => selector(clock.getState()));

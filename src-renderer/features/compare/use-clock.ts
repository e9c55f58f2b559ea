/** A clock for two video elements; when one is replaced, the new clock continues from the previous state. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Side } from '#contract/rules/export.ts';
import { type Clock, type ClockState, createClock } from './clock.ts';
import type { Lengths } from './timeline.ts';

const everyFrame = (callback: () => void): (() => void) => {
  let handle = requestAnimationFrame(function again() {
    callback();
    handle = requestAnimationFrame(again);
  });
  return () => cancelAnimationFrame(handle);
};

export const useClock = (videos: { readonly [side in Side]: HTMLVideoElement | null }, lengths: Lengths) => {
  const { beside, result } = videos;
  const { beside: referenceSec, result: resultSec } = lengths;
  const [clock, setClock] = useState<Clock | null>(null);
  const left = useRef<ClockState | null>(null);
  useEffect(() => {
    if (!beside || !result) return;
    const made = createClock({
      players: { beside, result },
      lengths: { beside: referenceSec, result: resultSec },
      nowMs: () => performance.now(),
      everyFrame,
      from: left.current,
    });
    setClock(made);
    return () => {
      left.current = made.getState();
      made.dispose();
      setClock(null);
    };
  }, [beside, result, referenceSec, resultSec]);
  return clock;
};

/** Selects a part of the clock's state; renders only when that part changes. */
export const useClockState = <T extends string | number | boolean>(
  clock: Clock,
  selector: (state: ClockState) => T,
): T => useSyncExternalStore(clock.subscribe, () => selector(clock.getState()));

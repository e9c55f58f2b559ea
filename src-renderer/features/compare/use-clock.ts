/** A clock for two video elements, for as long as both are on the page. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Clock, type ClockState, createClock } from './clock.ts';
import type { Lengths, Side } from './timeline.ts';

type Videos = { readonly [side in Side]: HTMLVideoElement };

/** The moment at which a frame is shown is the best one to look at both times; some browsers do not tell it. */
const onFrame = (video: HTMLVideoElement, callback: () => void): (() => void) => {
  let isStopped = false;
  let handle = 0;
  const hasFrames = 'requestVideoFrameCallback' in video;
  const ask = () => {
    handle = hasFrames ? video.requestVideoFrameCallback(again) : requestAnimationFrame(again);
  };
  const again = () => {
    if (isStopped) return;
    callback();
    ask();
  };
  ask();
  return () => {
    isStopped = true;
    if (hasFrames) video.cancelVideoFrameCallback(handle);
    else cancelAnimationFrame(handle);
  };
};

export const useClock = (videos: { readonly [side in Side]: HTMLVideoElement | null }, lengths: Lengths) => {
  const { reference, result } = videos;
  const { reference: referenceSec, result: resultSec } = lengths;
  const [clock, setClock] = useState<Clock | null>(null);
  useEffect(() => {
    if (!reference || !result) return;
    const players: Videos = { reference, result };
    const made = createClock({
      players,
      lengths: { reference: referenceSec, result: resultSec },
      nowMs: () => performance.now(),
      onFrame: (side, callback) => onFrame(players[side], callback),
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

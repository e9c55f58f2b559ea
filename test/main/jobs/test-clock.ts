/** A clock that stands still until it is told, so that a test of hours takes milliseconds. */
import type { Clock } from '#main/ports.ts';
import { workToSettle } from '../storage/file-work.ts';

export type TestClock = Clock & {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: readonly number[];
  /** Lets everything that can run do so, waking the next sleeper when nothing else is left, until the condition holds. */
  readonly until: (isSo: () => boolean) => Promise<void>;
  /** The wall clock moves and no timer does: as while the machine sleeps, or where somebody sets it. */
  readonly jump: (ms: number) => void;
  /** Lets everything that can run without a clock do so. */
  readonly rest: () => Promise<void>;
};

type Sleeper = { readonly atMs: number; readonly wake: () => void };

/** No test here needs more of them, so what has not come about by then never does. */
const maxWakes = 2000;

export const createTestClock = (start: string): TestClock => {
  /** What timers go by. */
  let nowMs = Date.parse(start);
  let wallAheadMs = 0;
  const sleepers = new Set<Sleeper>();
  const waits: number[] = [];

  const wakeNext = () => {
    const next = [...sleepers].sort((a, b) => a.atMs - b.atMs)[0];
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
  };

  return {
    waits,
    now: () => new Date(nowMs + wallAheadMs),
    jump: (ms) => {
      wallAheadMs += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        waits.push(ms);
        const sleeper = {
          atMs: nowMs + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        if (signal?.aborted) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    until: async (isSo) => {
      for (let wakes = 0; wakes < maxWakes; wakes += 1) {
        await workToSettle(isSo);
        if (isSo()) return;
        wakeNext();
      }
      throw new Error('What the test waits for never came about.');
    },
    rest: () => workToSettle(),
  };
};

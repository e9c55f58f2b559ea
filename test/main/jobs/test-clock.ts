/** A clock that the test moves, so that a test of hours takes milliseconds. */
import type { Clock } from '#main/ports.ts';
import { workToSettle } from '../storage/file-work.ts';

export type TestClock = Clock & {
  /** Every requested sleep, in milliseconds. */
  readonly waits: readonly number[];
  /** Runs pending work, and wakes the next sleeper when none is left, until the condition holds. */
  readonly until: (isSo: () => boolean) => Promise<void>;
  /** Moves the wall clock but no timer, as machine sleep or a clock change does. */
  readonly jump: (ms: number) => void;
  /** Runs all work that does not wait for the clock. */
  readonly rest: () => Promise<void>;
};

type Sleeper = { readonly atMs: number; readonly wake: () => void };

/** Above what any test needs: a condition that does not hold by then never will. */
const maxWakes = 2000;

export const createTestClock = (start: string): TestClock => {
  /** The time of the timers. */
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

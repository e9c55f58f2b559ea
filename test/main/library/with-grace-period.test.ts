import { expect, test } from 'vitest';
import { inTime } from '#main/library/with-grace-period.ts';

/** A clock that lets time pass only when it is told to. */
const createSlowClock = () => {
  let pass: () => void = () => undefined;
  const slept: number[] = [];
  return {
    slept,
    pass: () => pass(),
    sleep: (ms: number) => {
      slept.push(ms);
      return new Promise<void>((resolve) => {
        pass = resolve;
      });
    },
  };
};

test('work on a disk that hangs is waited for some time when the program closes, and no longer', async () => {
  const clock = createSlowClock();
  const closing = new AbortController();
  let isOver = false;
  const waiting = inTime(new Promise(() => undefined), { clock, closing: closing.signal }).then(() => {
    isOver = true;
  });
  closing.abort();
  await new Promise(setImmediate);
  expect([isOver, clock.slept]).toEqual([false, [10_000]]);
  clock.pass();
  await waiting;
  expect(isOver).toBe(true);
});

test('work that ends is not waited for any longer, and its failure is told on', async () => {
  const waits = { clock: createSlowClock(), closing: new AbortController().signal };
  await inTime(Promise.resolve('done'), waits);
  await expect(inTime(Promise.reject(new Error('a bug')), waits)).rejects.toThrow('a bug');
});

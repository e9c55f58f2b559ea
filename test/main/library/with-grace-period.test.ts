import { expect, test } from 'vitest';
import { withGracePeriod } from '#main/library/with-grace-period.ts';

/** A clock that advances only on request. */
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

test('waits for the grace period only, where work hangs while the program closes', async () => {
  const clock = createSlowClock();
  const closing = new AbortController();
  let isOver = false;
  const waiting = withGracePeriod(new Promise(() => undefined), { clock, closing: closing.signal }).then(
    () => {
      isOver = true;
    },
  );
  closing.abort();
  await new Promise(setImmediate);
  expect([isOver, clock.slept]).toEqual([false, [10_000]]);
  clock.pass();
  await waiting;
  expect(isOver).toBe(true);
});

test('resolves when the work ends, and rejects when it fails', async () => {
  const waits = { clock: createSlowClock(), closing: new AbortController().signal };
  await withGracePeriod(Promise.resolve('done'), waits);
  await expect(withGracePeriod(Promise.reject(new Error('a bug')), waits)).rejects.toThrow('a bug');
});

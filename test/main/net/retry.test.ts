import { expect, test } from 'vitest';
import { retry, retryPauseMs } from '#main/net/retry.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';

const never = new AbortController().signal;
const failing = (retryAfterSec: number | null = null) => ({ retryAfterSec });
const none = () => 0;

test('pauses double up to the maximum', () => {
  const pauses = [1, 2, 3, 4, 100].map((failures) =>
    retryPauseMs({ firstMs: 1000, maxMs: 5000 }, { failures }, none),
  );
  expect(pauses).toEqual([1000, 2000, 4000, 5000, 5000]);
});

test('a pause is longer by up to a quarter', () => {
  const pauses = [0, 0.5, 1].map((value) => retryPauseMs({ firstMs: 1000 }, { failures: 2 }, () => value));
  expect(pauses).toEqual([2000, 2250, 2500]);
});

test('a pause is never shorter than Retry-After, which is limited itself', () => {
  const backoff = { firstMs: 1000, maxRetryAfterMs: 60_000 };
  const pauses = [0, 1, 7, 3600].map((retryAfterSec) =>
    retryPauseMs(backoff, { failures: 2, retryAfterSec }, none),
  );
  expect(pauses).toEqual([2000, 2000, 7000, 60_000]);
});

test('attempts end with the first lasting result', async () => {
  const clock = createFakeClock();
  const result = await retry(
    { clock, random: none },
    {
      attempt: async (count) => count,
      temporary: (count) => (count < 3 ? failing() : null),
      backoff: { firstMs: 1000 },
      signal: never,
    },
  );
  expect([result, clock.sleeps]).toEqual([3, [1000, 2000]]);
});

test('attempts end at their maximum, with the last result', async () => {
  const clock = createFakeClock();
  const result = await retry(
    { clock, random: none },
    {
      attempt: async (count) => count,
      temporary: () => failing(5),
      backoff: { firstMs: 1000 },
      maxAttempts: 4,
      signal: never,
    },
  );
  expect([result, clock.sleeps]).toEqual([4, [5000, 5000, 5000]]);
});

test('attempts end where the next pause would exceed the total', async () => {
  const clock = createFakeClock();
  const result = await retry(
    { clock, random: none },
    {
      attempt: async (count) => count,
      temporary: () => failing(),
      backoff: { firstMs: 2000 },
      maxPausesMs: 10_000,
      signal: never,
    },
  );
  expect([result, clock.sleeps]).toEqual([3, [2000, 4000]]);
});

test('no attempt follows once the signal is aborted during a pause', async () => {
  const stopping = new AbortController();
  const clock = { ...createFakeClock(), sleep: async () => stopping.abort() };
  const result = await retry(
    { clock },
    {
      attempt: async (count) => count,
      temporary: () => failing(),
      backoff: { firstMs: 1000 },
      signal: stopping.signal,
    },
  );
  expect(result).toBe(1);
});

import { expect, test } from 'vitest';
import { nextSaveInMs } from '#main/jobs/job-worker.ts';
import { crowdedPaceMs, nextPollInMs } from '#main/jobs/steps/poll.ts';

const look = (failures: number, retryAfterSec: number | null = null, paceMs = 2000) =>
  nextPollInMs({ paceMs, failures, retryAfterSec });

test('while polls succeed the provider’s own interval holds', () => {
  expect([look(0), look(0, null, 150), look(0, 99)]).toEqual([2000, 150, 2000]);
});

test('while polls fail the pauses double, up to a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 500].map((failures) => look(failures))).toEqual([
    2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
});

test('a provider with a short interval is polled at most once a second while it is down', () => {
  expect(look(1, null, 150)).toBe(1000);
});

test('Retry-After is honoured up to 15 minutes', () => {
  expect([look(1, 30), look(1, 1), look(1, 86_400)]).toEqual([30_000, 2000, 900_000]);
});

test('storing an event is retried with backoff, at least twice a minute', () => {
  expect([1, 2, 3, 7, 500].map(nextSaveInMs)).toEqual([500, 1000, 2000, 30_000, 30_000]);
});

test('many waiting jobs are polled less often, five times a second in all', () => {
  expect([1, 10, 25, 100].map((waiting) => crowdedPaceMs(5000, waiting))).toEqual([5000, 5000, 5000, 20_000]);
});

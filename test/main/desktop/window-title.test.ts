import { expect, test } from 'vitest';
import type { JobState } from '#contract/model/job.ts';
import { windowTitle } from '#main/desktop/window-title.ts';

const job = (place: number, state: JobState) => ({ place, state });
const preparing = (fraction: number | null): JobState => ({ kind: 'preparing', fraction });

test.each([
  ['without jobs', []],
  ['with a queued job', [job(1, { kind: 'queued' })]],
  ['with unknown progress', [job(1, preparing(null))]],
  ['with a cancelled job', [job(1, { kind: 'cancelled', charged: 'no' })]],
])('is the program name %s', (_when, jobs) => expect(windowTitle(jobs)).toBe('Understudy'));

test.each([
  [0, '0 % · Understudy'],
  [0.4299, '42 % · Understudy'],
  [0.999, '99 % · Understudy'],
  [1, '100 % · Understudy'],
])('begins with the progress %d as %s', (fraction, title) => {
  expect(windowTitle([job(1, preparing(fraction))])).toBe(title);
});

test('shows the running job that is first in the queue and has a known progress', () => {
  const jobs = [job(3, preparing(0.9)), job(2, preparing(0.1)), job(1, preparing(null))];
  expect(windowTitle(jobs)).toBe('10 % · Understudy');
});

import { expect, test } from 'vitest';
import { paceOf } from '#main/media/probe/packet-times.ts';

test('a constant rate has no odd frames, however its times are rounded', () => {
  const pace = paceOf([
    { frames: 40, lasts: 0.033 },
    { frames: 20, lasts: 0.034 },
  ]);
  expect(pace?.oddShare).toBe(0);
  expect(pace?.fps).toBeCloseTo(30, 1);
});

test('one long pause counts by its duration', () => {
  const pace = paceOf([
    { frames: 90, lasts: 1 / 30 },
    { frames: 1, lasts: 3 },
  ]);
  expect(pace?.oddShare).toBeCloseTo(0.5);
  expect(pace?.fps).toBeCloseTo(91 / 6);
});

test('ignores frames with a duration of zero or infinity', () => {
  expect(paceOf([{ frames: 5, lasts: 0 }])).toBeNull();
  expect(paceOf([{ frames: 5, lasts: Number.POSITIVE_INFINITY }])).toBeNull();
  expect(paceOf([])).toBeNull();
});

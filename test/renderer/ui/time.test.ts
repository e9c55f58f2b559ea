import { expect, test } from 'vitest';
import { clockTime, parseClockTime, seconds } from '#renderer/ui/time.ts';

test('times have minutes, seconds and hundredths', () => {
  expect([clockTime(0), clockTime(5.5), clockTime(75.504), clockTime(59.999), clockTime(-1)]).toEqual([
    '0:00.00',
    '0:05.50',
    '1:15.50',
    '1:00.00',
    '0:00.00',
  ]);
  expect(seconds(10)).toBe('10.0 s');
});

test('times can be typed in all common forms', () => {
  expect([
    parseClockTime('1:15.50'),
    parseClockTime(' 7 '),
    parseClockTime('2,5'),
    parseClockTime('0:05.00'),
  ]).toEqual([75.5, 7, 2.5, 5]);
});

test('a text that is not a time is null', () => {
  expect([parseClockTime(''), parseClockTime('soon'), parseClockTime('1:2:3'), parseClockTime('-4')]).toEqual(
    [null, null, null, null],
  );
});

test('every displayed time can be typed back', () => {
  for (const sec of [0, 0.04, 9.99, 59.95, 61.2, 600])
    expect(parseClockTime(clockTime(sec))).toBeCloseTo(sec, 2);
});

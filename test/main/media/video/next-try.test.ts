import { describe, expect, test } from 'vitest';
import { type Attempt, firstTry, nextTry } from '#main/media/video/next-try.ts';

const request = {
  maxBytes: 1_000_000,
  lengthSec: 10,
  hasAudio: false,
  sourceBytes: 100_000_000,
  sourceSec: 10,
};
const starved = { frames: 300, isStarved: true };
const start = firstTry(request);

/** Runs attempts until one is accepted, where `sizeOf` gives the size of each; returns the sizes. */
const sizes = (sizeOf: (kbps: number, pass: 1 | 2) => number, first = starved): readonly number[] => {
  const attempts: Attempt[] = [];
  let attempt: ReturnType<typeof nextTry> = start;
  while (attempt && attempts.length < 20) {
    attempts.push({ ...attempt, gotBytes: Math.round(sizeOf(attempt.rate.kbps, attempt.pass)) });
    attempt = nextTry({ request, attempts, first, frames: 300 });
  }
  return attempts.map(({ gotBytes }) => gotBytes);
};

describe('encoding with a size limit', () => {
  test('runs once where it fills the limit', () => {
    expect(sizes(() => 950_000)).toEqual([950_000]);
  });

  test('runs once where it is small because it needs no more', () => {
    expect(sizes(() => 300_000, { frames: 300, isStarved: false })).toEqual([300_000]);
  });

  test.each([
    ['too large', 1_300_000],
    ['worse than the limit requires', 500_000],
  ])('runs again with the stats of the first pass where it was %s', (_, bytes) => {
    const made = sizes((kbps, pass) => (pass === 1 ? bytes : kbps * 1250));
    expect(made.length).toBe(2);
    expect(made[1]).toBeGreaterThan(950_000);
    expect(made[1]).toBeLessThanOrEqual(1_000_000);
  });

  test('approaches the limit from both sides where sizes do not follow the rate', () => {
    const made = sizes((kbps, pass) => (pass === 1 ? 600_000 : 2_000_000 * (kbps / 1000) ** 2));
    expect(made.at(-1)).toBeGreaterThanOrEqual(900_000);
    expect(made.at(-1)).toBeLessThanOrEqual(1_000_000);
    expect(made.length).toBeLessThanOrEqual(5);
  });

  test('ends below the limit where sizes change in a step', () => {
    const made = sizes((kbps) => (kbps > 500 ? 1_200_000 : 700_000));
    expect(made.at(-1)).toBe(700_000);
    expect(made.length).toBeLessThanOrEqual(8);
  });

  test('does not use the stats of an encoding that was stopped', () => {
    const attempts = [{ ...start, gotBytes: 2_000_000 }];
    const next = nextTry({ request, attempts, first: { frames: 120, isStarved: true }, frames: 300 });
    expect(next?.pass).toBe(1);
    expect(next?.rate.kbps).toBeLessThan(start.rate.kbps / 2);
  });

  test('with constant quality is lowered only where it is too large', () => {
    const last = { rate: { kind: 'quality', kbps: 800 }, pass: 1 } as const;
    const next = (gotBytes: number) =>
      nextTry({ request, attempts: [{ ...last, gotBytes }], first: null, frames: 300 });
    expect([next(900_000), next(1_100_000)]).toEqual([
      null,
      { ...last, rate: { kind: 'quality', kbps: 705 } },
    ]);
  });
});

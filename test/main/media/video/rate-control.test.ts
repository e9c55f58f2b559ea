import { describe, expect, test } from 'vitest';
import {
  type Attempt,
  firstTry,
  lowerKbps,
  nearerKbps,
  nextTry,
  rateAgain,
  rateFor,
  videoKbps,
} from '#main/media/video/rate-control.ts';

const request = {
  maxBytes: 100_000_000,
  lengthSec: 10,
  hasAudio: true,
  sourceBytes: 120_000_000,
  sourceSec: 60,
};

describe('maximum bit rate of an encoding', () => {
  test("is the source's own where the size limit is much higher", () => {
    expect(videoKbps(request)).toBe(16_000);
  });

  test('has a minimum for a source with a very low bit rate', () => {
    expect(videoKbps({ ...request, sourceBytes: 100_000 })).toBe(300);
  });

  test('leaves room for audio and container below the size limit, even with a full buffer', () => {
    for (const maxBytes of [500_000, 2_000_000, 10_000_000])
      for (const lengthSec of [3, 10, 30])
        for (const hasAudio of [true, false]) {
          const kbps = videoKbps({ ...request, maxBytes, lengthSec, hasAudio, sourceBytes: 1_000_000_000 });
          const bytes = ((kbps * (lengthSec + 1) + (hasAudio ? 128 * lengthSec : 0)) * 1000) / 8;
          expect(kbps === 100 || bytes <= maxBytes * 0.975).toBe(true);
        }
  });

  test('never falls so low that the content is not recognisable', () => {
    expect(videoKbps({ ...request, maxBytes: 1000 })).toBe(100);
    expect(lowerKbps(150, 10_000_000, 1000)).toBe(100);
  });

  test('is lowered in proportion to the excess, and a little more', () => {
    expect(lowerKbps(4000, 2_000_000, 1_000_000)).toBe(1940);
  });
});

describe('rate control of an encoding', () => {
  test("is constant quality where the size limit allows the source's own rate", () => {
    expect(rateFor(request)).toEqual({ kind: 'quality', kbps: 16_000 });
  });

  test('is an average for the size limit where that is lower, with room for audio and index', () => {
    for (const maxBytes of [2_000_000, 10_000_000])
      for (const lengthSec of [3, 10, 30]) {
        const tight = { ...request, maxBytes, lengthSec, sourceBytes: 1_000_000_000 };
        const { kind, kbps } = rateFor(tight);
        const share = (((kbps + 128) * lengthSec * 1000) / 8 + 1100 * lengthSec) / maxBytes;
        expect(kind).toBe('size');
        expect(share).toBeGreaterThan(0.93);
        expect(share).toBeLessThan(0.97);
        expect(rateAgain(tight)).toBeGreaterThan(kbps);
      }
  });

  test("is never above the source's own rate", () => {
    const near = { ...request, maxBytes: 20_500_000 };
    expect([rateFor(near), rateAgain(near)]).toEqual([{ kind: 'size', kbps: 15_604 }, 15_932]);
    expect(rateFor({ ...near, maxBytes: 21_500_000 })).toEqual({ kind: 'size', kbps: 16_000 });
  });

  test('is corrected in proportion to the difference from the size limit, in either direction', () => {
    const missed = { kbps: 1000, maxBytes: 1_000_000, lengthSec: 10, hasAudio: false };
    expect(nearerKbps({ ...missed, gotBytes: 1_920_000 })).toBe(500);
    expect(nearerKbps({ ...missed, gotBytes: 480_000 })).toBe(2000);
    expect(nearerKbps({ ...missed, gotBytes: 100_000_000 })).toBe(100);
  });
});

const tight = {
  maxBytes: 1_000_000,
  lengthSec: 10,
  hasAudio: false,
  sourceBytes: 100_000_000,
  sourceSec: 10,
};
const starved = { frames: 300, isStarved: true };
const start = firstTry(tight);

/** Runs attempts until one is accepted, where `sizeOf` gives the size of each; returns the sizes. */
const sizes = (sizeOf: (kbps: number, pass: 1 | 2) => number, first = starved): readonly number[] => {
  const attempts: Attempt[] = [];
  let attempt: ReturnType<typeof nextTry> = start;
  while (attempt && attempts.length < 20) {
    attempts.push({ ...attempt, gotBytes: Math.round(sizeOf(attempt.rate.kbps, attempt.pass)) });
    attempt = nextTry({ request: tight, attempts, first, frames: 300 });
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
    const next = nextTry({ request: tight, attempts, first: { frames: 120, isStarved: true }, frames: 300 });
    expect(next?.pass).toBe(1);
    expect(next?.rate.kbps).toBeLessThan(start.rate.kbps / 2);
  });

  test('with constant quality is lowered only where it is too large', () => {
    const last = { rate: { kind: 'quality', kbps: 800 }, pass: 1 } as const;
    const next = (gotBytes: number) =>
      nextTry({ request: tight, attempts: [{ ...last, gotBytes }], first: null, frames: 300 });
    expect([next(900_000), next(1_100_000)]).toEqual([
      null,
      { ...last, rate: { kind: 'quality', kbps: 705 } },
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import type { Trim } from '#contract/model/choices.ts';
import { bestWindowSchema, type Scan } from '#contract/model/scan.ts';
import { bestWindows, scanFindings } from '#contract/rules/best-windows.ts';
import { randomFrom } from '#test/main/media/scan/random.ts';

const stepSec = 0.1;
const curve = (durationSec: number, value: (sec: number) => number): number[] =>
  Array.from({ length: Math.ceil(durationSec / stepSec) }, (_, at) => value(at * stepSec));

const scanOf = (durationSec: number, more: Partial<Scan> = {}): Scan => ({
  durationSec,
  cutsSec: [],
  blackSec: [],
  frozenSec: [],
  stepSec,
  motion: curve(durationSec, () => 0.3),
  camera: curve(durationSec, () => 0),
  ...more,
});
const upToTen = { minSec: 3, maxSec: 10 };

const placesOf = (windows: readonly Trim[]) => windows.map(({ startSec, endSec }) => ({ startSec, endSec }));
const lengthOf = ({ startSec, endSec }: Trim) => endSec - startSec;
const sharedSec = (one: Trim, other: Trim) =>
  Math.max(0, Math.min(one.endSec, other.endSec) - Math.max(one.startSec, other.startSec));

describe('best windows', () => {
  test('include the whole of a single clean shot that is not too long', () => {
    expect(placesOf(bestWindows(scanOf(7.04), upToTen))).toEqual([{ startSec: 0, endSec: 7.04 }]);
    expect(placesOf(bestWindows(scanOf(10), upToTen))).toEqual([{ startSec: 0, endSec: 10 }]);
    expect(placesOf(bestWindows(scanOf(3), upToTen))).toEqual([{ startSec: 0, endSec: 3 }]);
  });

  test('are empty for a video that is too short, or cut too often', () => {
    expect(bestWindows(scanOf(2.9), upToTen)).toEqual([]);
    expect(bestWindows(scanOf(9, { cutsSec: [2, 4, 6, 8] }), upToTen)).toEqual([]);
    expect(bestWindows(scanOf(5, { frozenSec: [{ startSec: 2.5, endSec: 3.5 }] }), upToTen)).toEqual([]);
    expect(bestWindows(scanOf(5, { blackSec: [{ startSec: 0, endSec: 5 }] }), upToTen)).toEqual([]);
  });

  test('include a shot of exactly the minimum length, from cut to cut', () => {
    const [only, ...more] = bestWindows(scanOf(7, { cutsSec: [2, 5] }), upToTen);
    expect(more).toEqual([]);
    expect(only?.startSec).toBeCloseTo(2, 6);
    expect(only?.endSec).toBeCloseTo(5, 6);
  });

  test('keep a distance from the cuts of a longer shot, and reach the end of the video', () => {
    expect(placesOf(bestWindows(scanOf(11, { cutsSec: [4.5, 5.2] }), upToTen))).toEqual([
      { startSec: 5.3, endSec: 11 },
      { startSec: 0, endSec: 4.4 },
    ]);
  });

  test('of equal quality are sorted by length, up to the maximum', () => {
    const [first, second] = bestWindows(scanOf(26, { cutsSec: [6] }), upToTen);
    expect(lengthOf(first ?? { startSec: 0, endSec: 0 })).toBeCloseTo(10, 6);
    expect(first?.startSec).toBeGreaterThanOrEqual(6);
    expect(second?.score).toBeLessThanOrEqual(first?.score ?? 0);
  });

  test('rank steady motion before a steady camera first, then uneven motion, then a moving camera or no motion', () => {
    const parts = {
      still: () => 0.01,
      lively: () => 0.3,
      fits: (sec: number) => (Math.floor(sec / 3) % 2 === 0 ? 0.6 : 0.02),
    };
    const scan = scanOf(40, {
      cutsSec: [10, 20, 30],
      motion: curve(40, (sec) =>
        sec < 10 ? parts.still() : sec < 20 ? 0.5 : sec < 30 ? parts.lively() : parts.fits(sec),
      ),
      camera: curve(40, (sec) => (sec >= 10 && sec < 20 ? 0.95 : 0)),
    });
    const windows = bestWindows(scan, { minSec: 9, maxSec: 10 });
    expect(windows.map(({ startSec }) => Math.floor(startSec / 10)).slice(0, 2)).toEqual([2, 3]);
  });

  test('lie where there is motion in one long shot', () => {
    const scan = scanOf(60, { motion: curve(60, (sec) => (sec >= 31 && sec < 43 ? 0.35 : 0.02)) });
    const [best] = bestWindows(scan, upToTen);
    expect(best?.startSec).toBeGreaterThanOrEqual(30.5);
    expect(best?.endSec).toBeLessThanOrEqual(43.5);
    expect(lengthOf(best ?? { startSec: 0, endSec: 0 })).toBeGreaterThan(9);
  });

  test('are few, long enough, clean, disjoint and sorted for any scan', () => {
    const random = randomFrom(7);
    const stretches = (durationSec: number): Trim[] =>
      Array.from({ length: Math.floor(random() * 4) }, () => {
        const startSec = random() * durationSec * 0.95;
        return { startSec, endSec: Math.min(durationSec, startSec + 0.1 + random() * 4) };
      }).sort((a, b) => a.startSec - b.startSec);
    let chosen = 0;
    for (let round = 0; round < 400; round += 1) {
      const durationSec = 1 + random() * 60;
      const scan = scanOf(durationSec, {
        cutsSec: Array.from({ length: Math.floor(random() * 10) }, () => random() * durationSec).sort(
          (a, b) => a - b,
        ),
        blackSec: stretches(durationSec),
        frozenSec: stretches(durationSec),
        motion: curve(durationSec, () => random()),
        camera: curve(durationSec, () => random()),
      });
      const limits = { minSec: 3, maxSec: round % 2 === 0 ? 10 : 30 };
      const windows = bestWindows(scan, limits);
      chosen += windows.length;
      expect(windows.length).toBeLessThanOrEqual(3);
      expect(windows.map(({ score }) => score)).toEqual(
        windows.map(({ score }) => score).sort((a, b) => b - a),
      );
      for (const [at, window] of windows.entries()) {
        expect(bestWindowSchema.safeParse(window).success).toBe(true);
        expect(lengthOf(window)).toBeGreaterThan(limits.minSec - 0.0011);
        expect(lengthOf(window)).toBeLessThan(limits.maxSec + 0.0011);
        expect(window.endSec).toBeLessThanOrEqual(durationSec);
        expect(
          scanFindings(scan, window).filter(({ kind }) => kind !== 'still' && kind !== 'camera'),
        ).toEqual([]);
        for (const other of windows.slice(at + 1))
          expect(sharedSec(window, other)).toBeLessThanOrEqual(
            0.2501 * Math.min(lengthOf(window), lengthOf(other)),
          );
      }
    }
    expect(chosen).toBeGreaterThan(300);
  });

  test('of an hour are found in less than 10 s of CPU time', () => {
    const scan = scanOf(3600, { cutsSec: Array.from({ length: 200 }, (_, at) => at * 17 + 9) });
    const begun = process.threadCpuUsage();
    expect(bestWindows(scan, { minSec: 3, maxSec: 30 })).toHaveLength(3);
    // CPU time of this thread, independent of other load.
    expect(process.threadCpuUsage(begun).user).toBeLessThan(10_000_000);
  });
});

describe('findings for a window', () => {
  const scan = scanOf(20, {
    cutsSec: [4, 12],
    blackSec: [{ startSec: 11, endSec: 12 }],
    frozenSec: [{ startSec: 6, endSec: 7 }],
    motion: curve(20, (sec) => (sec < 14 ? 0.3 : 0.01)),
    camera: curve(20, (sec) => (sec < 3 ? 0.9 : 0)),
  });

  test('are in the order of their times, each clipped to the window', () => {
    expect(scanFindings(scan, { startSec: 3.5, endSec: 11.5 })).toEqual([
      { kind: 'cut', atSec: 4 },
      { kind: 'frozen', startSec: 6, endSec: 7 },
      { kind: 'black', startSec: 11, endSec: 11.5 },
    ]);
  });

  test('ignore a cut at either end: the window ends before it, or begins with its first frame', () => {
    expect(scanFindings(scan, { startSec: 4, endSec: 6 })).toEqual([]);
    expect(scanFindings(scan, { startSec: 7, endSec: 11 })).toEqual([]);
  });

  test('report a scene without motion as still, and one with a moving camera as such', () => {
    expect(scanFindings(scan, { startSec: 15, endSec: 20 })).toEqual([{ kind: 'still' }]);
    expect(scanFindings(scan, { startSec: 0, endSec: 3 })).toEqual([{ kind: 'camera' }]);
  });
});

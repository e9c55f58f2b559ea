import { describe, expect, it } from 'vitest';
import type { Orientation, Trim } from '#contract/model/choices.ts';
import { planWindow, windowLimits } from '#contract/rules/window.ts';
import { model } from './samples.ts';

const limits = model.video;
const windowOf = (durationSec: number, trim: Trim | null, orientation: Orientation = 'image') =>
  planWindow({ facts: { durationSec, firstFrameSec: 0 }, limits, orientation, trim });
const codesOf = (...args: Parameters<typeof windowOf>) => windowOf(...args).reasons.map(({ code }) => code);

describe('part of a video that is sent', () => {
  it('is the whole video without a reason where nothing was selected and it fits', () => {
    expect(windowOf(8, null)).toEqual({ window: { startSec: 0, endSec: 8 }, isTrimmed: false, reasons: [] });
  });

  it('is the first 10 s of a longer video with orientation image', () => {
    expect(windowOf(60, null)).toEqual({
      window: { startSec: 0, endSec: 10 },
      isTrimmed: true,
      reasons: [
        {
          code: 'video-too-long',
          subject: 'video',
          severity: 'mended',
          limit: '10 s',
          actual: '60 s',
          source: 'length with orientation image',
        },
      ],
    });
  });

  it('is the first 30 s of a longer video with orientation video', () => {
    expect(windowOf(60, null, 'video').window).toEqual({ startSec: 0, endSec: 30 });
    expect(windowLimits(limits, 'video')).toEqual({ minSec: 3, maxSec: 30 });
  });

  it('is the selection, with a reason', () => {
    expect(windowOf(8, { startSec: 2, endSec: 6.5 })).toEqual({
      window: { startSec: 2, endSec: 6.5 },
      isTrimmed: true,
      reasons: [
        {
          code: 'video-trimmed',
          subject: 'video',
          severity: 'mended',
          limit: '4.5 s',
          actual: '8 s',
          source: 'own-choice',
        },
      ],
    });
  });

  it('keeps the selected start where the selection is too long', () => {
    const planned = windowOf(60, { startSec: 12, endSec: 40 });
    expect(planned.window).toEqual({ startSec: 12, endSec: 22 });
    expect(planned.reasons.map(({ code, severity }) => [code, severity])).toEqual([
      ['trim-too-long', 'mended'],
    ]);
  });

  it('ends where the video ends', () => {
    expect(windowOf(8, { startSec: 4, endSec: 12 }).window).toEqual({ startSec: 4, endSec: 8 });
    expect(codesOf(8, { startSec: 4, endSec: 12 })).toEqual(['trim-past-end']);
  });

  it("is refused where it is shorter than the model's minimum, and nothing is stretched", () => {
    const short = windowOf(2.5, null);
    expect(short.reasons).toEqual([
      {
        code: 'video-too-short',
        subject: 'video',
        severity: 'blocking',
        limit: '3 s',
        actual: '2.5 s',
        source: 'video least length',
      },
    ]);
    expect(
      windowOf(20, { startSec: 5, endSec: 7 }).reasons.map(({ code, severity, actual }) => [
        code,
        severity,
        actual,
      ]),
    ).toEqual([['trim-too-short', 'blocking', '2 s']]);
  });

  it('is refused where it begins after the end of the video', () => {
    const late = windowOf(8, { startSec: 9, endSec: 14 });
    expect(late.reasons.map(({ code }) => code)).toEqual(['trim-past-end', 'trim-too-short']);
    expect(late.window.endSec).toBeGreaterThan(late.window.startSec);
  });

  it('is exactly the shortest or the longest allowed part without a reason', () => {
    expect(codesOf(3, null)).toEqual([]);
    expect(codesOf(10, null)).toEqual([]);
    expect(codesOf(30, null, 'video')).toEqual([]);
  });

  it('ignores a difference below any frame, and nothing longer', () => {
    expect(codesOf(10.0005, null)).toEqual([]);
    expect(codesOf(2.9995, null)).toEqual([]);
    expect(codesOf(10.01, null)).toEqual(['video-too-long']);
    expect(codesOf(2.99, null)).toEqual(['video-too-short']);
    expect(windowOf(8, { startSec: 0.0004, endSec: 7.9996 }).isTrimmed).toBe(false);
  });

  it('is never longer than the model accepts, never past the end, and has a reason for every difference', () => {
    const found: string[] = [];
    for (const orientation of ['image', 'video'] as const)
      for (let durationSec = 0.4; durationSec < 70; durationSec += 1.7)
        for (let startSec = 0; startSec < 75; startSec += 2.3)
          for (const lengthSec of [0.01, 1, 2.999, 3, 9.99, 10, 10.02, 29.9, 31, 100]) {
            const trim = { startSec, endSec: startSec + lengthSec };
            const { window, isTrimmed, reasons } = windowOf(durationSec, trim, orientation);
            const { minSec, maxSec } = windowLimits(limits, orientation);
            const isBlocked = reasons.some(({ severity }) => severity === 'blocking');
            const got = window.endSec - window.startSec;
            const isDifferent = isTrimmed || window.endSec < trim.endSec - 0.001;
            const isRight =
              got > 0 &&
              got <= maxSec + 0.0011 &&
              (isBlocked || window.endSec <= durationSec + 1e-9) &&
              (isBlocked || got >= minSec - 0.0011) &&
              (!isDifferent || reasons.length > 0);
            if (!isRight) found.push(JSON.stringify({ durationSec, trim, orientation, window }));
          }
    expect(found.slice(0, 5)).toEqual([]);
  });
});

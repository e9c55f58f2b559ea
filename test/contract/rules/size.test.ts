import { describe, expect, it } from 'vitest';
import { kindKbps, maxImageBytes, maxVideoBytes } from '#contract/rules/size.ts';

describe('the most that a made file can weigh', () => {
  it('is never more than the provider takes', () => {
    const source = { sizeBytes: 500_000_000, durationSec: 10 };
    expect(maxVideoBytes({ source, lengthSec: 10, hasAudio: true, maxBytes: 100_000_000 })).toBe(100_000_000);
    expect(maxImageBytes({ width: 4000, height: 4000, hasAlpha: true, maxBytes: 10_000_000 })).toBe(
      10_000_000,
    );
  });

  it('follows the part of the clip that is sent, with one second of reserve', () => {
    const source = { sizeBytes: 120_000_000, durationSec: 60 };
    expect(kindKbps(source)).toBe(16_000);
    expect(maxVideoBytes({ source, lengthSec: 10, hasAudio: false, maxBytes: 100_000_000 })).toBe(
      11 * 2_000_000 * 1.02 + 20_000,
    );
  });

  it('gives a clip no more than its own rate, but a very thin one enough to be seen', () => {
    expect(kindKbps({ sizeBytes: 100_000, durationSec: 10 })).toBe(300);
  });

  it('counts transparency and sound', () => {
    const size = { width: 100, height: 100, maxBytes: 10_000_000 };
    expect(maxImageBytes({ ...size, hasAlpha: true })).toBe(
      maxImageBytes({ ...size, hasAlpha: false }) + 10_200,
    );
    const video = { source: { sizeBytes: 1, durationSec: 1 }, lengthSec: 10, maxBytes: 100_000_000 };
    expect(maxVideoBytes({ ...video, hasAudio: true })).toBe(
      maxVideoBytes({ ...video, hasAudio: false }) + 163_200,
    );
  });
});

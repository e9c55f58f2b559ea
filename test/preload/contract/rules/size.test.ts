import { describe, expect, it } from 'vitest';
import { kindKbps, maxImageBytes, maxVideoBytes } from '#contract/rules/size.ts';

describe('upper bound of a fitted file', () => {
  it("is never above the provider's limit", () => {
    const source = { sizeBytes: 500_000_000, durationSec: 10 };
    expect(maxVideoBytes({ source, lengthSec: 10, hasAudio: true, maxBytes: 100_000_000 })).toBe(100_000_000);
    expect(maxImageBytes({ width: 4000, height: 4000, hasAlpha: true, maxBytes: 10_000_000 })).toBe(
      10_000_000,
    );
  });

  it('follows the part of the video that is sent, with one second of reserve', () => {
    const source = { sizeBytes: 120_000_000, durationSec: 60 };
    expect(kindKbps(source)).toBe(16_000);
    expect(maxVideoBytes({ source, lengthSec: 10, hasAudio: false, maxBytes: 100_000_000 })).toBe(
      11 * 2_000_000 * 1.02 + 20_000,
    );
  });

  it('gives a video no more than its own bit rate, and a minimum for a very low one', () => {
    expect(kindKbps({ sizeBytes: 100_000, durationSec: 10 })).toBe(300);
  });

  it('includes transparency and audio', () => {
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

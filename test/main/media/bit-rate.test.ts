import { describe, expect, test } from 'vitest';
import { lowerKbps, videoKbps } from '#main/media/bit-rate.ts';

const request = {
  maxBytes: 100_000_000,
  lengthSec: 10,
  hasSound: true,
  sourceBytes: 120_000_000,
  sourceSec: 60,
};

describe('the rate of an encoding', () => {
  test('is the one of its source where the cap is far', () => {
    expect(videoKbps(request)).toBe(16_000);
  });

  test('leaves a thin source enough', () => {
    expect(videoKbps({ ...request, sourceBytes: 100_000 })).toBe(1500);
  });

  test('leaves room for sound and container under the cap, even with a full buffer', () => {
    for (const maxBytes of [500_000, 2_000_000, 10_000_000])
      for (const lengthSec of [3, 10, 30])
        for (const hasSound of [true, false]) {
          const kbps = videoKbps({ ...request, maxBytes, lengthSec, hasSound, sourceBytes: 1_000_000_000 });
          const bytes = ((kbps * (lengthSec + 1) + (hasSound ? 128 * lengthSec : 0)) * 1000) / 8;
          expect(kbps === 100 || bytes <= maxBytes * 0.975).toBe(true);
        }
  });

  test('never falls so low that nothing can be recognised', () => {
    expect(videoKbps({ ...request, maxBytes: 1000 })).toBe(100);
    expect(lowerKbps(150, 10_000_000, 1000)).toBe(100);
  });

  test('is lowered by as much as the file was too large, and a little more', () => {
    expect(lowerKbps(4000, 2_000_000, 1_000_000)).toBe(1940);
  });
});

import { expect, test } from 'vitest';
import { createFrameReader } from '#main/media/scan/frame.ts';

test('returns whole frames in order for any chunking, and drops an incomplete last one', () => {
  const bytes = Uint8Array.from({ length: 6 * 4 + 3 }, (_, at) => at);
  for (const size of [1, 2, 5, 6, 7, 27]) {
    const frames: (readonly number[])[] = [];
    const read = createFrameReader({
      width: 3,
      height: 2,
      onFrame: ({ pixels }) => frames.push([...pixels]),
    });
    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
    expect(frames).toEqual([0, 1, 2, 3].map((frame) => Array.from({ length: 6 }, (_, at) => frame * 6 + at)));
  }
});

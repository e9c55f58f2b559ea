import { expect, test } from 'vitest';
import { readPass } from '#main/media/video/encode-video.ts';

const log = (quantisers: readonly number[]): string =>
  [
    '#options: 480x352 fps=30/1 timebase=1/30 bitdepth=8',
    ...quantisers.map(
      (q, frame) => `in:${frame} out:${frame} type:P dur:2 cpbdur:2 q:${q.toFixed(2)} aq:1.00 tex:1 ref:0 ;`,
    ),
  ].join('\n');

test.each([
  ['with enough bits throughout', [10, 12, 18, 20, 22], { frames: 5, isStarved: false }],
  [
    'with too few bits in a considerable part',
    [...Array(8).fill(12), 30, 31],
    { frames: 10, isStarved: true },
  ],
  ['with too few bits for a moment', [...Array(19).fill(12), 40], { frames: 20, isStarved: false }],
  ['without frames', [], { frames: 0, isStarved: false }],
])('stats of an encoding %s', (_, quantisers, expected) => {
  expect(readPass(log(quantisers))).toEqual(expected);
});

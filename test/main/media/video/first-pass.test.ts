import { expect, test } from 'vitest';
import { readPass } from '#main/media/video/first-pass.ts';

const log = (quantisers: readonly number[]): string =>
  [
    '#options: 480x352 fps=30/1 timebase=1/30 bitdepth=8',
    ...quantisers.map(
      (q, frame) => `in:${frame} out:${frame} type:P dur:2 cpbdur:2 q:${q.toFixed(2)} aq:1.00 tex:1 ref:0 ;`,
    ),
  ].join('\n');

test.each([
  ['fine throughout', [10, 12, 18, 20, 22], { frames: 5, isStarved: false }],
  ['poor in a fair part', [...Array(8).fill(12), 30, 31], { frames: 10, isStarved: true }],
  ['poor for a moment', [...Array(19).fill(12), 40], { frames: 20, isStarved: false }],
  ['that was never begun', [], { frames: 0, isStarved: false }],
])('an encoding %s is told by what its encoder noted', (_, quantisers, expected) => {
  expect(readPass(log(quantisers))).toEqual(expected);
});

import { expect, it } from 'vitest';
import { windowOnFrames } from '#contract/rules/window.ts';

const on = (startSec: number, endSec: number, cutsSec: readonly number[] = [], fps = 25) => {
  const scan = { cutsSec: [...cutsSec], durationSec: 60 };
  const part = windowOnFrames({ startSec, endSec, score: 1 }, { scan, fps, minSec: 3 });
  return [Number(part.startSec.toFixed(4)), Number(part.endSec.toFixed(4))];
};

it('a window of ten seconds begins and ends on a frame and keeps its ten seconds', () => {
  expect([on(0.25, 10.25), on(2, 12), on(0.01, 10.01, [], 29.97)]).toEqual([
    [0.28, 10.28],
    [2, 12],
    [0.0334, 10.01],
  ]);
});

it('no frame of the next shot or beyond the end is included by rounding', () => {
  expect([on(0.25, 10.25, [10.25]), on(50.01, 60)]).toEqual([
    [0.28, 10.24],
    [50.04, 60],
  ]);
});

it('a window of the minimum length is unchanged where whole frames would be shorter', () => {
  expect(on(0.35, 3.35, [], 5)).toEqual([0.4, 3.4]);
  expect(on(0.35, 3.35, [3.35], 5)).toEqual([0.35, 3.35]);
});

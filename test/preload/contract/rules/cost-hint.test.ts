import { describe, expect, it } from 'vitest';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { costHint } from '#contract/rules/cost-hint.ts';
import { model } from './samples.ts';

const read = { source: 'price list', asOf: '2026-11-21' } as const;
const bySteps: Price = { kind: 'per-step', stepSec: 3, microsPerStep: 210_000, publishedToSec: 9, ...read };
const byWholeSeconds: Price = { kind: 'per-second', microsPerSec: 70_000, rounding: 'second', ...read };

const hintFor = (
  price: Price,
  lengthSec: number,
  more: { startSec?: number; fps?: number; output?: ModelSpec['output'] } = {},
) => {
  const { startSec = 0, fps = 25, output = model.output } = more;
  const window = { startSec, endSec: startSec + lengthSec };
  return costHint({ model: { ...model, price, output }, orientation: 'video', window, fps });
};
const figures = (hint: ReturnType<typeof costHint>) =>
  hint && [Number(hint.shorterSec.toFixed(3)), hint.savesMicros];

describe('with billing per started step', () => {
  it('a video a little over a step has a hint with the saving and the part to use instead', () => {
    expect(hintFor(bySteps, 6.4, { startSec: 2 })).toEqual({
      shorterSec: expect.closeTo(0.4, 9),
      savesMicros: 210_000,
      isPublished: true,
      trim: { startSec: 2, endSec: 8 },
    });
  });

  it('a hint gives up at most a second, or a tenth of a long video', () => {
    expect([7, 7.04, 16, 16.5, 16.7, 18].map((sec) => figures(hintFor(bySteps, sec)))).toEqual([
      [1, 210_000],
      null,
      [1, 210_000],
      [1.5, 210_000],
      null,
      null,
    ]);
  });

  it('there is no hint for a step that is used up', () => {
    expect([3, 6, 9].map((sec) => hintFor(bySteps, sec))).toEqual([null, null, null]);
  });

  it("the remaining part is never shorter than the model's minimum", () => {
    const model5Sec = { ...model, video: { ...model.video, minSec: { ...model.video.minSec, value: 6.5 } } };
    const request = { orientation: 'video', window: { startSec: 0, endSec: 6.6 }, fps: 25 } as const;
    expect(costHint({ ...request, model: { ...model5Sec, price: bySteps } })).toBeNull();
    // The last whole frame before 3 s ends at 2.97 s, which is below the minimum of 3 s.
    expect(hintFor(bySteps, 3.1, { fps: 29.97 })).toBeNull();
    expect(figures(hintFor(bySteps, 3.1, { fps: 30 }))).toEqual([0.1, 210_000]);
  });

  it('the shorter part costs that much less, at any frame rate', () => {
    for (const fps of [23.976, 24, 25, 29.97, 30, 50, 59.94, 60])
      for (const startSec of [0, 7 / fps, 100 / fps]) {
        const hint = hintFor(bySteps, 6.4, { fps, startSec });
        const lengthSec = hint ? hint.trim.endSec - hint.trim.startSec : Number.NaN;
        expect(estimateCost(bySteps, lengthSec), `${fps} from ${startSec}`).toMatchObject({
          micros: 420_000,
        });
      }
  });

  it("a saving on a price that extends the provider's table is marked as such", () => {
    expect(hintFor(bySteps, 9.2)).toMatchObject({ savesMicros: 210_000, isPublished: false });
  });
});

describe('with billing per whole second', () => {
  it('the saving is the time over the last second', () => {
    expect([8.4, 8, 8.96].map((sec) => figures(hintFor(byWholeSeconds, sec)))).toEqual([
      [0.4, 70_000],
      null,
      [0.96, 70_000],
    ]);
  });
});

it('there is no hint with continuous billing, a price per run, or an unknown price', () => {
  const others: readonly Price[] = [
    { kind: 'per-second', microsPerSec: 70_000, rounding: 'none', ...read },
    { kind: 'per-run', microsPerRun: 500_000, ...read },
    { kind: 'free', ...read },
    { kind: 'unknown', reason: 'not published' },
  ];
  expect(others.map((price) => hintFor(price, 6.4))).toEqual([null, null, null, null]);
});

it('there is no hint where the result always has the same length', () => {
  const fixed = { kind: 'fixed', sec: 5, ...read } as const;
  expect(hintFor(bySteps, 6.4, { output: { ...model.output, video: fixed } })).toBeNull();
});

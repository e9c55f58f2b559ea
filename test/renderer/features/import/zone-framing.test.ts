import { expect, test } from 'vitest';
import type { Framing } from '#contract/model/choices.ts';
import { planFit } from '#contract/rules/plan.ts';
import { movedBy, zoneFrame } from '#renderer/features/import/zone-framing.tsx';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { demoModel } from '#test/renderer/samples.ts';

const frameOf = (sides: { readonly width: number; readonly height: number }, image: Framing) => {
  const plan = planFit({
    image: { ...fittingImage, ...sides },
    video: fittingVideo,
    model: demoModel,
    choices: {
      orientation: 'image',
      trim: null,
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: { image, video: { kind: 'pad', edge: 'plain' } },
    },
  });
  return zoneFrame(sides, plan.image.steps);
};
const blur = { kind: 'pad', edge: 'blur' } as const;

test('returns no frame for an accepted shape', () => {
  expect(frameOf({ width: 1200, height: 800 }, blur)).toEqual({ kind: 'as-is' });
});

test('pads a wide image to be taller, enlarged or not', () => {
  expect(frameOf({ width: 1500, height: 500 }, blur)).toEqual({
    kind: 'pad',
    edge: 'blur',
    growX: 1,
    growY: 1.2,
  });
  const small = frameOf({ width: 300, height: 100 }, blur);
  expect(small).toMatchObject({ kind: 'pad', growX: 1 });
  expect(small.kind === 'pad' ? small.growY : 0).toBeCloseTo(1.2, 1);
});

test('moves a crop of a wide image horizontally, of a tall one vertically', () => {
  expect(frameOf({ width: 3000, height: 1000 }, { kind: 'crop', x: 1, y: 0.5 })).toEqual({
    kind: 'crop',
    left: 500 / 3000,
    top: 0,
    width: 2500 / 3000,
    height: 1,
    along: 'x',
  });
  expect(frameOf({ width: 400, height: 2000 }, { kind: 'crop', x: 0.5, y: 0 })).toEqual({
    kind: 'crop',
    left: 0,
    top: 0,
    width: 1,
    height: 0.5,
    along: 'y',
  });
});

test('stops the frame at the edges', () => {
  expect([movedBy(0.9, 0.3), movedBy(0.1, -0.3), movedBy(0.5, 0.25)]).toEqual([1, 0, 0.75]);
});

import { describe, expect, it } from 'vitest';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import { costTable } from '#contract/rules/cost-table.ts';
import { imageFacts, limitOf, model, videoFacts } from './samples.ts';

const read = { source: 'price list', asOf: '2026-11-21' } as const;
const bySecond = (microsPerSec: number): Price => ({
  kind: 'per-second',
  microsPerSec,
  rounding: 'none',
  ...read,
});
const bySteps: Price = { kind: 'per-step', stepSec: 3, microsPerStep: 210_000, publishedToSec: 9, ...read };

const modelOf = (id: string, price: Price, more: Partial<ModelSpec> = {}): ModelSpec => ({
  ...model,
  id: modelIdSchema.parse(id),
  price,
  ...more,
});
const demo = modelOf('demo/offline', { kind: 'free', ...read });
const unknown = modelOf('novita/pro', { kind: 'unknown', reason: 'not published' });
const pro = modelOf('fal/pro', bySecond(112_000));
const steps = modelOf('runpod/std', bySteps);
const choices = {
  orientation: 'video',
  prompt: '',
  negativePrompt: '',
  keepAudio: true,
  framing: defaultFraming,
} as const;

const rowsOf = (
  models: readonly ModelSpec[],
  more: Partial<Parameters<typeof costTable>[0]> & { readonly durationSec?: number } = {},
) =>
  costTable({
    models,
    image: imageFacts,
    video: { ...videoFacts, durationSec: more.durationSec ?? 8 },
    choices,
    trimOf: () => null,
    ...more,
  });
const inShort = (rows: ReturnType<typeof costTable>) =>
  rows.map(({ model: { id }, verdict, outputSec, estimate, isCheapest }) => [
    id,
    verdict,
    outputSec,
    'unknown' in estimate ? estimate.unknown : estimate.micros,
    isCheapest,
  ]);

describe('the same two files at every model', () => {
  it('are listed cheapest first, unknown prices after the known, rows that cannot be sent last', () => {
    const tooLong = modelOf('fal/tight', bySecond(1), {
      video: { ...model.video, minSec: limitOf(20, 'least length') },
    });
    expect(inShort(rowsOf([tooLong, unknown, pro, steps, demo]))).toEqual([
      ['demo/offline', 'ready', 8, 0, false],
      ['runpod/std', 'ready', 8, 630_000, true],
      ['fal/pro', 'ready', 8, 896_000, false],
      ['novita/pro', 'ready', 8, 'not published', false],
      ['fal/tight', 'impossible', 8, 8, false],
    ]);
  });

  it('share the cheapest price where it is equal, in the order given', () => {
    const twin = modelOf('aimlapi/pro', bySecond(112_000));
    expect(inShort(rowsOf([twin, pro])).map(([id, , , , isCheapest]) => [id, isCheapest])).toEqual([
      ['aimlapi/pro', true],
      ['fal/pro', true],
    ]);
  });

  it('have no cheapest row where no price is known', () => {
    expect(rowsOf([demo, unknown]).map(({ isCheapest }) => isCheapest)).toEqual([false, false]);
  });

  it('are each priced for the part that would be sent', () => {
    const short = modelOf('fal/short', bySecond(100_000));
    const trimOf = ({ id }: ModelSpec) => (id === short.id ? { startSec: 2, endSec: 6 } : null);
    expect(inShort(rowsOf([pro, short], { trimOf, durationSec: 40 }))).toEqual([
      ['fal/short', 'fixable', 4, 400_000, true],
      ['fal/pro', 'fixable', 30, 3_360_000, false],
    ]);
  });

  it('include the saving by a slightly shorter video, where it can be sent at all', () => {
    const mute = modelOf('runpod/other', bySteps, {
      promptMaxChars: limitOf(3, 'prompt length'),
    });
    const rows = rowsOf([steps, mute], { durationSec: 6.2, choices: { ...choices, prompt: 'a hall' } });
    expect(rows.map(({ verdict, hint }) => [verdict, hint?.savesMicros ?? null])).toEqual([
      ['ready', 210_000],
      ['impossible', null],
    ]);
  });

  it('are not refused for a text that a model does not support', () => {
    const mute = modelOf('fal/mute', bySecond(100_000), {
      options: { ...model.options, prompt: false, negativePrompt: false },
      negativePromptMaxChars: null,
    });
    const texts = { ...choices, prompt: 'a hall', negativePrompt: 'rain' };
    expect(rowsOf([mute], { choices: texts }).map(({ verdict }) => verdict)).toEqual(['ready']);
  });

  it('cost the price of the fixed length where the result has one', () => {
    const fixed = { kind: 'fixed', sec: 5, ...read } as const;
    const five = modelOf('novita/std', bySecond(100_000), { output: { ...model.output, video: fixed } });
    expect(inShort(rowsOf([five]))).toEqual([['novita/std', 'ready', 5, 500_000, true]]);
  });
});

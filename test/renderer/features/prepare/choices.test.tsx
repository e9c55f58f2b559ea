// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { seenFactsSchema } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { demoModel, falModel, imageSource, novitaModel, videoSource } from '#test/renderer/samples.ts';

const silent: ModelSpec = {
  ...falModel,
  name: 'Silent',
  options: { prompt: true, negativePrompt: false, audio: false },
};

const drawStudio = async (models: readonly ModelSpec[] = [demoModel, falModel, novitaModel]) => {
  const drawn = await draw(<StudioScreen />, createFakeBridge({ models }));
  await drawn.press('Try it with the sample');
  const area = (label: string) => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    const box = found?.control;
    if (!(box instanceof HTMLTextAreaElement)) throw new Error(`There is no field ${label}.`);
    const description = document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent;
    return {
      value: box.value,
      isDisabled: box.disabled,
      description,
      counter: found?.nextSibling?.textContent,
    };
  };
  const change = (changed: Parameters<typeof drawn.actions.change>[0]) =>
    act(async () => drawn.actions.change(changed));
  return { ...drawn, area, change };
};

const unwanted = 'Negative prompt';

test('shows a negative prompt field with a counter where the model supports it', async () => {
  const { area, change } = await drawStudio();
  await change({ modelId: novitaModel.id, negativePrompt: 'rain' });
  expect(area(unwanted)).toEqual({
    value: 'rain',
    isDisabled: false,
    description: 'For example other people, text, blurred hands.',
    counter: '4 of 2500',
  });
  await change({ negativePrompt: 'a'.repeat(2501) });
  expect(area(unwanted)).toMatchObject({
    description: '2501 characters are over the limit of 2500 \u2192 shorten the negative prompt',
    counter: '2501 of 2500',
  });
});

test('keeps the field visible with a note where the model takes no negative prompt', async () => {
  const { area } = await drawStudio([demoModel]);
  const none = {
    value: '',
    isDisabled: true,
    description: 'Not supported by Offline demonstration.',
    counter: undefined,
  };
  expect([area('Prompt'), area(unwanted)]).toEqual([none, none]);
});

test('keeps text typed for another model, with a note that it is not sent', async () => {
  const { area, change } = await drawStudio();
  await change({ modelId: novitaModel.id, negativePrompt: 'rain' });
  await change({ modelId: falModel.id });
  expect(area(unwanted)).toEqual({
    value: 'rain',
    isDisabled: true,
    description: 'Not supported by Kling v2.6 pro (fal); kept for other models.',
    counter: undefined,
  });
});

test('names a model without audio', async () => {
  const { text, change } = await drawStudio([silent]);
  await change({ modelId: silent.id });
  expect(text()).toContain('Silent returns no audio.');
});

test.each([
  [{ audioSec: { startSec: 0, endSec: 3 } }, 'No audio in this selection.'],
  [{ audioCodec: null, undecodableAudio: ['apac'] }, 'The audio of the video (apac) cannot be decoded.'],
] as const)('shows beside the audio switch why audio of %o is missing', async (facts, messages) => {
  const video = { ...videoSource, facts: seenFactsSchema.parse({ ...videoSource.facts, ...facts }) };
  const drawn = await draw(<StudioScreen />, createFakeBridge({ sample: { image: imageSource, video } }));
  await drawn.press('Try it with the sample');
  await act(async () => drawn.actions.change({ trim: { startSec: 4, endSec: 7.5 } }));
  expect(drawn.text()).toContain(messages);
  await act(async () => drawn.actions.change({ trim: { startSec: 0, endSec: 4 } }));
  expect(drawn.text().includes('No audio in this selection.')).toBe(false);
});

test('shows a warning beside the video, which stays ready and unchanged', async () => {
  const { change } = await drawStudio();
  await change({ modelId: novitaModel.id, trim: null, orientation: 'video' });
  const place = () => document.querySelector('[data-place=video]')?.textContent ?? '';
  expect(place()).toContain('No changes needed.');
  expect(place()).not.toContain('Note:');
  await change({ orientation: 'image' });
  expect(place()).toContain(
    'Note: the model page says this orientation always gives 5 s; nothing is changed for it: ' +
      "Kling's own rules and the other providers say that the result is as long as the reference video " +
      '(10 s).',
  );
});

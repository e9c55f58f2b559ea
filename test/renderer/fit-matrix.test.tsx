// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { draw } from './draw.tsx';
import { createFakeBridge, type World } from './fake-bridge.ts';
import { demoModel, falModel, imageSource, videoSource } from './samples.ts';

const read = { source: 'the model page', asOf: '2026-11-21' } as const;

const drawStudio = async (given: Partial<World> = {}) => {
  const drawn = await draw(<StudioScreen />, createFakeBridge(given));
  await drawn.press('Try it with the sample');
  await drawn.press('Fit for every model');
  const rows = () => [...document.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');
  return { ...drawn, rows };
};

test('every model stands there in both orientations, with fit, length, what is done and cost', async () => {
  const { rows } = await drawStudio();
  expect(rows()).toEqual([
    'Offline demonstrationUnderstudyAs the pictureWill be fitted10.0 sClip: cut, repackedPicture: as it isFree',
    'As the clipReady13.0 sBoth sent as they areFree',
    'Kling v2.6 pro (fal)falAs the pictureWill be fitted10.0 sClip: cut, repackedPicture: as it is$1.12',
    'As the clipReady13.0 sBoth sent as they are$1.456',
  ]);
});

test('choosing a row sets the model and the orientation', async () => {
  const { press, store, rows } = await drawStudio();
  await press('Kling v2.6 pro (fal), as the clip');
  expect(store.getState().draft).toMatchObject({ modelId: falModel.id, orientation: 'video' });
  expect(rows()).toEqual([]);
});

test('a model that this version cannot send to is judged all the same, and Generate says so', async () => {
  const apart: ModelSpec = {
    ...falModel,
    name: 'Kling v3.0 (listed)',
    canRun: false,
    price: { kind: 'unknown', reason: 'no page', ...read },
  };
  const { rows, press, byRole, text } = await drawStudio({ models: [demoModel, apart] });
  expect(rows()[3]).toBe('As the clipReady13.0 sBoth sent as they areprice not published');
  expect(rows()[2]).toContain('fal \u00b7 fits files only');
  await press('Kling v3.0 (listed), as the picture');
  expect(text()).toContain('This version cannot send to Kling v3.0 (listed) yet.');
  expect(byRole('button', /^Generate/).getAttribute('aria-disabled')).toBe('true');
});

test('what no change can mend names its reason', async () => {
  const short = { ...videoSource, facts: { ...videoSource.facts, durationSec: 2 } };
  const { rows } = await drawStudio({ sample: { image: imageSource, video: short } });
  expect(rows()[0]).toContain('Does not fit');
  expect(rows()[0]).toContain('2 s is under the least 3 s');
});

// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { falModel, imageSource, novitaModel, videoSource } from '#test/renderer/samples.ts';

const drawStudio = async (given: Partial<World> = {}) => {
  const drawn = await draw(<StudioScreen />, createFakeBridge(given));
  await drawn.press('Try it with the sample');
  await drawn.press('Compatibility');
  const rows = () => [...document.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');
  return { ...drawn, rows };
};

test('shows every model in both orientations with fit, length, changes and cost', async () => {
  const { rows } = await drawStudio();
  expect(rows()).toEqual([
    'Offline demonstrationUnderstudyMatch imageWill be converted10.0 sVideo: trimmed, repackedImage: original fileFree',
    'Match videoReady13.0 sOriginal filesFree',
    'Kling v2.6 pro (fal)falMatch imageWill be converted10.0 sVideo: trimmed, repackedImage: original file$1.12',
    'Match videoReady13.0 sOriginal files$1.456',
  ]);
});

test('sets model and orientation when a row is selected', async () => {
  const { press, store, rows } = await drawStudio();
  await press('Kling v2.6 pro (fal), match video');
  expect(store.getState().draft).toMatchObject({ modelId: falModel.id, orientation: 'video' });
  expect(rows()).toEqual([]);
});

test('shows a length fixed by the model\u2019s page beside the changes, and does not estimate an unknown price', async () => {
  const { rows } = await drawStudio({ models: [novitaModel] });
  expect(rows()).toEqual([
    'Kling v3.0 standard (Novita)NovitaMatch imageWill be converted5.0 sVideo: trimmed, repackedImage: original file' +
      'the model page says this orientation always gives 5 sprice not published',
    'Match videoReady13.0 sOriginal filesprice not published',
  ]);
});

test('names the reason why a file cannot be made to fit', async () => {
  const short = { ...videoSource, facts: { ...videoSource.facts, durationSec: 2 } };
  const { rows } = await drawStudio({ sample: { image: imageSource, video: short } });
  expect(rows()[0]).toContain('Not supported');
  expect(rows()[0]).toContain('2 s is shorter than the 3 s minimum');
});

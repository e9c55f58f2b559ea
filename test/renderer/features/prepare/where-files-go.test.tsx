// @vitest-environment happy-dom
import { act } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fail } from '#contract/errors.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { restMs } from '#renderer/state/prefit.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { demoModel, falModel, novitaModel } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const falKey = { provider: 'fal', isSet: true, keptIn: 'memory' } as const;
const novitaKey = { provider: 'novita', isSet: true, keptIn: 'memory' } as const;

const drawStudio = async (given: Partial<World> = {}) => {
  const bridge = createFakeBridge({ models: [demoModel, falModel, novitaModel], ...given });
  const drawn = await draw(<StudioScreen />, bridge);
  await drawn.press('Try it with the sample');
  const bar = () => document.querySelector('[aria-label="Data and privacy"]')?.textContent ?? '';
  const rows = () =>
    [...document.querySelectorAll('[role=dialog] tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent),
    );
  const field = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    if (!(found?.control instanceof HTMLInputElement)) throw new Error(`There is no field ${label}.`);
    return found.control;
  };
  const choose = (modelId: string) => act(async () => drawn.actions.change({ modelId }));
  const generate = () => drawn.byRole('button', /^Generate/);
  return { ...drawn, bridge, bar, rows, field, choose, generate };
};

test('states in one line that the demonstration sends nothing', async () => {
  const { bar, press, rows } = await drawStudio();
  expect(bar()).toBe('The image and video stay on this computer. Details');
  await press('Data and privacy details');
  expect(rows()).toEqual([
    ['Image', '101.18 kB', 'not uploaded', 'this computer', 'you only', 'until you delete it'],
    ['Video', 'at most 4.2 MB', 'not uploaded', 'this computer', 'you only', 'until you delete it'],
    ['Result', 'not known yet', 'not uploaded', 'this computer', 'you only', 'until you delete it'],
  ]);
});

test('sends files to fal’s storage with a fal key, and the transfer record says who can read them until when', async () => {
  const { bar, press, rows, choose } = await drawStudio({ keys: [falKey] });
  await choose(falModel.id);
  expect(bar()).toContain(
    'The image and video are uploaded to fal storage; anyone with the link can read them for 7 days.',
  );
  await press('Data and privacy details');
  const anyone = 'anyone with the link';
  expect(rows()).toEqual([
    ['Image', '101.18 kB', 'fal storage', 'fal', anyone, '7 days'],
    ['Video', 'at most 4.2 MB', 'fal storage', 'fal', anyone, '7 days'],
    [
      'Result',
      'not known yet',
      'provider link',
      'fal',
      anyone,
      '7 daysFrom the model page, as of Nov 21, 2026',
    ],
  ]);
});

test('names a bucket by its host, and that files are deleted from it', async () => {
  const deliverySetup = {
    prefers: 'bucket',
    inlineImages: true,
    fal: { isReady: true },
    bucket: { isReady: true, host: 'account.r2.example' },
  } as const;
  const { bar, press, rows, choose } = await drawStudio({ keys: [novitaKey], deliverySetup });
  await choose(novitaModel.id);
  expect(bar()).toContain(
    'The image is sent inline; visible to Novita only. The video is uploaded to your bucket; ' +
      'anyone with the link can read it until it is deleted after the generation.',
  );
  await press('Data and privacy details');
  expect(rows().slice(0, 2)).toEqual([
    ['Image', '101.18 kB', 'inline', 'Novita', 'Novita only', 'not stated by Novita'],
    [
      'Video',
      'at most 4.2 MB',
      'your bucket',
      'account.r2.example',
      'anyone with the link',
      'deleted after the generation; link expires after 7 days at most',
    ],
  ]);
});

test.each([
  ['fal, whose key opens its own storage', falModel, 'Add your fal key first.', ''],
  [
    'Novita, whose key makes no links',
    novitaModel,
    'Add your Novita key first.',
    'Novita needs a URL for the video.',
  ],
] as const)(
  'reports without the key of %s only problems that the key would not solve',
  async (_, model, key, rest) => {
    const keys = [
      { ...falKey, isSet: false },
      { ...novitaKey, isSet: false },
    ];
    const { bar, text, choose } = await drawStudio({ keys });
    await choose(model.id);
    expect(text()).toContain(key);
    expect(bar().includes('needs a URL')).toBe(rest !== '');
    expect(bar()).toContain(rest);
    if (rest === '') expect(bar()).toBe('');
  },
);

test('reports only the missing key when a bucket is set up', async () => {
  const deliverySetup = {
    prefers: 'bucket',
    inlineImages: false,
    fal: { isReady: false },
    bucket: { isReady: true, host: 'files.example' },
  } as const;
  const { bar, text, choose } = await drawStudio({ keys: [{ ...novitaKey, isSet: false }], deliverySetup });
  await choose(novitaModel.id);
  expect([bar(), text().includes('Add your Novita key first.')]).toEqual(['', true]);
});

test('explains with a link what to do when no link can be made for the video', async () => {
  const { bar, press, store, generate, text, choose } = await drawStudio({ keys: [novitaKey] });
  await choose(novitaModel.id);
  expect(bar()).toContain('Novita needs a URL for the video.');
  expect(bar()).toContain('Add a fal key or an S3 bucket in Settings, or use your own URL.');
  expect(text()).toContain('Novita needs a URL for the files. See above.');
  expect(generate().getAttribute('aria-disabled')).toBe('true');
  await press('Open Settings');
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'delivery' });
});

test('accepts one\u2019s own link, and shows only its host', async () => {
  const { bar, press, field, generate, text, choose } = await drawStudio({ keys: [novitaKey] });
  await choose(novitaModel.id);
  await press('Paste a URL');
  expect(text()).toContain('Use a URL of the converted file, not of the file you added.');
  expect(text()).toContain('The original file is sent: use a URL of hero.png itself.');
  await typeText(field('Video URL'), 'https://files.example/clip.mp4?sign=secret');
  expect(bar()).toContain('The video is read from your own URL at files.example.');
  expect(text()).not.toContain('secret');
  expect(generate().getAttribute('aria-disabled')).not.toBe('true');
});

test('offers the fitted video as a download once it is made', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { bridge, actions, press, text, choose } = await drawStudio({ keys: [novitaKey] });
  await choose(novitaModel.id);
  await press('Paste a URL');
  await act(async () => actions.change({ trim: { startSec: 1, endSec: 9 } }));
  await act(async () => vi.advanceTimersByTime(restMs));
  await act(async () => bridge.announce('prefit.changed', { kind: 'working', fraction: 0.4 }));
  expect(text()).toContain('The converted files are being prepared. You can save them here in a moment.');
  await act(async () => bridge.announce('prefit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 }));
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[role=dialog] a')];
  // The image is sent unchanged.
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['Save converted video', '/media/fitted/video?download=1'],
  ]);
  await act(async () =>
    bridge.announce('prefit.changed', { kind: 'failed', error: fail('disk-full').error }),
  );
  expect(text()).toContain('Pre-processing failed: The disk is full.');
});

test('reports an invalid link at its field, and does not fall back to another delivery', async () => {
  const { bar, press, field, generate, text, choose } = await drawStudio({ keys: [falKey] });
  await choose(falModel.id);
  await press('Data and privacy details');
  await typeText(field('Video URL'), 'http://files.example/clip.mp4');
  expect(text()).toContain('The URL must begin with https://');
  expect(field('Video URL').getAttribute('aria-invalid')).toBe('true');
  expect(bar()).toContain('Your own URL cannot be used.');
  expect(bar()).not.toContain('The video is uploaded to');
  expect(text()).toContain('Your own URL cannot be used. See above.');
  expect(generate().getAttribute('aria-disabled')).toBe('true');
});

test('reports a model that reads no links, and keeps the typed link', async () => {
  const { press, field, actions, text } = await drawStudio();
  await act(async () => actions.change({ links: { image: '', video: 'https://files.example/clip.mp4' } }));
  await press('Data and privacy details');
  expect(field('Video URL')).toMatchObject({
    disabled: true,
    value: 'https://files.example/clip.mp4',
  });
  expect(text()).toContain('Offline demonstration does not read URLs, so none is needed or sent.');
});

test('shows the sentences in Spanish', async () => {
  const { bridge, text, choose } = await drawStudio({ keys: [falKey] });
  await choose(falModel.id);
  await act(async () => bridge.announce('settings.changed', { ...bridge.world.settings, language: 'es' }));
  expect(text()).toContain('La imagen y el vídeo se suben al almacenamiento de fal;');
});

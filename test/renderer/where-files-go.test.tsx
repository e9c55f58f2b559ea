// @vitest-environment happy-dom
import { act } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fail } from '#contract/errors.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { restMs } from '#renderer/state/prefit.ts';
import { draw } from './draw.tsx';
import { createFakeBridge, type World } from './fake-bridge.ts';
import { demoModel, falModel, novitaModel } from './samples.ts';
import { typeText } from './settings-typing.ts';

const falKey = { provider: 'fal', isSet: true, keptIn: 'memory' } as const;
const novitaKey = { provider: 'novita', isSet: true, keptIn: 'memory' } as const;

const drawStudio = async (given: Partial<World> = {}) => {
  const bridge = createFakeBridge({ models: [demoModel, falModel, novitaModel], ...given });
  const drawn = await draw(<StudioScreen />, bridge);
  await drawn.press('Try it with the sample');
  const bar = () => document.querySelector('[aria-label="Where the files go"]')?.textContent ?? '';
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

test('nothing of the demonstration leaves this computer, and one line says so', async () => {
  const { bar, press, rows } = await drawStudio();
  expect(bar()).toBe('Picture and clip stay on this computer. Details');
  await press('Details: where the files go');
  expect(rows()).toEqual([
    ['Image', '101.18 kB', 'stays here', 'this computer', 'nobody else', 'it stays with you'],
    ['Video', 'at most 4.2 MB', 'stays here', 'this computer', 'nobody else', 'it stays with you'],
    ['Result', 'not known yet', 'stays here', 'this computer', 'nobody else', 'it stays with you'],
  ]);
});

test('with a key of fal the files go to its storage, and the receipt says who can read them until when', async () => {
  const { bar, press, rows, choose } = await drawStudio({ keys: [falKey] });
  await choose(falModel.id);
  expect(bar()).toContain(
    'Picture and clip go to fal\u2019s storage; anyone with the link can read them for 7 days.',
  );
  await press('Details: where the files go');
  const anyone = 'anyone with the link';
  expect(rows()).toEqual([
    ['Image', '101.18 kB', 'fal\u2019s storage', 'fal', anyone, '7 days'],
    ['Video', 'at most 4.2 MB', 'fal\u2019s storage', 'fal', anyone, '7 days'],
    [
      'Result',
      'not known yet',
      'a link of the provider',
      'fal',
      anyone,
      '7 daysFrom the model page, as of Nov 21, 2026',
    ],
  ]);
});

test('a bucket is named by its host, and that files are deleted from it', async () => {
  const deliverySetup = {
    prefers: 'bucket',
    inlineImages: true,
    fal: { isReady: true },
    bucket: { isReady: true, host: 'account.r2.example' },
  } as const;
  const { bar, press, rows, choose } = await drawStudio({ keys: [novitaKey], deliverySetup });
  await choose(novitaModel.id);
  expect(bar()).toContain(
    'The picture travels inside the request; only Novita reads it. The clip goes to your bucket; ' +
      'anyone with the link can read it until it is deleted after the run.',
  );
  await press('Details: where the files go');
  expect(rows().slice(0, 2)).toEqual([
    ['Image', '101.18 kB', 'inside the request', 'Novita', 'Novita only', 'Novita does not say'],
    [
      'Video',
      'at most 4.2 MB',
      'your bucket',
      'account.r2.example',
      'anyone with the link',
      'deleted once the run has ended; its link ends after 7 days at most',
    ],
  ]);
});

test.each([
  ['fal, whose key opens its own storage', falModel, 'Add your fal key first.', ''],
  [
    'Novita, whose key makes no links',
    novitaModel,
    'Add your Novita key first.',
    'Novita reads the clip from a link, and nothing here can make one yet.',
  ],
] as const)(
  'without the key of %s, only what that key would not solve is said beside it',
  async (_, model, key, rest) => {
    const keys = [
      { ...falKey, isSet: false },
      { ...novitaKey, isSet: false },
    ];
    const { bar, text, choose } = await drawStudio({ keys });
    await choose(model.id);
    expect(text()).toContain(key);
    expect(bar().includes('nothing here can make one')).toBe(rest !== '');
    expect(bar()).toContain(rest);
    if (rest === '') expect(bar()).toBe('');
  },
);

test('with a bucket, a missing key is the one thing said', async () => {
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

test('where nothing can give the clip a link, it says what to do, with the way there', async () => {
  const { bar, press, store, generate, text, choose } = await drawStudio({ keys: [novitaKey] });
  await choose(novitaModel.id);
  expect(bar()).toContain('Novita reads the clip from a link, and nothing here can make one yet.');
  expect(bar()).toContain('Set a fal key or a bucket of your own in Settings, or paste a link of your own.');
  expect(text()).toContain('Novita needs a link to the files first, see above.');
  expect(generate().getAttribute('aria-disabled')).toBe('true');
  await press('Open Settings');
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'delivery' });
});

test('a link of one\u2019s own is a way, too, and of it only the host is shown', async () => {
  const { bar, press, field, generate, text, choose } = await drawStudio({ keys: [novitaKey] });
  await choose(novitaModel.id);
  await press('Paste a link');
  expect(text()).toContain('A link to the fitted file, not to the one you added.');
  expect(text()).toContain('It is sent as it is, so this is a link to hero.png itself.');
  await typeText(field('Link to the clip'), 'https://files.example/clip.mp4?sign=secret');
  expect(bar()).toContain('The clip is read from your own link at files.example.');
  expect(text()).not.toContain('secret');
  expect(generate().getAttribute('aria-disabled')).not.toBe('true');
});

test('the fitted clip can be saved to be put there, once it is made', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { bridge, actions, press, text, choose } = await drawStudio({ keys: [novitaKey] });
  await choose(novitaModel.id);
  await press('Paste a link');
  await act(async () => actions.change({ trim: { startSec: 1, endSec: 9 } }));
  await act(async () => vi.advanceTimersByTime(restMs));
  await act(async () => bridge.announce('fit.changed', { kind: 'working', fraction: 0.4 }));
  expect(text()).toContain('The fitted files are being made; in a moment they can be saved here.');
  await act(async () => bridge.announce('fit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 }));
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[role=dialog] a')];
  // The picture is sent as it is.
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['Save the fitted clip', '/media/fitted/video?download=1'],
  ]);
  await act(async () => bridge.announce('fit.changed', { kind: 'failed', error: fail('disk-full').error }));
  expect(text()).toContain('Pre-processing failed: The disk is full.');
});

test('what can be no link is said at its field, and nothing is sent another way meanwhile', async () => {
  const { bar, press, field, generate, text, choose } = await drawStudio({ keys: [falKey] });
  await choose(falModel.id);
  await press('Details: where the files go');
  await typeText(field('Link to the clip'), 'http://files.example/clip.mp4');
  expect(text()).toContain('The link must begin with https://');
  expect(field('Link to the clip').getAttribute('aria-invalid')).toBe('true');
  expect(bar()).toContain('What was pasted as a link of your own cannot be used.');
  expect(bar()).not.toContain('The clip goes to');
  expect(text()).toContain('A link of your own cannot be used, see above.');
  expect(generate().getAttribute('aria-disabled')).toBe('true');
});

test('a model that reads no links says so, and keeps what was pasted', async () => {
  const { press, field, actions, text } = await drawStudio();
  await act(async () => actions.change({ links: { image: '', video: 'https://files.example/clip.mp4' } }));
  await press('Details: where the files go');
  expect(field('Link to the clip')).toMatchObject({
    disabled: true,
    value: 'https://files.example/clip.mp4',
  });
  expect(text()).toContain('Offline demonstration reads no links, so none is needed and none is sent.');
});

test('it speaks Spanish, too', async () => {
  const { bridge, text, choose } = await drawStudio({ keys: [falKey] });
  await choose(falModel.id);
  await act(async () => bridge.announce('settings.changed', { ...bridge.world.settings, language: 'es' }));
  expect(text()).toContain('La imagen y el vídeo van al almacenamiento de fal;');
});

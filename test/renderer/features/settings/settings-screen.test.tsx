// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { SettingsScreen } from '#renderer/features/settings/settings-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { about } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

afterEach(() => {
  document.body.replaceChildren();
});

const secret = 'fal-secret-0123456789';

const drawSettings = async (world: Partial<World> = {}) => {
  const bridge = createFakeBridge(world);
  const drawn = await draw(<SettingsScreen />, bridge);
  const field = (label: string): HTMLInputElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    const input = document.getElementById(found?.htmlFor ?? '');
    if (!(input instanceof HTMLInputElement)) throw new Error(`There is no field called ${label}`);
    return input;
  };
  const requestsOf = (name: string) => bridge.requests.filter((call) => call.name === name);
  return { bridge, field, requestsOf, ...drawn };
};

const setKey = [{ provider: 'fal', isSet: true, keptIn: 'memory' }] as const;

test('saves a key and shows it nowhere afterwards', async () => {
  const { field, press, requestsOf, text } = await drawSettings();
  expect(text()).toContain('Not set');
  expect(field('Key of fal').type).toBe('password');
  await typeText(field('Key of fal'), ` ${secret}\n`);
  await press('Save the key of fal');
  expect(requestsOf('keys.set')).toEqual([{ name: 'keys.set', input: { provider: 'fal', key: secret } }]);
  expect(text()).toContain('Set, in memory until you quit');
  expect(text()).toContain('Key saved.');
  expect(field('Key of fal').value).toBe('');
  expect(document.documentElement.outerHTML).not.toContain(secret);
});

test('clears the field of a rejected key', async () => {
  const { bridge, field, press, text } = await drawSettings();
  bridge.answer('keys.set', () => fail('bad-request', { subject: 'fal', reason: 'key-invalid' }));
  await typeText(field('Key of fal'), secret);
  await press('Save the key of fal');
  expect(text()).toContain('The request was not understood.');
  expect(field('Key of fal').value).toBe('');
  expect(document.documentElement.outerHTML).not.toContain(secret);
});

test('does not send an empty key', async () => {
  const { field, press, requestsOf } = await drawSettings();
  await typeText(field('Key of fal'), '   ');
  await press('Save the key of fal');
  expect(requestsOf('keys.set')).toEqual([]);
});

test('reports that the provider accepts a key, and the balance if available', async () => {
  const { bridge, press, text } = await drawSettings({ keys: setKey });
  await press('Test the key of fal');
  expect(text()).toContain('fal: key is valid.');
  bridge.answer('keys.test', () => ok({ isGood: true, balanceMicros: 12_345_678 }));
  await press('Test the key of fal');
  expect(text()).toContain('fal: key is valid; $12.34 left.');
});

test('shows a row for each provider’s key, with a link to the page where keys are created', async () => {
  const providers = ['fal', 'novita', 'aimlapi', 'runpod'] as const;
  await drawSettings({
    keys: providers.map((provider) => ({ provider, isSet: false, keptIn: 'nowhere' })),
  });
  const links = [...document.querySelectorAll<HTMLAnchorElement>('li a[target="_blank"]')];
  expect(links.map(({ textContent, href }) => [textContent, href])).toEqual([
    ['Get a key at fal', 'https://fal.ai/dashboard/keys'],
    ['Get a key at Novita', 'https://novita.ai/settings/key-management'],
    ['Get a key at AIMLAPI', 'https://aimlapi.com/app/keys'],
    ['Get a key at RunPod', 'https://console.runpod.io/user/credentials'],
  ]);
});

test('reports a key rejected by the provider, with a remedy', async () => {
  const { bridge, press, text } = await drawSettings({ keys: setKey });
  bridge.answer('keys.test', () => fail('key-refused', { subject: 'fal' }));
  await press('Test the key of fal');
  expect(text()).toContain('fal does not accept the key.');
  expect(text()).toContain('Copy the key again');
});

test('clears a key', async () => {
  const { press, text } = await drawSettings({ keys: setKey });
  await press('Clear the key of fal');
  expect(text()).toContain('Key cleared.');
  expect(text()).toContain('Not set');
});

test('shows a key from the environment, which cannot be cleared here', async () => {
  const { press, requestsOf, text } = await drawSettings({
    keys: [{ provider: 'fal', isSet: true, keptIn: 'environment' }],
  });
  expect(text()).toContain('Set by environment variable');
  await press('Clear the key of fal');
  expect(requestsOf('keys.clear')).toEqual([]);
});

test('explains where keys are stored, and why, before one is typed in', async () => {
  const memory = await drawSettings();
  expect(memory.text()).toContain('kept in memory only until Understudy closes');
  await memory.erase();
  const system = await drawSettings({ about: { ...about, keysKeptIn: 'system' } });
  expect(system.text()).toContain('encrypted by the operating system');
});

test('stores keys without a protected key store only after the user agreed', async () => {
  const label = 'Store keys without a protected key store';
  const memory = await drawSettings();
  expect(memory.text()).not.toContain(label);
  await memory.erase();
  const { requestsOf, text } = await drawSettings({ about: { ...about, canKeepPlainKeys: true } });
  expect(text()).toContain('kept in memory only until Understudy closes');
  await act(async () => document.querySelector<HTMLElement>('[role="switch"]')?.click());
  expect(requestsOf('settings.set').map(({ input }) => input)).toEqual([{ plainKeys: true }]);
  expect(text()).toContain('other programs of your account can decrypt');
});

test('saves theme and language as soon as they are selected', async () => {
  const { byRole, requestsOf, text } = await drawSettings();
  await act(async () => byRole('radio', 'Dark').click());
  await act(async () => byRole('radio', 'Español').click());
  expect(requestsOf('settings.set').map(({ input }) => input)).toEqual([
    { theme: 'dark' },
    { language: 'es' },
  ]);
  expect(text()).toContain('Ajustes');
});

test('explains a missing tool, and accepts a path', async () => {
  const { field, press, requestsOf, text } = await drawSettings({ about: { ...about, ffmpeg: null } });
  expect(text()).toContain('Not found. Install ffmpeg, or enter its full path here.');
  await typeText(field('Path of ffmpeg'), '/opt/ffmpeg/bin/ffmpeg ');
  await press('Save the path of ffmpeg');
  expect(requestsOf('settings.set')).toEqual([
    { name: 'settings.set', input: { ffmpegPath: '/opt/ffmpeg/bin/ffmpeg' } },
  ]);
  expect(field('Path of ffmpeg').value).toBe('/opt/ffmpeg/bin/ffmpeg');
});

test('shows the found tools, the data folder and the version', async () => {
  const { text } = await drawSettings();
  expect(text()).toContain('7.1 (PATH)');
  expect(text()).toContain('/home/someone/understudy');
  expect(text()).toContain('0.1.0');
});

test('links every price and limit to its source and date', async () => {
  await drawSettings();
  const links = [...document.querySelectorAll<HTMLAnchorElement>('table a[href^="#"]')];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1))?.textContent ?? '');
  expect(links.length).toBeGreaterThan(20);
  expect(targets.every((target) => /as of Nov 21, 2026$/.test(target))).toBe(true);
});

test('reports when no provider needs a key', async () => {
  const { bridge, text } = await drawSettings({ keys: [] });
  expect(text()).toContain('No provider needs a key.');
  await act(async () =>
    bridge.announce('keys.changed', [{ provider: 'runpod', isSet: false, keptIn: 'nowhere' }]),
  );
  expect(text()).toContain('RunPod');
});

test('reports a setting that cannot be saved', async () => {
  const { bridge, byRole, text } = await drawSettings();
  bridge.answer('settings.set', () => fail('disk-full'));
  await act(async () => byRole('radio', 'Dark').click());
  expect(text()).toContain('The disk is full.');
  bridge.answer('settings.set', () => ok(bridge.world.settings));
  await act(async () => byRole('radio', 'Light').click());
  expect(text()).not.toContain('The disk is full.');
});

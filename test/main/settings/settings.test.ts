import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import type { SettingsStore } from '#main/ports.ts';
import { createConfStore } from '#main/settings/conf-store.ts';
import { createSettings } from '#main/settings/settings.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const defaults = settingsSchema.parse({});

const openSettings = (store: SettingsStore) => {
  const log = createTestLog();
  const changes: Settings[] = [];
  return { log, changes, settings: createSettings({ store, log, onChange: (value) => changes.push(value) }) };
};

test('returns the defaults at the first start', () => {
  const { settings } = openSettings(createConfStore(tempFolder()));
  expect(settings.get()).toEqual(defaults);
});

test('publishes and saves a change, and keeps the other settings', () => {
  const folder = tempFolder();
  const { settings, changes } = openSettings(createConfStore(folder));
  settings.set({ theme: 'dark', ffmpegPath: '/opt/ffmpeg' });
  expect(settings.set({ language: 'es', theme: undefined })).toEqual({
    ok: true,
    value: { ...defaults, theme: 'dark', ffmpegPath: '/opt/ffmpeg', language: 'es' },
  });
  expect(changes.map(({ theme, language }) => [theme, language])).toEqual([
    ['dark', 'system'],
    ['dark', 'es'],
  ]);
  expect(openSettings(createConfStore(folder)).settings.get()).toEqual(settings.get());
});

test('keeps the loaded settings if the store cannot be read at a change', () => {
  const written: unknown[] = [];
  let isBroken = false;
  const { settings } = openSettings({
    read: () => {
      if (isBroken) throw new Error('locked');
      return { theme: 'dark' };
    },
    write: (value) => void written.push(value),
  });
  isBroken = true;
  settings.set({ language: 'es' });
  expect(written).toEqual([{ ...defaults, theme: 'dark', language: 'es' }]);
});

test('replaces an invalid setting by its default and keeps the others', () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ theme: 'purple', language: 'es', ofANewerVersion: 1 }),
  );
  const { settings, log } = openSettings(createConfStore(folder));
  expect(settings.get()).toEqual({ ...defaults, language: 'es' });
  expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
});

test.each(['{"theme":', '[]', 'null', ''])('renames a malformed file (%s) and uses the defaults', (text) => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'settings.json'), text);
  const log = createTestLog();
  const { settings } = openSettings(createConfStore(folder, log));
  expect(settings.get()).toEqual(defaults);
  expect(readFileSync(join(folder, 'settings.broken.json'), 'utf8')).toBe(text);
  expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  expect(settings.set({ theme: 'light' }).ok).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['settings.broken.json', 'settings.json']);
});

test('rejects a change that cannot be saved, and keeps the old settings', () => {
  const folder = tempFolder();
  const { settings, changes } = openSettings({
    read: () => createConfStore(folder).read(),
    write: () => {
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    },
  });
  expect(settings.set({ theme: 'dark' })).toEqual({
    ok: false,
    error: { code: 'disk-full', charged: 'no', subject: 'settings.json', detail: 'ENOSPC' },
  });
  expect([settings.get(), changes]).toEqual([defaults, []]);
});

test('uses the defaults if the settings cannot be read', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'settings.json'));
  const { settings } = openSettings({
    read: () => createConfStore(folder).read(),
    write: () => undefined,
  });
  expect(settings.get()).toEqual(defaults);
  rmSync(join(folder, 'settings.json'), { recursive: true });
});

test('removes an old partial write, and keeps a recent one', () => {
  const folder = tempFolder();
  const [old, fresh] = ['settings.json.tmp-17000000001a2b3c', 'settings.json.tmp-1700000000ffffff'];
  for (const name of [old, fresh]) writeFileSync(join(folder, name), '{"theme": "da');
  const twoMinutesAgo = new Date(Date.now() - 120_000);
  utimesSync(join(folder, old), twoMinutesAgo, twoMinutesAgo);
  createConfStore(folder);
  expect(readdirSync(folder)).toEqual([fresh]);
});

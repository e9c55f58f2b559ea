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
  const told: Settings[] = [];
  return { log, told, settings: createSettings({ store, log, onChange: (value) => told.push(value) }) };
};

test('a first start has the defaults', () => {
  const { settings } = openSettings(createConfStore(tempFolder()));
  expect(settings.get()).toEqual(defaults);
});

test('a change is told, outlives the program, and leaves the rest as it was', () => {
  const folder = tempFolder();
  const { settings, told } = openSettings(createConfStore(folder));
  settings.set({ theme: 'dark', ffmpegPath: '/opt/ffmpeg' });
  expect(settings.set({ language: 'es', theme: undefined })).toEqual({
    ok: true,
    value: { ...defaults, theme: 'dark', ffmpegPath: '/opt/ffmpeg', language: 'es' },
  });
  expect(told.map(({ theme, language }) => [theme, language])).toEqual([
    ['dark', 'system'],
    ['dark', 'es'],
  ]);
  expect(openSettings(createConfStore(folder)).settings.get()).toEqual(settings.get());
});

test('a change while the store cannot be read keeps what was known', () => {
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

test('a setting that makes no sense takes its default, and the others stay', () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ theme: 'purple', language: 'es', ofANewerVersion: 1 }),
  );
  const { settings, log } = openSettings(createConfStore(folder));
  expect(settings.get()).toEqual({ ...defaults, language: 'es' });
  expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
});

test.each(['{"theme":', '[]', 'null', ''])(
  'a broken file (%s) is set aside and the defaults hold',
  (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'settings.json'), text);
    const log = createTestLog();
    const { settings } = openSettings(createConfStore(folder, log));
    expect(settings.get()).toEqual(defaults);
    expect(readFileSync(join(folder, 'settings.broken.json'), 'utf8')).toBe(text);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
    expect(settings.set({ theme: 'light' }).ok).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['settings.broken.json', 'settings.json']);
  },
);

test('a change that cannot be written is refused, and the old settings hold', () => {
  const folder = tempFolder();
  const { settings, told } = openSettings({
    read: () => createConfStore(folder).read(),
    write: () => {
      throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    },
  });
  expect(settings.set({ theme: 'dark' })).toEqual({
    ok: false,
    error: { code: 'disk-full', charged: 'no', subject: 'settings.json', detail: 'ENOSPC' },
  });
  expect([settings.get(), told]).toEqual([defaults, []]);
});

test('settings that cannot be read at all are the defaults', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'settings.json'));
  const { settings } = openSettings({
    read: () => createConfStore(folder).read(),
    write: () => undefined,
  });
  expect(settings.get()).toEqual(defaults);
  rmSync(join(folder, 'settings.json'), { recursive: true });
});

test('what was half written when a program was killed is removed, once nobody can be writing it any more', () => {
  const folder = tempFolder();
  const [old, fresh] = ['settings.json.tmp-17000000001a2b3c', 'settings.json.tmp-1700000000ffffff'];
  for (const name of [old, fresh]) writeFileSync(join(folder, name), '{"theme": "da');
  const twoMinutesAgo = new Date(Date.now() - 120_000);
  utimesSync(join(folder, old), twoMinutesAgo, twoMinutesAgo);
  createConfStore(folder);
  expect(readdirSync(folder)).toEqual([fresh]);
});

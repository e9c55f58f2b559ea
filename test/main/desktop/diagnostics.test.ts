import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { type About, settingsSchema } from '#contract/model/settings.ts';
import { diagnosticsText } from '#main/desktop/diagnostics.ts';
import { createFileLog } from '#main/log.ts';
import { tempFolder } from '../storage/temp-folder.ts';

const about: About = {
  version: '1.2.3',
  host: 'desktop',
  dataFolder: '/home/user/understudy',
  ffmpeg: { version: '7.1', origin: `${homedir()}/bin/ffmpeg` },
  ffprobe: null,
  keysKeptIn: 'system',
  canKeepPlainKeys: false,
  canReveal: true,
  canChooseFolder: true,
  canDrag: true,
};
const key = 'fal-key-0123456789';

const create = () => {
  const dataFolder = tempFolder();
  const log = createFileLog(dataFolder);
  log.hide(key);
  const text = () =>
    diagnosticsText({
      about,
      settings: settingsSchema.parse({
        libraryFolder: '/media/private-name/films',
        remoteNames: { 'fal/a': `name-${key}` },
        deliverySetup: { bucket: { endpoint: 'https://private.example', accessKeyId: 'AKIAPRIVATE' } },
      }),
      versions: { node: '24.1.0', electron: '45.4.1', chrome: '150.0' },
      system: 'linux 6.8 x64',
      dataFolder,
      crashNotes: { newest: () => ['{ "kind": "page-gone" }'] },
      log,
    });
  return { text, log };
};

test('names versions, tools and system', () => {
  const text = create().text();
  for (const part of [
    'Understudy 1.2.3 (desktop)',
    'electron 45.4.1',
    'chrome 150.0',
    'node 24.1.0',
    'system linux 6.8 x64',
    'ffmpeg 7.1 (~/bin/ffmpeg)',
    'ffprobe not found',
    '"theme": "system"',
    '"kind": "page-gone"',
  ])
    expect(text).toContain(part);
});

test('holds the last warnings and errors of the log, and no other line', () => {
  const { text, log } = create();
  log.info('job done');
  for (let count = 0; count < 30; count += 1) log.error('call failed', { count });
  expect(text()).not.toContain('job done');
  expect(text().match(/call failed/g)).toHaveLength(20);
  expect(text()).toContain('"count":29');
});

test('holds no key, no bucket, no chosen folder and no home folder', () => {
  const { text, log } = create();
  log.error('request failed', { url: 'https://queue.fal.run/x?token=hidden-token', key, note: key });
  for (const secret of [key, 'hidden-token', 'private', 'AKIAPRIVATE', homedir()])
    expect(text()).not.toContain(secret);
});

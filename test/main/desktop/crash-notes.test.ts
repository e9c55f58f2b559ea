import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCrashNotes, isReloadedAutomatically, withoutHome } from '#main/desktop/crash-notes.ts';
import { createFileLog } from '#main/log.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const create = (dataFolder = tempFolder()) => {
  let time = Date.parse('2026-12-01T10:00:00.000Z');
  const clock = {
    now: () => {
      time += 1;
      return new Date(time);
    },
  };
  const log = createFileLog(dataFolder, clock);
  return { notes: createCrashNotes({ dataFolder, version: '1.2.3', clock, log }), log, dataFolder };
};
const filesOf = (dataFolder: string) =>
  readdirSync(join(dataFolder, 'logs')).filter((name) => name.startsWith('crash-'));

test('writes what happened, when and in which version, for this user only', () => {
  const { notes, dataFolder } = create();
  notes.write('page-gone', { reason: 'oom', exitCode: 9 });
  const [name = ''] = filesOf(dataFolder);
  expect(name).toMatch(/^crash-2026-12-01T10-00-00-\d{3}Z-001-page-gone\.json$/);
  const path = join(dataFolder, 'logs', name);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    kind: 'page-gone',
    version: '1.2.3',
    details: { reason: 'oom', exitCode: 9 },
  });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('redacts keys, signed links and the home folder', () => {
  const { notes, log } = create();
  log.hide('fal-key-0123456789');
  const cause = new Error(
    `no answer from https://files.example/a.mp4?signature=abcdef with fal-key-0123456789 in ${homedir()}/films`,
  );
  notes.write('exception', { cause, authorization: 'Key another-secret-1' });
  const text = notes.newest(1)[0] ?? '';
  expect(text).toContain('no answer from https://files.example/a.mp4');
  expect(text).toContain('~/films');
  for (const secret of ['fal-key-0123456789', 'abcdef', 'another-secret-1', homedir()])
    expect(text).not.toContain(secret);
});

test('keeps the newest 20 notes, and nothing else of the folder is removed', () => {
  const { notes, dataFolder } = create();
  mkdirSync(join(dataFolder, 'logs'));
  writeFileSync(join(dataFolder, 'logs', 'crash-of-mine.txt'), '');
  for (let count = 0; count < 25; count += 1) notes.write('rejection', { count });
  expect(filesOf(dataFolder)).toHaveLength(21);
  expect(notes.newest(2).map((text) => JSON.parse(text).details.count)).toEqual([24, 23]);
});

test('never throws, and returns no notes where the folder cannot be used', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  const log = createTestLog();
  const notes = createCrashNotes({
    dataFolder: join(folder, 'file'),
    version: '1',
    clock: { now: () => new Date() },
    log,
  });
  notes.write('exception', {});
  expect([notes.newest(3), log.lines.map(({ message }) => message)]).toEqual([
    [],
    ['crash', 'crash note not written'],
  ]);
});

test('records no details if the log cannot redact them', () => {
  const dataFolder = tempFolder();
  const clock = { now: () => new Date() };
  const notes = createCrashNotes({ dataFolder, version: '1', clock, log: createTestLog() });
  notes.write('exception', { cause: 'fal-key-0123456789' });
  expect(notes.newest(1)[0]).not.toContain('fal-key');
});

test('replaces a home folder with backslashes in JSON', () => {
  expect(withoutHome(JSON.stringify({ path: 'C:\\Users\\Ana\\films' }), 'C:\\Users\\Ana')).toBe(
    JSON.stringify({ path: '~\\films' }),
  );
  expect(withoutHome('/films', '/')).toBe('/films');
});

test.each([
  [[0], true],
  [[0, 10_000], true],
  [[0, 10_000, 20_000], false],
  [[0, 10_000, 80_000], true],
  [[0, 1, 2, 3, 90_000], true],
])(
  'decides by the crashes of the last minute whether the page is loaded again: %j',
  (crashes, isReloaded) => {
    expect(isReloadedAutomatically(crashes, crashes.at(-1) ?? 0)).toBe(isReloaded);
  },
);

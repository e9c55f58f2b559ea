import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { openDatabase } from '#main/storage/database.ts';
import { listBackups } from '#main/storage/database-backup.ts';
import { migrations } from '#main/storage/schema.ts';
import { overwritePage } from './data-folder-damage.ts';
import { keepTempFoldersInMemory } from './memory-disk.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';
import { failingDisk } from './test-disk.ts';
import { createTestLog } from './test-log.ts';

keepTempFoldersInMemory();

const now = '2026-11-21T10:00:00.000Z';
const clockAt = (time: string) => ({ now: () => new Date(time) });
const insertUpload = `INSERT INTO uploads (sha256, origin, url, expires_at) VALUES (?, 'o', 'u', 'e')`;
const aside = 'understudy.db.broken-2026-11-21T10-00-00.000Z';

const uploadsIn = (db: ReturnType<typeof openTestDatabase>) => {
  const rows = db.read((sql) => sql.all('SELECT sha256 FROM uploads ORDER BY sha256'));
  return rows.ok ? rows.value.map(({ sha256 }) => sha256) : null;
};

/** Each session writes one row and closes, so each leaves a copy. */
const filled = (...sessions: readonly string[]) => {
  const folder = tempFolder();
  for (const row of sessions) {
    const db = openTestDatabase(folder);
    db.transaction((sql) => sql.run(insertUpload, row));
    db.close();
  }
  return { folder, path: join(folder, 'understudy.db') };
};

const open = (folder: string, disk: Disk = realDisk, time = now) =>
  openDatabase({ dataFolder: folder, clock: clockAt(time), log: createTestLog(), disk });

const namesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('understudy.db'))
    .sort();

test('a damaged database is set aside unchanged and the newest copy takes its place', () => {
  const { folder, path } = filled('a', 'b');
  overwritePage(path, 1);
  const broken = readFileSync(path);
  const db = openTestDatabase(folder);
  expect([uploadsIn(db), db.opening]).toEqual([
    ['a', 'b'],
    {
      kind: 'restored',
      backup: basename(listBackups(path)[0]?.path ?? ''),
      backedUpAt: now,
      isComplete: true,
      aside,
    },
  ]);
  expect(readFileSync(join(folder, aside)).equals(broken)).toBe(true);
});

test('the result of opening is reported at each start until it is settled', () => {
  const { folder, path } = filled('a');
  overwritePage(path, 1);
  openTestDatabase(folder).close();
  const again = openTestDatabase(folder);
  expect(again.opening).toMatchObject({ kind: 'restored', aside });
  again.settleOpening();
  again.close();
  expect(openTestDatabase(folder).opening).toEqual({ kind: 'nothing' });
});

test('skips a copy that is damaged or of a newer schema, and the restore is not complete', () => {
  const { folder, path } = filled('a', 'b', 'c');
  const [newest, second] = listBackups(path);
  overwritePage(newest?.path ?? '', 1);
  const newer = new DatabaseSync(second?.path ?? '');
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  rmSync(path);
  const db = openTestDatabase(folder);
  expect(uploadsIn(db)).toEqual(['a']);
  expect(db.opening).toMatchObject({ kind: 'restored', isComplete: false, aside: null });
});

test('migrates a copy of an earlier schema', () => {
  const folder = tempFolder();
  const old = openDatabase({
    dataFolder: folder,
    clock: clockAt(now),
    log: createTestLog(),
    migrations: migrations.slice(0, 1),
  });
  if (old.ok) old.value.transaction((sql) => sql.run(insertUpload, 'a'));
  if (old.ok) old.value.close();
  rmSync(join(folder, 'understudy.db'));
  const db = openTestDatabase(folder);
  expect([uploadsIn(db), db.opening.kind]).toEqual([['a'], 'restored']);
});

test('creates a new database without a usable copy', () => {
  const { folder, path } = filled('a');
  for (const file of [path, ...listBackups(path).map((backup) => backup.path)]) overwritePage(file, 1);
  const db = openTestDatabase(folder);
  expect([uploadsIn(db), db.opening]).toEqual([
    [],
    { kind: 'restored', backup: null, backedUpAt: null, isComplete: false, aside },
  ]);
});

test('after a kill the copy of the last close does not count as complete', () => {
  const { folder, path } = filled('a');
  const killed = openTestDatabase(folder);
  killed.transaction((sql) => sql.run(insertUpload, 'b'));
  const left = filled().folder;
  for (const name of namesIn(folder)) writeFileSync(join(left, name), readFileSync(join(folder, name)));
  killed.close();
  overwritePage(join(left, 'understudy.db'), 1);
  const db = openTestDatabase(left);
  expect([uploadsIn(db), db.opening]).toMatchObject([['a'], { kind: 'restored', isComplete: false }]);
  expect(existsSync(path)).toBe(true);
});

test('the start after a kill copies what the killed process wrote, even if it writes nothing itself', () => {
  const { folder } = filled('a');
  const killed = openTestDatabase(folder);
  killed.transaction((sql) => sql.run(insertUpload, 'b'));
  const left = filled().folder;
  for (const name of namesIn(folder)) writeFileSync(join(left, name), readFileSync(join(folder, name)));
  killed.close();
  openTestDatabase(left).close();
  rmSync(join(left, 'understudy.db'));
  const db = openTestDatabase(left);
  expect([uploadsIn(db), db.opening]).toMatchObject([['a', 'b'], { kind: 'restored', isComplete: true }]);
});

test('the next start completes a restore that was interrupted before any of its file operations', () => {
  for (let n = 1; n < 20; n += 1) {
    const { folder, path } = filled('a', 'b');
    overwritePage(path, 1);
    const broken = readFileSync(path);
    const cutOff = open(folder, failingDisk(n, 'EIO', true));
    if (cutOff.ok) {
      cutOff.value.close();
      // Setting aside, copying and replacing take at least this many operations.
      expect(n).toBeGreaterThan(8);
      return;
    }
    const db = openTestDatabase(folder);
    const asides = namesIn(folder).filter((name) => name.includes('broken'));
    expect([n, uploadsIn(db), db.opening.kind, asides]).toEqual([n, ['a', 'b'], 'restored', [aside]]);
    expect(readFileSync(join(folder, aside)).equals(broken)).toBe(true);
  }
  throw new Error('The restore did not end.');
});

test('keeps the newest five damaged databases, including the last one set aside', () => {
  const { folder, path } = filled('a');
  const times = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2001-01'];
  for (const month of times) {
    overwritePage(path, 3);
    const db = open(folder, realDisk, `${month}-01T00:00:00.000Z`);
    if (db.ok) db.value.close();
  }
  expect(namesIn(folder).filter((name) => name.includes('broken'))).toEqual(
    ['2001-01', '2026-03', '2026-04', '2026-05', '2026-06'].map(
      (month) => `understudy.db.broken-${month}-01T00-00-00.000Z`,
    ),
  );
});

test('removes files of earlier versions and of interrupted copies', () => {
  const { folder, path } = filled('a');
  for (const suffix of ['.seal', '.head', '.copy.part', '.part']) writeFileSync(path + suffix, 'left');
  openTestDatabase(folder).close();
  expect(namesIn(folder)).toEqual(['understudy.db', basename(listBackups(path)[0]?.path ?? '')]);
});

test('does not move a damaged database that another process has open', () => {
  const { folder, path } = filled('a');
  const first = openTestDatabase(folder);
  overwritePage(path, 2);
  const second = open(folder);
  first.close();
  expect(second).toMatchObject({ ok: false, error: { code: 'data-in-use' } });
  expect(namesIn(folder).filter((name) => name.includes('broken'))).toEqual([]);
});

test('ignores a copy that was renamed by hand', () => {
  const { folder, path } = filled('a');
  const [copy] = listBackups(path);
  renameSync(copy?.path ?? '', join(folder, 'understudy.db.copy-mine'));
  expect(listBackups(path)).toEqual([]);
});

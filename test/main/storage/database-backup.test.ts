import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { openDatabase } from '#main/storage/database.ts';
import { migrations } from '#main/storage/schema.ts';
import { tempFolder } from './temp-folder.ts';
import { createTestLog } from './test-log.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };
const insertUpload = `INSERT INTO uploads (sha256, origin, url, expires_at) VALUES (?, 'o', 'u', 'e')`;
const known = migrations.length;
const addTable = (n: number) => `CREATE TABLE later_${n} (id TEXT) STRICT`;

const withoutRename: Disk = {
  ...realDisk,
  renameSync: () => {
    throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
  },
};

const open = (dataFolder: string, schema: readonly string[], disk = realDisk) => {
  const log = createTestLog();
  return { log, opened: openDatabase({ dataFolder, clock, log, migrations: schema, disk }) };
};

/** Opens and closes the database; returns its content and version. */
const passThrough = (dataFolder: string, schema: readonly string[], write?: string) => {
  const { opened } = open(dataFolder, schema);
  if (!opened.ok) return opened.error;
  if (write !== undefined) opened.value.transaction((sql) => sql.run(insertUpload, write));
  opened.value.close();
  return opened.value.opening;
};

const read = (path: string) => {
  const file = new DatabaseSync(path, { readOnly: true });
  const uploads = file.prepare('SELECT sha256 FROM uploads').all();
  const version = file.prepare('PRAGMA user_version').get()?.user_version;
  file.close();
  return { uploads: uploads.map(({ sha256 }) => sha256), version };
};

const backups = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.includes('.copy-'))
    .sort();
const copyName = (number: number) =>
  `understudy.db.copy-${String(number).padStart(6, '0')}-2026-11-21T10-00-00.000Z`;

test('a clean close makes a copy only if something was written since the last one', () => {
  const folder = tempFolder();
  expect([passThrough(folder, migrations), passThrough(folder, migrations), backups(folder)]).toEqual([
    { kind: 'began' },
    { kind: 'nothing' },
    [copyName(1)],
  ]);
  passThrough(folder, migrations, 'a');
  expect(backups(folder)).toEqual([copyName(1), copyName(2)]);
  expect(read(join(folder, copyName(2)))).toEqual({ uploads: ['a'], version: known });
});

test('a running program makes one copy a day if something was written', () => {
  const folder = tempFolder();
  let now = new Date('2026-11-21T10:00:00.000Z');
  const opened = openDatabase({ dataFolder: folder, clock: { now: () => now }, log: createTestLog() });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const afterHours = (hours: number): number => {
    now = new Date(now.getTime() + hours * 3_600_000);
    db.backUpIfDue();
    return backups(folder).length;
  };
  const first = afterHours(0);
  db.transaction((sql) => sql.run(insertUpload, 'a'));
  const counts = [first, afterHours(23), afterHours(1), afterHours(48)];
  db.close();
  expect(counts).toEqual([1, 1, 2, 2]);
});

test('after a failed copy at a clean close, the next start makes a deep check and a copy', () => {
  const folder = tempFolder();
  const { opened, log } = open(folder, migrations, withoutRename);
  if (opened.ok) opened.value.close();
  expect([backups(folder), existsSync(join(folder, 'understudy.db.open'))]).toEqual([[], true]);
  expect(log.lines).toEqual([{ level: 'warn', message: 'database not backed up' }]);
  passThrough(folder, migrations);
  expect([backups(folder), existsSync(join(folder, 'understudy.db.open'))]).toEqual([[copyName(1)], false]);
});

test('a migration is preceded by a copy that includes the write-ahead log', () => {
  const folder = tempFolder();
  const [open, killed] = [join(folder, 'open'), join(folder, 'killed')];
  mkdirSync(open);
  passThrough(open, migrations.slice(0, 1), 'a');
  // Only in the write-ahead log when it is copied.
  const writer = new DatabaseSync(join(open, 'understudy.db'));
  writer.prepare(insertUpload).run('b');
  cpSync(open, killed, { recursive: true });
  writer.close();
  const did = passThrough(killed, migrations);
  expect(did).toEqual({ kind: 'migrated', fromVersion: 1, backup: copyName(2) });
  expect(read(join(killed, copyName(2)))).toEqual({ uploads: ['a', 'b'], version: 1 });
  expect(read(join(killed, 'understudy.db'))).toEqual({ uploads: ['a', 'b'], version: known });
});

test('keeps the newest three copies', () => {
  const folder = tempFolder();
  for (let extra = 0; extra <= 12; extra += 1)
    passThrough(folder, [...migrations, ...Array.from({ length: extra }, (_, n) => addTable(n))]);
  const names = backups(folder);
  expect(names.length).toBe(3);
  expect(read(join(folder, names[2] ?? '')).version).toBe(known + 12);
});

test('a failed migration leaves the database unchanged, and reports both versions', () => {
  const folder = tempFolder();
  passThrough(folder, migrations, 'a');
  const path = join(folder, 'understudy.db');
  const before = readFileSync(path);
  const { opened, log } = open(folder, [...migrations, addTable(1), 'CREATE TABLE jobs (id TEXT)']);
  expect(opened).toEqual({
    ok: false,
    error: {
      code: 'data-not-updated',
      charged: 'no',
      subject: 'understudy.db',
      version: known,
      knownVersion: known + 2,
    },
  });
  expect(log.lines).toEqual([{ level: 'error', message: 'database not migrated' }]);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(passThrough(folder, migrations)).toEqual({ kind: 'nothing' });
  expect(read(path)).toEqual({ uploads: ['a'], version: known });
});

test('does not migrate if the copy cannot be written', () => {
  const folder = tempFolder();
  passThrough(folder, migrations, 'a');
  const { opened } = open(folder, [...migrations, addTable(1)], withoutRename);
  expect(opened.ok).toBe(false);
  expect(read(join(folder, 'understudy.db'))).toEqual({ uploads: ['a'], version: known });
  expect(backups(folder)).toEqual([copyName(1)]);
});

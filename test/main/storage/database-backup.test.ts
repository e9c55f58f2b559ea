import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#main/storage/database.ts';
import { migrations } from '#main/storage/schema.ts';
import { tempFolder } from './temp-folder.ts';
import { createTestLog } from './test-log.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };
const insertUpload = `INSERT INTO uploads (sha256, origin, url, expires_at) VALUES (?, 'o', 'u', 'e')`;
const known = migrations.length;
const addTable = (n: number) => `CREATE TABLE later_${n} (id TEXT) STRICT`;

const open = (dataFolder: string, schema: readonly string[]) => {
  const log = createTestLog();
  return { log, opened: openDatabase({ dataFolder, clock, log, migrations: schema }) };
};

/** Opens and closes it again; what was done. */
const passThrough = (dataFolder: string, schema: readonly string[], write?: string) => {
  const { opened } = open(dataFolder, schema);
  if (!opened.ok) return opened.error;
  if (write !== undefined) opened.value.transaction((sql) => sql.run(insertUpload, write));
  opened.value.close();
  return opened.value.opening.did;
};

const read = (path: string) => {
  const file = new DatabaseSync(path, { readOnly: true });
  const uploads = file.prepare('SELECT sha256 FROM uploads').all();
  const version = file.prepare('PRAGMA user_version').get()?.user_version;
  file.close();
  return { uploads: uploads.map(({ sha256 }) => sha256), version };
};

const backups = (folder: string) => readdirSync(folder).filter((name) => name.includes('.bak'));

test('a new database needs no copy, and one of this version neither', () => {
  const folder = tempFolder();
  expect([passThrough(folder, migrations), passThrough(folder, migrations), backups(folder)]).toEqual([
    { kind: 'began' },
    { kind: 'nothing' },
    [],
  ]);
});

test('before an earlier version is changed, a whole copy of it is put beside it', () => {
  const folder = tempFolder();
  const [open, killed] = [join(folder, 'open'), join(folder, 'killed')];
  mkdirSync(open);
  passThrough(open, migrations.slice(0, 1), 'a');
  // Still only written ahead when it is copied.
  const writer = new DatabaseSync(join(open, 'understudy.db'));
  writer.prepare(insertUpload).run('b');
  cpSync(open, killed, { recursive: true });
  writer.close();
  const did = passThrough(killed, migrations);
  expect(did).toEqual({ kind: 'migrated', fromVersion: 1, backup: 'understudy.db.v1.bak' });
  expect(read(join(killed, 'understudy.db.v1.bak'))).toEqual({ uploads: ['a', 'b'], version: 1 });
  expect(read(join(killed, 'understudy.db'))).toEqual({ uploads: ['a', 'b'], version: known });
});

test('the newest three copies are kept', () => {
  const folder = tempFolder();
  for (let extra = 0; extra <= 12; extra += 1)
    passThrough(folder, [...migrations, ...Array.from({ length: extra }, (_, n) => addTable(n))]);
  const versions = [known + 9, known + 10, known + 11];
  expect(backups(folder).sort()).toEqual(versions.map((version) => `understudy.db.v${version}.bak`).sort());
});

test('a change that fails leaves all as it was, and names both versions', () => {
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
  expect(log.lines).toEqual([
    { level: 'error', message: 'the database could not be brought to this version' },
  ]);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(passThrough(folder, migrations)).toEqual({ kind: 'nothing' });
  expect(read(path)).toEqual({ uploads: ['a'], version: known });
});

test('where there is no place for the copy, nothing is changed', () => {
  const folder = tempFolder();
  passThrough(folder, migrations, 'a');
  mkdirSync(join(folder, `understudy.db.v${known}.bak`, 'in the way'), { recursive: true });
  const { opened } = open(folder, [...migrations, addTable(1)]);
  expect(opened.ok).toBe(false);
  expect(read(join(folder, 'understudy.db'))).toEqual({ uploads: ['a'], version: known });
  expect(backups(folder)).toEqual([`understudy.db.v${known}.bak`]);
});

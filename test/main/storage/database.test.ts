import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#main/storage/database.ts';
import { migrations } from '#main/storage/schema.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';
import { createTestLog } from './test-log.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };
const insertUpload = `INSERT INTO uploads (sha256, origin, url, expires_at) VALUES (?, 'o', 'u', 'e')`;

const newerRefusal = {
  ok: false,
  error: {
    code: 'data-newer',
    charged: 'no',
    subject: 'understudy.db',
    version: 99,
    knownVersion: migrations.length,
  },
};

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const filesOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.startsWith('understudy.db'))
      .map((name) => [name, hashOf(join(folder, name))]),
  );

test('written rows exist after closing and opening again', () => {
  const folder = tempFolder();
  const first = openTestDatabase(folder);
  first.transaction((sql) => sql.run(insertUpload, 'a'));
  first.close();
  const second = openTestDatabase(folder);
  expect(second.read((sql) => sql.all('SELECT sha256, url FROM uploads'))).toEqual({
    ok: true,
    value: [{ sha256: 'a', url: 'u' }],
  });
});

test('uses a write-ahead log, full synchronisation and foreign keys', () => {
  const db = openTestDatabase(tempFolder());
  const pragma = (name: string) => {
    const rows = db.read((sql) => sql.all(`PRAGMA ${name}`));
    return rows.ok ? Object.values(rows.value[0] ?? {})[0] : null;
  };
  expect(['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'user_version'].map(pragma)).toEqual(
    ['wal', 2, 1, 5000, migrations.length],
  );
});

test('a transaction that fails in between changes nothing', () => {
  const db = openTestDatabase(tempFolder());
  expect(() =>
    db.transaction((sql) => {
      sql.run(insertUpload, 'a');
      throw new Error('a bug');
    }),
  ).toThrow('a bug');
  expect(db.read((sql) => sql.all('SELECT * FROM uploads'))).toEqual({ ok: true, value: [] });
});

test('a full disk is returned as an error, and the write is rolled back', () => {
  const db = openTestDatabase(tempFolder());
  db.read((sql) => sql.all('PRAGMA max_page_count = 1'));
  const written = db.transaction((sql) => {
    sql.run(insertUpload, 'small');
    return sql.run(insertUpload, 'x'.repeat(1_000_000));
  });
  expect(written).toEqual({
    ok: false,
    error: { code: 'disk-full', charged: 'no', subject: 'understudy.db', detail: 'SQLite result code 13' },
  });
  expect(db.read((sql) => sql.all('SELECT * FROM uploads'))).toEqual({ ok: true, value: [] });
});

test('a data folder that cannot be created is returned as an error', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  const opened = openDatabase({ dataFolder: join(folder, 'file', 'data'), log: createTestLog(), clock });
  expect(opened).toEqual({
    ok: false,
    error: { code: 'internal', charged: 'no', subject: 'data folder', detail: 'ENOTDIR' },
  });
});

test('a broken database is set aside, not deleted, and a new one is created', () => {
  const folder = tempFolder();
  const garbage = 'this was a database once '.repeat(500);
  writeFileSync(join(folder, 'understudy.db'), garbage);
  const log = createTestLog();
  const db = openTestDatabase(folder, log);
  expect(db.read((sql) => sql.all('SELECT * FROM jobs'))).toEqual({ ok: true, value: [] });
  expect(readFileSync(join(folder, 'understudy.db.broken-2026-11-21T10-00-00.000Z'), 'utf8')).toBe(garbage);
  expect(log.lines).toEqual([{ level: 'error', message: 'database damaged' }]);
});

test('a database of a newer version is refused with both versions and stays unchanged', () => {
  const folder = tempFolder();
  openTestDatabase(folder).close();
  const path = join(folder, 'understudy.db');
  const newer = new DatabaseSync(path);
  // A schema that this version's SQLite cannot read.
  newer.exec('PRAGMA user_version = 99; CREATE TABLE later (id TEXT); PRAGMA writable_schema = ON;');
  newer.close();
  const before = filesOf(folder);
  expect(openDatabase({ dataFolder: folder, log: createTestLog(), clock })).toEqual(newerRefusal);
  expect(filesOf(folder)).toEqual(before);
});

test('the write-ahead log of a killed newer version stays unchanged as well', () => {
  const [folder, left] = [tempFolder(), tempFolder()];
  openTestDatabase(folder).close();
  const newer = new DatabaseSync(join(folder, 'understudy.db'));
  newer.exec('PRAGMA user_version = 99');
  cpSync(folder, left, { recursive: true });
  newer.close();
  const files = ['understudy.db', 'understudy.db-wal'];
  const before = files.map((name) => hashOf(join(left, name)));
  expect(openDatabase({ dataFolder: left, log: createTestLog(), clock })).toEqual(newerRefusal);
  expect(files.map((name) => hashOf(join(left, name)))).toEqual(before);
});

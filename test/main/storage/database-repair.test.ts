import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '#main/storage/database.ts';
import { migrations } from '#main/storage/schema.ts';
import { breakTable, fillDataFolder, jobCount, overwritePage, pagesOf } from './data-folder-damage.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';
import { createTestLog } from './test-log.ts';

const clockAt = (time: string) => ({ now: () => new Date(time) });

const filled = () => {
  const folder = tempFolder();
  fillDataFolder(folder);
  return { folder, path: join(folder, 'understudy.db') };
};

const namesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('understudy.db'))
    .sort();

const countJobs = (folder: string) => {
  const db = openTestDatabase(folder);
  const rows = db.read((sql) => sql.all('SELECT count(*) AS jobs FROM jobs'));
  db.close();
  return { jobs: rows.ok ? rows.value[0]?.jobs : null, did: db.opening.did.kind };
};

test('it is told what became of the jobs, and where the broken file is', () => {
  const { folder, path } = filled();
  const [first = 0, second = 0] = pagesOf(path, 'jobs', 'leaf');
  overwritePage(path, first);
  overwritePage(path, second);
  const broken = readFileSync(path);
  const db = openTestDatabase(folder);
  db.close();
  expect(db.opening).toEqual({
    did: {
      kind: 'repaired',
      setAside: 'understudy.db.broken-2026-11-21T10-00-00.000Z',
      jobs: jobCount - 2,
      lostJobs: 2,
    },
    isPerhapsOlder: false,
    isCatalogueDoubtful: true,
  });
  expect(readFileSync(`${path}.broken-2026-11-21T10-00-00.000Z`).equals(broken)).toBe(true);
  expect(namesIn(folder).filter((name) => !name.endsWith('-shm'))).toEqual([
    'understudy.db',
    'understudy.db.broken-2026-11-21T10-00-00.000Z',
    'understudy.db.head',
    'understudy.db.seal',
  ]);
});

test('a database of an earlier version is salvaged and brought to this one', () => {
  const folder = tempFolder();
  const path = join(folder, 'understudy.db');
  const old = new DatabaseSync(path);
  for (const migration of migrations.slice(0, 1)) old.exec(migration);
  old.exec(`PRAGMA user_version = 1;
    INSERT INTO jobs VALUES ('j1', 'c', 'waiting', '{}', NULL);
    INSERT INTO items SELECT value, 'c', 'f', '{}' FROM json_each('[1, 2, 3]');`);
  old.close();
  breakTable(path, 'items');
  expect(countJobs(folder)).toEqual({ jobs: 1, did: 'repaired' });
});

test('jobs between damaged pages are found where no index is left to tell of them', () => {
  const { folder, path } = filled();
  const leaves = pagesOf(path, 'jobs', 'leaf');
  const indexes = ['jobs_by_age', 'jobs_by_input', 'sqlite_autoindex_jobs_1'].flatMap((name) =>
    pagesOf(path, name, '%'),
  );
  for (const page of [...indexes, leaves[50] ?? 0, leaves[150] ?? 0]) overwritePage(path, page);
  const db = openTestDatabase(folder);
  expect(db.opening.did).toMatchObject({ kind: 'repaired', jobs: jobCount - 2, lostJobs: 0 });
});

test('five broken ones are kept, the newest and whatever was set aside just now', () => {
  const { folder, path } = filled();
  const times = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2001-01'];
  for (const month of times) {
    overwritePage(path, 3);
    const db = openDatabase({
      dataFolder: folder,
      log: createTestLog(),
      clock: clockAt(`${month}-01T00:00:00.000Z`),
    });
    if (db.ok) db.value.close();
  }
  expect(namesIn(folder).filter((name) => name.includes('broken'))).toEqual(
    ['2001-01', '2026-03', '2026-04', '2026-05', '2026-06'].map(
      (month) => `understudy.db.broken-${month}-01T00-00-00.000Z`,
    ),
  );
  expect(countJobs(folder)).toEqual({ jobs: jobCount, did: 'nothing' });
});

test('a repair that was cut off after the broken file was set aside is ended at the next start', () => {
  const { folder, path } = filled();
  renameSync(path, `${path}.new`);
  writeFileSync(`${path}-wal`, 'of the broken one');
  expect(countJobs(folder)).toMatchObject({ jobs: jobCount });
  const aside = `${path}.broken-2026-11-21T10-00-00.000Z`;
  expect([existsSync(aside), readFileSync(`${aside}-wal`, 'utf8')]).toEqual([false, 'of the broken one']);
});

test('a repair that was cut off before that is begun again', () => {
  const { folder, path } = filled();
  breakTable(path, 'items');
  writeFileSync(`${path}.new`, 'perhaps whole');
  writeFileSync(`${path}.new-part`, 'half');
  writeFileSync(`${path}.salvage`, 'half');
  expect(countJobs(folder)).toEqual({ jobs: jobCount, did: 'repaired' });
  expect(namesIn(folder).filter((name) => /new|salvage/.test(name))).toEqual([]);
});

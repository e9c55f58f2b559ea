/** Data folders of earlier versions. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '#main/app.ts';
import { createNodePorts } from '#main/node-ports.ts';
import { programFolder } from '#main/program-folder.ts';
import { openDatabase } from '#main/storage/database.ts';
import { migrations } from '#main/storage/schema.ts';
import { jobRecord, statesIn } from '../jobs/samples.ts';
import { tempFolder } from './temp-folder.ts';
import { createTestLog } from './test-log.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };

test('keeps jobs that a process owned, and removes the files for messages between processes', async () => {
  const home = tempFolder();
  const old = new DatabaseSync(join(home, 'understudy.db'));
  const withOwners = migrations.slice(0, 4);
  for (const migration of withOwners) old.exec(migration);
  old.exec(`PRAGMA user_version = ${withOwners.length}`);
  const record = jobRecord('owned', { state: statesIn(home).failed });
  old
    .prepare('INSERT INTO jobs (id, created_at, state_kind, record, owner, place) VALUES (?, ?, ?, ?, ?, 1)')
    .run(record.id, record.createdAt, record.state.kind, JSON.stringify(record), '4711-0badf00d');
  old.close();
  mkdirSync(join(home, 'open'));
  mkdirSync(join(home, 'work', 'passing', '4711-0badf00d'), { recursive: true });
  for (const file of [
    'open/4711-0badf00d',
    'open/.gate',
    'library-work.lock',
    'work/passing/4711-0badf00d/x',
  ])
    writeFileSync(join(home, file), '4711-0badf00d');
  const app = await createApp(await createNodePorts('terminal', { ...process.env, UNDERSTUDY_HOME: home }));
  if (!app.ok) throw new Error(app.error.code);
  onTestFinished(app.value.close);
  expect(await app.value.handlers['jobs.list']({})).toMatchObject({ value: [{ id: 'owned' }] });
  expect(['open', 'library-work.lock', 'work/passing'].map((name) => existsSync(join(home, name)))).toEqual([
    false,
    false,
    false,
  ]);
});

describe('the former cache of video analyses', () => {
  const openOnce = async (home: string) => {
    const app = await createApp(await createNodePorts('terminal', { ...process.env, UNDERSTUDY_HOME: home }));
    if (!app.ok) throw new Error(app.error.code);
    await app.value.close();
  };
  const put = (home: string, folder: string, text: string) => {
    mkdirSync(join(home, 'work', folder, 'key'), { recursive: true });
    writeFileSync(join(home, 'work', folder, 'key', 'scan.json'), text);
  };
  const read = (home: string) => readFileSync(join(home, 'work', 'analysis', 'key', 'scan.json'), 'utf8');

  test('is used under its present name', async () => {
    const home = tempFolder();
    put(home, 'looks', 'former');
    await openOnce(home);
    expect([read(home), existsSync(join(home, 'work', 'looks'))]).toEqual(['former', false]);
  });

  test('is removed where the present one has entries', async () => {
    const home = tempFolder();
    put(home, 'looks', 'former');
    put(home, 'analysis', 'present');
    await openOnce(home);
    expect([read(home), existsSync(join(home, 'work', 'looks'))]).toEqual(['present', false]);
  });
});

test('a database that another process holds is refused as in use, and opens after its end', async () => {
  const folder = tempFolder();
  const program = `
    import { openDatabase } from '#main/storage/database.ts';
    const log = { info() {}, warn() {}, error() {} };
    const db = openDatabase({ dataFolder: process.argv[1], log, clock: { now: () => new Date() } });
    db.value.transaction((sql) => sql.run("INSERT INTO library_unfinished VALUES ('move')"));
    console.log('open');
    setInterval(() => db.value.read(() => 1), 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, folder], {
    cwd: programFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const open = () => openDatabase({ dataFolder: folder, log: createTestLog(), clock });
  expect(open()).toEqual({ ok: false, error: { code: 'data-in-use', charged: 'no' } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const after = open();
  if (!after.ok) throw new Error(after.error.code);
  onTestFinished(after.value.close);
  expect(after.value.read((sql) => sql.all('SELECT work FROM library_unfinished'))).toMatchObject({
    value: [{ work: 'move' }],
  });
});

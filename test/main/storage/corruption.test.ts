/** The whole program on a damaged data folder: it opens, loses no result, and keeps every paid run that can still be read. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppError } from '#contract/errors.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { createApp } from '#main/app.ts';
import { systemClock } from '#main/file-ports.ts';
import { createNodePorts } from '#main/node-ports.ts';
import { caseCount } from '#test/fixtures/runs.ts';
import {
  breakTable,
  createRandom,
  fillDataFolder,
  itemCount,
  jobCount,
  overwrite,
  overwritePage,
  pagesOf,
  readableJobs,
  resultFiles,
} from './data-folder-damage.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';
import { createTestLog } from './test-log.ts';

let made = '';
/** Left by a program that closed, and by one that was killed with all its writes still written ahead. */
const closed = () => join(made, 'closed');
const killed = () => join(made, 'killed');

beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'understudy-test-'));
  fillDataFolder(closed());
  const open = join(made, 'open');
  fillDataFolder(open, () => cpSync(open, killed(), { recursive: true }));
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

const damaged = (from: string, damage: (home: string) => void) => {
  const home = join(tempFolder(), 'home');
  cpSync(from, home, { recursive: true, preserveTimestamps: true });
  damage(home);
  const database = join(home, 'understudy.db');
  const readable = existsSync(database) ? readableJobs(database, join(home, '..', 'readable.db')) : [];
  return { home, readable };
};

const noServerAnswers = 'http://127.0.0.1:9';

type Seen = {
  readonly error: AppError | null;
  /** Lines of the log that tell of something wrong. */
  readonly said: readonly string[];
  readonly jobs: readonly string[];
  readonly waiting: number;
  readonly items: readonly string[];
};

const openProgram = async (home: string, now = systemClock.now): Promise<Seen> => {
  const log = createTestLog();
  const ports = createNodePorts('terminal', {
    UNDERSTUDY_HOME: home,
    UNDERSTUDY_FAL_QUEUE_URL: noServerAnswers,
  });
  const app = await createApp({ ...ports, log, clock: { ...systemClock, now } });
  if (!app.ok) return { error: app.error, said: [], jobs: [], waiting: 0, items: [] };
  await app.value.resume();
  const jobs = await app.value.handlers['jobs.list']({});
  const items = await app.value.handlers['library.list']({ offset: 0, limit: 100, query: wholeLibrary });
  await app.value.close();
  return {
    error: null,
    said: log.lines.filter(({ level }) => level === 'error').map(({ message }) => message),
    jobs: jobs.ok ? jobs.value.map(({ id }) => String(id)) : [],
    waiting: jobs.ok ? jobs.value.filter(({ state }) => state.kind === 'waiting').length : 0,
    items: items.ok ? items.value.items.map(({ id }) => String(id)) : [],
  };
};

const brokenIn = (home: string) =>
  readdirSync(home).filter((name) => /^understudy\.db\.broken-.*Z(-\d+)?$/.test(name));

const expectNothingLost = async ({ home, readable }: ReturnType<typeof damaged>) => {
  const before = resultFiles(home);
  const program = await openProgram(home);
  expect({
    error: program.error,
    lostJobs: readable.filter((id) => !program.jobs.includes(id)),
    items: program.items.length,
    files: resultFiles(home),
  }).toEqual({ error: null, lostJobs: [], items: itemCount, files: before });
  return program;
};

const setAside = 'the database is broken and was set aside';
const gone = 'the database is gone';
const older = 'the database may know less than had been written into it';

test('a folder that nobody damaged has nothing said about it', async () => {
  const program = await expectNothingLost(damaged(closed(), () => undefined));
  expect(program).toMatchObject({ said: [], waiting: jobCount / 2 });
  expect(program.jobs.length).toBe(jobCount);
});

const seedsTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
/** Each case opens the whole program on a damaged folder. */
const seeds = seedsTo(caseCount({ limiter: 8, full: 50 }));
const fewerSeeds = seedsTo(caseCount({ limiter: 3, full: 10 }));

test.each(seeds)('pages overwritten at random, case %i', async (seed) => {
  const places = 1 + (seed % 6);
  const found = damaged(closed(), (home) => overwrite(join(home, 'understudy.db'), { seed, places }));
  const program = await expectNothingLost(found);
  expect([program.said, brokenIn(found.home).length]).toEqual([[setAside], 1]);
});

test.each(fewerSeeds)('a few bytes overwritten at random, case %i', async (seed) => {
  const damage = { seed: 1000 + seed, places: 3, lengthBytes: 40 };
  await expectNothingLost(damaged(closed(), (home) => overwrite(join(home, 'understudy.db'), damage)));
});

test.each(fewerSeeds)('cut off at a random place, case %i', async (seed) => {
  const found = damaged(closed(), (home) => {
    const path = join(home, 'understudy.db');
    truncateSync(path, 512 + Math.floor(createRandom(seed)() * (readFileSync(path).length - 512)));
  });
  const program = await expectNothingLost(found);
  expect(program.said).toEqual([setAside]);
});

test.each([
  [0, gone],
  [1, gone],
  [100, gone],
  [511, gone],
  [512, setAside],
  [4096, setAside],
])('cut off after %i bytes', async (sizeBytes, said) => {
  const found = damaged(closed(), (home) => truncateSync(join(home, 'understudy.db'), sizeBytes));
  expect((await expectNothingLost(found)).said).toEqual([said]);
});

test('damage to the library’s part costs not one paid run', async () => {
  const found = damaged(closed(), (home) => breakTable(join(home, 'understudy.db'), 'items'));
  const program = await expectNothingLost(found);
  expect([found.readable.length, program.jobs.length, program.waiting]).toEqual([
    jobCount,
    jobCount,
    jobCount / 2,
  ]);
  const db = openTestDatabase(found.home);
  expect(db.read((sql) => sql.all('SELECT count(*) AS objects FROM hosted_objects'))).toEqual({
    ok: true,
    value: [{ objects: jobCount / 10 }],
  });
});

test('the first page overwritten costs not one paid run', async () => {
  const found = damaged(closed(), (home) => overwritePage(join(home, 'understudy.db'), 1));
  const program = await expectNothingLost(found);
  expect([found.readable.length, program.waiting]).toEqual([0, jobCount / 2]);
});

test('one page of jobs overwritten costs the jobs on that page and no other', async () => {
  const found = damaged(closed(), (home) => {
    const path = join(home, 'understudy.db');
    overwritePage(path, pagesOf(path, 'jobs', 'leaf')[21] ?? 0);
  });
  const program = await expectNothingLost(found);
  expect([found.readable.length, program.jobs.length, program.waiting]).toEqual([299, 299, 150]);
});

test('the database deleted: the results are found again, and it is said', async () => {
  const program = await expectNothingLost(damaged(closed(), (home) => rmSync(join(home, 'understudy.db'))));
  expect(program).toMatchObject({ said: [gone], jobs: [] });
});

test('a killed program’s last writes are there at the next start', async () => {
  const program = await expectNothingLost(damaged(killed(), () => undefined));
  expect(program).toMatchObject({ said: [], waiting: jobCount / 2 });
});

test('what a killed program had written ahead is deleted or damaged: it is said', async () => {
  const inWal = (damage: (wal: string) => void) =>
    damaged(killed(), (home) => damage(join(home, 'understudy.db-wal')));
  const cases = [inWal((wal) => rmSync(wal)), inWal((wal) => overwrite(wal, { seed: 7, places: 3 }))];
  for (const found of cases) expect((await expectNothingLost(found)).said).toContain(older);
});

test('the database deleted beside what was written ahead: that is kept', async () => {
  const found = damaged(killed(), (home) => rmSync(join(home, 'understudy.db')));
  const wal = readFileSync(join(found.home, 'understudy.db-wal'));
  const program = await expectNothingLost(found);
  expect(program.said).toEqual([gone]);
  const kept = readdirSync(found.home).find((name) => /broken-.*-wal$/.test(name));
  expect(readFileSync(join(found.home, kept ?? '')).equals(wal)).toBe(true);
});

test('an older copy put in the database’s place is told', async () => {
  const found = damaged(closed(), () => undefined);
  const path = join(found.home, 'understudy.db');
  await openProgram(found.home);
  cpSync(join(closed(), 'understudy.db'), path);
  expect((await openProgram(found.home)).said).toEqual([older]);
  expect((await openProgram(found.home)).said).toEqual([]);
});

test('descriptions of results garbled or deleted: the files stay, and the catalogue still knows them', async () => {
  const found = damaged(closed(), (home) => {
    const month = join(home, 'library', '2026-11');
    writeFileSync(join(month, 'item-0003', 'item.json'), 'garbled');
    rmSync(join(month, 'item-0004', 'item.json'));
  });
  await expectNothingLost(found);
  overwritePage(join(found.home, 'understudy.db'), 1);
  const before = resultFiles(found.home);
  const program = await openProgram(found.home);
  expect(program.items.length).toBe(itemCount - 2);
  expect([program.items.includes('item-0003'), resultFiles(found.home)]).toEqual([false, before]);
});

test('a clock that was set back changes nothing, and sets a broken database aside like any other', async () => {
  const longAgo = () => new Date('2001-01-01T00:00:00.000Z');
  const found = damaged(closed(), () => undefined);
  const program = await openProgram(found.home, longAgo);
  expect([program.jobs.length, program.items.length, program.said]).toEqual([jobCount, itemCount, []]);
  for (const time of [1, 2]) {
    overwritePage(join(found.home, 'understudy.db'), 3);
    const { waiting } = await openProgram(found.home, longAgo);
    expect([waiting, brokenIn(found.home).length]).toEqual([jobCount / 2, time]);
  }
});

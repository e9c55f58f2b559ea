/** The complete program on a damaged data folder: it opens, keeps every paid run and every result, and sends nothing. */
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeLibrary } from '#contract/model/library-query.ts';
import type { Notice } from '#contract/model/notice.ts';
import { createApp } from '#main/app.ts';
import { createNodePorts, systemClock } from '#main/node-ports.ts';
import { caseCount } from '#test/fixtures/runs.ts';
import {
  breakTable,
  copiedJobCount,
  createRandom,
  fillDataFolder,
  itemCount,
  jobCount,
  overwrite,
  overwritePage,
  pagesOf,
  paidCount,
  resultFiles,
  unsureCounts,
} from './data-folder-damage.ts';
import { keepTempFoldersInMemory } from './memory-disk.ts';
import { createTestLog } from './test-log.ts';

keepTempFoldersInMemory();

let made = '';
/** Left by a process that closed, and by one that was killed with its last writes only in the WAL. */
const closed = () => join(made, 'closed');
const killed = () => join(made, 'killed');

beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'understudy-test-'));
  fillDataFolder(closed());
  const open = join(made, 'open');
  fillDataFolder(open, () => cpSync(open, killed(), { recursive: true }));
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

const damaged = (from: string, damage: (home: string) => void): string => {
  const home = join(mkdtempSync(join(made, 'case-')), 'home');
  cpSync(from, home, { recursive: true, preserveTimestamps: true });
  damage(home);
  return home;
};
const pathIn = (home: string) => join(home, 'understudy.db');
const copiesIn = (home: string) =>
  readdirSync(home)
    .filter((name) => name.startsWith('understudy.db.copy-'))
    .sort()
    .map((name) => join(home, name));
const brokenIn = (home: string) =>
  readdirSync(home).filter((name) => /^understudy\.db\.broken-.*Z(-\d+)?$/.test(name));

const noServerAnswers = 'http://127.0.0.1:9';

type Seen = {
  readonly errors: readonly string[];
  readonly notices: readonly Notice[];
  /** The request id of each waiting run, by job. */
  readonly tickets: readonly string[];
  readonly unsure: number;
  readonly jobs: number;
  readonly items: number;
  readonly monthMicros: number;
  readonly runs: number;
};

const openProgram = async (home: string, now = () => new Date('2026-11-21T12:00:00.000Z')): Promise<Seen> => {
  const log = createTestLog();
  const ports = await createNodePorts('terminal', {
    UNDERSTUDY_HOME: home,
    UNDERSTUDY_FAL_QUEUE_URL: noServerAnswers,
  });
  const app = await createApp({ ...ports, log, clock: { ...systemClock, now } });
  if (!app.ok) throw new Error(JSON.stringify(app.error));
  await app.value.resume();
  const { handlers } = app.value;
  const jobs = await handlers['jobs.list']({});
  const items = await handlers['library.list']({ offset: 0, limit: 100, query: wholeLibrary });
  const notices = await handlers['notices.list']({});
  const spending = await handlers['spending.get']({});
  await app.value.close();
  if (!jobs.ok || !items.ok || !notices.ok || !spending.ok) throw new Error('The program does not answer.');
  const stored = new DatabaseSync(pathIn(home), { readOnly: true });
  const tickets = stored
    .prepare(`SELECT record ->> '$.state.ticket.request' AS request FROM jobs WHERE state_kind = 'waiting'`)
    .all();
  stored.close();
  const { month } = spending.value;
  return {
    errors: log.lines.filter(({ level }) => level === 'error').map(({ message }) => message),
    notices: notices.value.filter(({ kind }) => kind.startsWith('database')),
    tickets: tickets.map(({ request }) => String(request)).sort(),
    unsure: jobs.value.filter(({ state }) => state.kind === 'unsure').length,
    jobs: jobs.value.length,
    items: items.value.items.length,
    monthMicros: month.countedMicros,
    runs: month.runs,
  };
};

const allTickets = Array.from({ length: jobCount / 2 }, (_, index) => `paid-${index * 2}`).sort();
let undamaged: Pick<Seen, 'monthMicros' | 'runs'>;

/** Nothing paid is lost, and no file of a result is changed. */
const expectNothingLost = async (home: string): Promise<Seen> => {
  const before = resultFiles(home);
  const seen = await openProgram(home);
  expect({ ...seen, files: resultFiles(home) }).toMatchObject({
    tickets: allTickets,
    unsure: unsureCounts.all,
    items: itemCount,
    ...undamaged,
    files: before,
  });
  return seen;
};

beforeAll(async () => {
  const { monthMicros, runs } = await openProgram(damaged(closed(), () => undefined));
  undamaged = { monthMicros, runs };
});

const isDamaged = 'database damaged';
const isMissing = 'database missing';
const complete = { kind: 'database-restored', isComplete: true, returned: 0, heldBack: 0 };
/** With the copy of the first session: of the last 100 jobs, those that are waiting or unsure are restored from the log. */
const returnedCount = (jobCount - copiedJobCount) / 2 + unsureCounts.afterCopy;
const fromFirst = { kind: 'database-restored', isComplete: false, returned: returnedCount, heldBack: 0 };

test('an undamaged folder has no notice and no logged error', async () => {
  const seen = await expectNothingLost(damaged(closed(), () => undefined));
  expect(seen).toMatchObject({ errors: [], notices: [], jobs: jobCount });
  expect(undamaged.runs).toBe(paidCount);
});

const seedsTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
/** Each case opens the complete program on a damaged folder. */
const seeds = seedsTo(caseCount({ limiter: 6, full: 50 }));
const fewerSeeds = seedsTo(caseCount({ limiter: 3, full: 10 }));

test.each(seeds)('pages overwritten after a clean close: nothing is lost, case %i', async (seed) => {
  const places = 1 + (seed % 6);
  const home = damaged(closed(), (folder) => overwrite(pathIn(folder), { seed, places }));
  const seen = await expectNothingLost(home);
  expect(seen).toMatchObject({ errors: [isDamaged], notices: [complete], jobs: jobCount });
  expect(brokenIn(home)).toHaveLength(1);
});

test.each(fewerSeeds)('pages overwritten after a kill: every paid run is kept, case %i', async (seed) => {
  // Both, because pages missing in one may be read from the other.
  const home = damaged(killed(), (folder) => {
    overwrite(pathIn(folder), { seed, places: 3 });
    overwrite(`${pathIn(folder)}-wal`, { seed, places: 3 });
  });
  expect((await expectNothingLost(home)).notices).toHaveLength(1);
});

test.each(fewerSeeds)('a few bytes overwritten: nothing paid is lost, case %i', async (seed) => {
  const damage = { seed: 1000 + seed, places: 3, lengthBytes: 40 };
  await expectNothingLost(damaged(closed(), (home) => overwrite(pathIn(home), damage)));
});

test.each(fewerSeeds)('truncated at a random position: nothing is lost, case %i', async (seed) => {
  const home = damaged(closed(), (folder) => {
    const { size } = statSync(pathIn(folder));
    truncateSync(pathIn(folder), 512 + Math.floor(createRandom(seed)() * (size - 512)));
  });
  expect(await expectNothingLost(home)).toMatchObject({ errors: [isDamaged], notices: [complete] });
});

test.each([
  [0, isMissing],
  [1, isMissing],
  [511, isMissing],
  [512, isDamaged],
  [4096, isDamaged],
])('truncated after %i bytes: nothing is lost', async (sizeBytes, logged) => {
  const home = damaged(closed(), (folder) => truncateSync(pathIn(folder), sizeBytes));
  expect(await expectNothingLost(home)).toMatchObject({ errors: [logged], notices: [complete] });
});

test('deleted after a clean close: nothing is lost', async () => {
  const home = damaged(closed(), (folder) => rmSync(pathIn(folder)));
  expect(await expectNothingLost(home)).toMatchObject({
    errors: [isMissing],
    notices: [{ ...complete, aside: null }],
    jobs: jobCount,
  });
});

test('deleted after a kill: paid runs are restored from the copy and the log, and the WAL is kept', async () => {
  const home = damaged(killed(), (folder) => rmSync(pathIn(folder)));
  const wal = readFileSync(`${pathIn(home)}-wal`);
  expect(await expectNothingLost(home)).toMatchObject({ errors: [isMissing], notices: [fromFirst] });
  const aside = readdirSync(home).find((name) => /broken-.*-wal$/.test(name));
  expect(readFileSync(join(home, aside ?? '')).equals(wal)).toBe(true);
});

test('an index damaged after a clean close: nothing is lost', async () => {
  const home = damaged(closed(), (folder) => {
    const [page = 0] = pagesOf(pathIn(folder), 'jobs_by_input', 'leaf');
    overwritePage(pathIn(folder), page);
  });
  expect(await expectNothingLost(home)).toMatchObject({ errors: [isDamaged], notices: [complete] });
});

test('an index that differs from its table after a kill is detected, and paid runs are restored', async () => {
  const home = damaged(killed(), (folder) => {
    const inside = new DatabaseSync(pathIn(folder), { defensive: false });
    const { sql } = inside.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'jobs_by_age'`).get() ?? {};
    inside.exec(`PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'jobs_by_age';`);
    inside.close();
    const again = new DatabaseSync(pathIn(folder), { defensive: false });
    again.exec(`DELETE FROM jobs WHERE id = 'job-0000'`);
    const entry = `INSERT INTO sqlite_schema SELECT 'index', 'jobs_by_age', 'jobs', rootpage, ? FROM before.sqlite_schema WHERE name = 'jobs_by_age'`;
    again.prepare('ATTACH ? AS before').run(join(made, 'closed', 'understudy.db'));
    again.exec('PRAGMA writable_schema = ON');
    again.prepare(entry).run(String(sql));
    again.close();
  });
  expect((await expectNothingLost(home)).errors).toEqual([isDamaged]);
});

test('the WAL of a killed process is read at the next start', async () => {
  expect(await expectNothingLost(damaged(killed(), () => undefined))).toMatchObject({
    errors: [],
    notices: [],
    jobs: jobCount,
  });
});

test('the WAL of a kill removed, damaged or truncated: paid runs are restored, with a notice', async () => {
  const inWal = (damage: (wal: string) => void) => damaged(killed(), (home) => damage(`${pathIn(home)}-wal`));
  const cases = [
    inWal((wal) => rmSync(wal)),
    inWal((wal) => overwrite(wal, { seed: 7, places: 3 })),
    inWal((wal) => truncateSync(wal, Math.floor(statSync(wal).size * 0.4))),
  ];
  for (const home of cases) expect((await expectNothingLost(home)).notices).toHaveLength(1);
});

test('the WAL of another database: paid runs are kept', async () => {
  const other = damaged(killed(), (home) => {
    rmSync(`${pathIn(home)}-wal`);
    const writer = new DatabaseSync(pathIn(home));
    writer.exec(`UPDATE jobs SET place = place + 1; UPDATE spending SET model_id = 'fal/other';`);
    cpSync(`${pathIn(home)}-wal`, join(home, 'other-wal'));
    writer.close();
  });
  for (const from of [closed, killed]) {
    const home = damaged(from(), (folder) => {
      rmSync(`${pathIn(folder)}-shm`, { force: true });
      cpSync(join(other, 'other-wal'), `${pathIn(folder)}-wal`);
    });
    await expectNothingLost(home);
  }
});

test('an older copy in place of the database: runs sent since are restored, with a notice', async () => {
  const home = damaged(closed(), (folder) => cpSync(copiesIn(folder)[0] ?? '', pathIn(folder)));
  expect(await expectNothingLost(home)).toMatchObject({
    errors: [],
    notices: [{ kind: 'database-perhaps-older', returned: returnedCount, heldBack: 0 }],
    jobs: copiedJobCount + returnedCount,
  });
  expect((await openProgram(home)).errors).toEqual([]);
});

test('the newest copy damaged as well: the previous one and the log keep every paid run', async () => {
  const home = damaged(closed(), (folder) => {
    overwritePage(pathIn(folder), 1);
    overwrite(copiesIn(folder)[1] ?? '', { seed: 3, places: 4 });
  });
  expect(await expectNothingLost(home)).toMatchObject({ errors: [isDamaged], notices: [fromFirst] });
});

test('all copies damaged as well: every paid run is restored from the log', async () => {
  const home = damaged(closed(), (folder) => {
    for (const path of [pathIn(folder), ...copiesIn(folder)]) overwrite(path, { seed: 5, places: 20 });
  });
  expect(await expectNothingLost(home)).toMatchObject({
    errors: [isDamaged],
    notices: [{ kind: 'database-begun-again', returned: jobCount / 2 + unsureCounts.all }],
  });
});

test('the log damaged or deleted: it is completed from the database', async () => {
  const log = (home: string) => join(home, 'sent.jsonl');
  const cases = [
    damaged(closed(), (home) => rmSync(log(home))),
    damaged(closed(), (home) => overwrite(log(home), { seed: 4, places: 8, lengthBytes: 200 })),
    damaged(closed(), (home) => truncateSync(log(home), Math.floor(statSync(log(home)).size / 3))),
  ];
  for (const home of cases) {
    expect(await expectNothingLost(home)).toMatchObject({ errors: [], notices: [], jobs: jobCount });
    for (const path of [pathIn(home), ...copiesIn(home)]) rmSync(path);
    await expectNothingLost(home);
  }
});

test('a damaged library table costs no paid run and no result', async () => {
  const home = damaged(killed(), (folder) => {
    const inside = new DatabaseSync(pathIn(folder));
    inside.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    inside.close();
    breakTable(pathIn(folder), 'items');
  });
  expect(await expectNothingLost(home)).toMatchObject({ errors: [isDamaged], notices: [fromFirst] });
});

test('damaged or deleted item.json: the files stay, and the catalogue keeps the items', async () => {
  const home = damaged(closed(), (folder) => {
    const month = join(folder, 'library', '2026-11');
    writeFileSync(join(month, 'item-0003', 'item.json'), 'garbled');
    rmSync(join(month, 'item-0004', 'item.json'));
  });
  await expectNothingLost(home);
});

test('a clock that was set back: a damaged database is still restored', async () => {
  const longAgo = () => new Date('2001-01-01T00:00:00.000Z');
  const home = damaged(closed(), () => undefined);
  const seen = await openProgram(home, longAgo);
  expect([seen.jobs, seen.items, seen.errors]).toEqual([jobCount, itemCount, []]);
  for (const time of [1, 2]) {
    overwritePage(pathIn(home), 3);
    const { tickets } = await openProgram(home, longAgo);
    expect([tickets, brokenIn(home).length]).toEqual([allTickets, time]);
  }
});

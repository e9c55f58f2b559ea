/**
 * A data folder of the version of commit 43c5845, with a result in the library, a waiting run, one whose
 * response was lost, a spending limit, and no sent.jsonl. It was created with the terminal and the stand-in for fal.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { createApp } from '#main/app.ts';
import { createNodePorts, systemClock } from '#main/node-ports.ts';
import { tempFolder } from './temp-folder.ts';
import { createTestLog } from './test-log.ts';

const fixture = fileURLToPath(new URL('../../fixtures/data-folder-43c5845', import.meta.url));
/** A time in the month in which the runs were sent. */
const now = () => new Date('2026-12-01T12:00:00.000Z');

const takeOver = (): string => {
  const home = join(tempFolder(), 'home');
  cpSync(fixture, home, { recursive: true });
  return home;
};

/** Calls `begin` and resumes no job. */
const openAndRead = async (home: string) => {
  const log = createTestLog();
  const ports = await createNodePorts('terminal', { UNDERSTUDY_HOME: home });
  const opened = await createApp({ ...ports, log, clock: { ...systemClock, now } });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { handlers, begin, close } = opened.value;
  await begin();
  const jobs = await handlers['jobs.list']({});
  const items = await handlers['library.list']({ offset: 0, limit: 10, query: wholeLibrary });
  const spending = await handlers['spending.get']({});
  const settings = await handlers['settings.get']({});
  const notices = await handlers['notices.list']({});
  await close();
  if (!jobs.ok || !items.ok || !spending.ok || !settings.ok || !notices.ok)
    throw new Error('The program does not answer.');
  return {
    errors: log.lines.filter(({ level }) => level === 'error').map(({ message }) => message),
    notices: notices.value.map(({ kind }) => kind),
    jobs: jobs.value.map(({ state, choices }) => `${choices.prompt}: ${state.kind}`).sort(),
    items: items.value.items.map(({ choices, marks }) => [choices.prompt, marks.rating, marks.tags]),
    month: spending.value.month,
    spendingLimits: settings.value.spendingLimits,
    isPaused: settings.value.queue.isPaused,
  };
};

const month = { runs: 3, unknownRuns: 0 };
const expected = {
  errors: [],
  notices: [],
  jobs: ['kept: done', 'unsure: unsure', 'waiting: waiting'],
  items: [['kept', 4, ['fixture']]],
  month,
  spendingLimits: { runMicros: null, dayMicros: null, monthMicros: 25_000_000 },
  isPaused: true,
};

const linesIn = (home: string) =>
  readFileSync(join(home, 'sent.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('reads jobs, results, ledger and settings of the earlier version', async () => {
  const home = takeOver();
  expect(await openAndRead(home)).toMatchObject(expected);
  expect(await openAndRead(home)).toMatchObject(expected);
  const stale = ['understudy.db.seal', 'understudy.db.head'].filter((name) => existsSync(join(home, name)));
  expect(stale).toEqual([]);
});

test('backfills sent.jsonl once from jobs and ledger', async () => {
  const home = takeOver();
  await openAndRead(home);
  const lines = linesIn(home);
  expect(lines.map(({ kind }) => kind).sort()).toEqual(
    ['sent', 'unsure', 'sent', 'accepted', 'backfilled', 'kept'].sort(),
  );
  expect(lines.find(({ kind }) => kind === 'accepted')?.ticket).toHaveProperty('requestId');
  await openAndRead(home);
  expect(linesIn(home)).toEqual(lines);
});

test('then restores every paid run, result and ledger entry of a lost database', async () => {
  const home = takeOver();
  const { month: before } = await openAndRead(home);
  for (const name of readdirSync(home).filter((one) => one.startsWith('understudy.db')))
    rmSync(join(home, name));
  expect(await openAndRead(home)).toMatchObject({
    ...expected,
    errors: ['database missing'],
    notices: ['database-begun-again', 'catalogue-rebuilt'],
    jobs: ['unsure: unsure', 'waiting: waiting'],
    month: before,
  });
});

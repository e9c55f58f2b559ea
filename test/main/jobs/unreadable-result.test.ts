/** A paid result that is unreadable at its link: retried for some minutes, and by each later start. */

import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type AppError, fail, ok } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import { isWorthFetching, nextRetryInMs } from '#main/jobs/refetch.ts';
import { nextFetchInMs } from '#main/jobs/steps/save.ts';
import type { Provider, StatusOutcome } from '#main/providers/spec.ts';
import { errorOf } from '#test/fixtures/errors.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, type Program } from './harness.ts';
import { createdAt, itemOf, jobId, jobRecord, model, statesIn } from './samples.ts';

const doneAt = (url: string, expiresAt: string | null = null): StatusOutcome => ({
  kind: 'done',
  result: { kind: 'link', url, expiresAt },
  billed: null,
});

/** The first `failures` downloads fail; `urls` and `atMs` record all. */
const failing = (failures: number, code: AppError['code'] = 'result-gone') => {
  const urls: string[] = [];
  const atMs: number[] = [];
  let program: Program | null = null;
  const download: Provider['download'] = async (result, to) => {
    urls.push(result.kind === 'link' ? result.url : '');
    atMs.push(program?.clock.now().getTime() ?? 0);
    if (urls.length <= failures) return { ok: false, error: errorOf(code) };
    writeFileSync(to, 'the result');
    return ok({ sizeBytes: 10 });
  };
  return {
    urls,
    atMs,
    download,
    in: (opened: Program) => {
      program = opened;
      return opened;
    },
  };
};

test('a new link that refuses is retried with backoff, and paid once', async () => {
  const result = failing(6);
  const fal = createFakeProvider({ download: result.download });
  const program = result.in(createHarness().open({ providers: [fal.provider] }));
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  const pauses = result.atMs.slice(1).map((at, index) => Math.round((at - (result.atMs[index] ?? 0)) / 1000));
  expect([pauses, fal.count('start')]).toEqual([[1, 2, 4, 8, 16, 32], 1]);
});

test('a download that is not a video is fetched again from its beginning', async () => {
  let attempts = 0;
  const fal = createFakeProvider();
  const keep: JobPorts['keep'] = async ({ record, resultPath }) => {
    attempts += 1;
    expect(existsSync(resultPath)).toBe(true);
    return attempts < 5 ? fail('result-broken', { reason: 'not-playable' }) : ok(itemOf(record));
  };
  const program = createHarness().open({ providers: [fal.provider], keep });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect([fal.count('download'), fal.count('start')]).toEqual([5, 1]);
});

test('a fresh link is requested each time, and its reported cost counts', async () => {
  const result = failing(3);
  let attempts = 0;
  const status = async () => {
    attempts += 1;
    return doneAt(`https://cdn.example/${attempts}`);
  };
  const fal = createFakeProvider({ download: result.download, status });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(result.urls).toEqual([1, 2, 3, 4].map((look) => `https://cdn.example/${look}`));
});

test('a link that never works is given up after some minutes, even if each answer signs it anew', async () => {
  const result = failing(Number.POSITIVE_INFINITY);
  let attempts = 0;
  const status = async () => doneAt(`https://cdn.example/${++attempts}`);
  const fal = createFakeProvider({ download: result.download, status });
  const program = result.in(createHarness().open({ providers: [fal.provider] }));
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect(failed).toMatchObject({
    state: { error: { code: 'result-gone', charged: 'yes' } },
    actions: ['retry-download', 'dismiss'],
  });
  const tookMs = (result.atMs.at(-1) ?? 0) - (result.atMs[0] ?? 0);
  expect([tookMs >= 120_000, tookMs <= 600_000, fal.count('start')]).toEqual([true, true, 1]);
});

/** Leaves a job whose result could not be read, and returns its harness. */
const leftUnread = async (code: AppError['code'] = 'result-gone') => {
  const harness = createHarness();
  const result = failing(Number.POSITIVE_INFINITY, code);
  const fal = createFakeProvider({ download: result.download });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'failed');
  program.kill();
  return harness;
};

test.each<AppError['code']>(['result-gone', 'result-broken'])(
  'a paid result that ended in %s is fetched again by the next start, unpaid',
  async (code) => {
    const harness = await leftUnread(code);
    const fal = createFakeProvider();
    const program = harness.open({ providers: [fal.provider] });
    await program.jobs.resume();
    expect(program.job('j1').state.kind).toBe('downloading');
    await program.untilState('j1', 'done');
    expect([fal.count('download'), fal.count('start')]).toEqual([1, 0]);
  },
);

test('a start that fails as well retries a few times, then with growing pauses', async () => {
  const harness = await leftUnread();
  const result = failing(Number.POSITIVE_INFINITY);
  const fal = createFakeProvider({ download: result.download });
  const program = result.in(harness.open({ providers: [fal.provider] }));
  program.clock.jump(3_600_000);
  await program.jobs.resume();
  await program.untilState('j1', 'failed');
  expect(result.urls.length).toBe(3);
  const beganMs = program.clock.now().getTime();
  await program.clock.until(() => program.clock.now().getTime() - beganMs > 1_500_000);
  // After 10 minutes, three at a time; the next ones follow after 20.
  expect(result.urls.length).toBe(6);
});

test('a job whose polling the user stopped is not fetched by a start', async () => {
  const harness = createHarness();
  harness.leave('j1', 'downloading');
  const waiting = createFakeProvider({ download: () => new Promise(() => undefined) });
  const first = harness.open({ providers: [waiting.provider] });
  await first.jobs.resume();
  await first.clock.rest();
  await first.jobs.stopPolling(jobId('j1'));
  first.kill();
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.resume();
  await program.clock.rest();
  expect([program.job('j1').state.kind, fal.count('download')]).toEqual(['failed', 0]);
});

const kept = (keptSec: number | null): ModelSpec => ({
  ...model,
  resultLink: { ...model.resultLink, keptSec },
});
const unread = (code: AppError['code'], expiresAt: string | null = null) => {
  const { kind: _, ...download } = statesIn('/work').downloading;
  const result = { kind: 'link', url: 'https://cdn.example/r', expiresAt } as const;
  const error = errorOf(code, { charged: 'yes' });
  return jobRecord('j1', {
    state: { kind: 'failed', error, download: { ...download, result }, run: null },
  });
};
const hours = (count: number) => new Date(Date.parse(createdAt) + count * 3_600_000);

test.each([
  ['within the stated retention', 'result-gone', 3600, null, 0.5, true],
  ['after the stated retention', 'result-gone', 3600, null, 1.5, false],
  [
    'after the stated retention, with a link that is still valid',
    'result-broken',
    3600,
    hours(2).toISOString(),
    1.5,
    true,
  ],
  ['without a stated retention, within a month', 'result-gone', null, null, 24 * 29, true],
  ['without a stated retention, after a month', 'result-gone', null, null, 24 * 31, false],
  ['a download that was interrupted', 'result-cut-off', null, null, 1, true],
  ['polling stopped by the user', 'polling-stopped', null, null, 1, false],
  ['a bug', 'internal', null, null, 1, false],
] as const)('%s: worth fetching again or not', (_what, code, keptSec, expiresAt, after, isWorth) => {
  const known = { model: kept(keptSec), provider: { resultKeptSec: null } };
  expect(isWorthFetching(unread(code, expiresAt), known, hours(after))).toBe(isWorth);
});

test.each([
  [{ ageMs: 0, hasExpired: false, failures: 1, retryAfterSec: null }, 1000],
  [{ ageMs: 100_000, hasExpired: false, failures: 8, retryAfterSec: null }, 60_000],
  [{ ageMs: 100_000, hasExpired: false, failures: 1, retryAfterSec: 30 }, 30_000],
  [{ ageMs: 400_000, hasExpired: false, failures: 2, retryAfterSec: null }, 2000],
  [{ ageMs: 400_000, hasExpired: false, failures: 3, retryAfterSec: null }, null],
  [{ ageMs: 0, hasExpired: true, failures: 3, retryAfterSec: null }, null],
])('%j is fetched again in %s ms', (link, ms) => {
  expect(nextFetchInMs(link)).toBe(ms);
});

test('retries double, up to six hours', () => {
  expect([0, 1, 2, 20].map(nextRetryInMs)).toEqual([300_000, 600_000, 1_200_000, 21_600_000]);
});

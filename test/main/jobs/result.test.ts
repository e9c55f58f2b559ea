import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AppError, fail, ok } from '#contract/errors.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import type { Provider, StatusOutcome } from '#main/providers/spec.ts';
import { errorOf } from '#test/fixtures/errors.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never, storedState } from './harness.ts';
import { error, itemOf, jobId, jobRecord } from './samples.ts';

/** Downloads fail with these in order, and then succeed. */
const downloadAfter = (codes: AppError['code'][]): { download: Provider['download']; urls: string[] } => {
  const urls: string[] = [];
  return {
    urls,
    download: async (result, to) => {
      urls.push(result.kind === 'link' ? result.url : result.path);
      const code = codes.shift();
      if (code !== undefined) return { ok: false, error: errorOf(code, { subject: 'fal' }) };
      writeFileSync(to, 'the result');
      return ok({ sizeBytes: 10 });
    },
  };
};

/** Each poll returns another link, as with signed links. */
const freshLinks = (): Provider['status'] => {
  let polls = 0;
  return async () => {
    polls += 1;
    return {
      kind: 'done',
      result: { kind: 'link', url: `https://cdn.example/${polls}`, expiresAt: null },
      billed: { kind: 'micros', micros: polls * 100 },
    };
  };
};

test('a job that the provider does not know right after accepting it is polled again', async () => {
  let polls = 0;
  const defaults = createFakeProvider().provider;
  const fal = createFakeProvider({
    status: async (ticket, call) => {
      polls += 1;
      return polls < 4
        ? { kind: 'failed', error: fail('job-unknown-there', { charged: 'unknown' }).error }
        : defaults.status(ticket, call);
    },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(polls).toBe(4);
});

test('a job that the provider no longer knows fails, and may have been charged', async () => {
  const error = fail('job-unknown-there', { charged: 'unknown', subject: 'fal' }).error;
  const fal = createFakeProvider({ status: async () => ({ kind: 'failed', error }) });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  expect((await program.untilState('j1', 'failed')).state).toEqual({ kind: 'failed', error });
});

/** Number of polls with this answer before the job ends. */
const pollsUntilEnd = async (outcome: StatusOutcome): Promise<readonly [number, unknown]> => {
  let polls = 0;
  const fal = createFakeProvider({
    status: async () => {
      polls += 1;
      return outcome;
    },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  const { state } = await program.untilState('j1', 'failed');
  return [polls, state];
};

test.each([
  ['body-not-found', 1],
  ['provider-failed', 1],
  ['provider-answer-invalid', 3],
  ['job-unknown-there', 8],
] as const)('a run that the provider reports as failed with %s is polled %i times', async (code, polls) => {
  const error = fail(code, { charged: 'unknown', subject: 'fal' }).error;
  expect(await pollsUntilEnd({ kind: 'failed', error })).toEqual([polls, { kind: 'failed', error }]);
});

test('a run with unclear answers ends after eight polls, and can be polled again', async () => {
  const error = fail('status-unavailable', { charged: 'unknown', subject: 'fal', detail: 'HTTP 500' }).error;
  expect(await pollsUntilEnd({ kind: 'unreachable', error, retryAfterSec: null })).toEqual([
    8,
    { kind: 'failed', error },
  ]);
});

test('an expired link is renewed once, and the job is done', async () => {
  const { download, urls } = downloadAfter(['result-gone']);
  const fal = createFakeProvider({ download, status: freshLinks() });
  const billed: (number | null)[] = [];
  const keep: JobPorts['keep'] = async ({ record, billedMicros }) => {
    billed.push(billedMicros);
    return ok(itemOf(record));
  };
  const program = createHarness().open({ providers: [fal.provider], keep });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect([urls, billed, fal.count('start')]).toEqual([
    ['https://cdn.example/1', 'https://cdn.example/2'],
    [200],
    1,
  ]);
});

test('a result that stays unavailable is reported as paid, and can be fetched later without paying', async () => {
  const gone = Array.from({ length: 30 }, () => 'result-gone' as const);
  const { download, urls } = downloadAfter(gone);
  const fal = createFakeProvider({ download, status: freshLinks() });
  const harness = createHarness();
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect(failed).toMatchObject({
    state: { kind: 'failed', error: { code: 'result-gone', charged: 'yes', subject: 'fal' } },
    actions: ['retry-download', 'dismiss'],
  });
  expect(harness.workFolders()).toEqual(['j1']);
  gone.length = 0;
  const attempts = urls.length;
  expect(await program.jobs.retry(jobId('j1'))).toMatchObject({
    ok: true,
    value: { id: 'j1', state: { kind: 'downloading' } },
  });
  await program.untilState('j1', 'done');
  expect([urls.length, fal.count('start'), program.jobs.list().length]).toEqual([attempts + 1, 1, 1]);
});

test.each<AppError['code']>(['provider-failed', 'provider-unreachable'])(
  'a download that ends in %s is reported as paid, survives a restart, and is fetched again without paying',
  async (code) => {
    const harness = createHarness();
    const first = createFakeProvider(downloadAfter([code]));
    const killed = harness.open({ providers: [first.provider] });
    await killed.jobs.submit(jobRecord('j1'));
    expect((await killed.untilState('j1', 'failed')).state).toMatchObject({
      error: { code, charged: 'yes' },
    });
    killed.kill();

    const second = createFakeProvider();
    const program = harness.open({ providers: [second.provider] });
    await program.jobs.resume();
    await program.jobs.retry(jobId('j1'));
    await program.untilState('j1', 'done');
    expect([first.count('start'), second.calls]).toEqual([1, ['download']]);
  },
);

test('a result that was kept right before the program ended is not fetched again, even with an expired link', async () => {
  const harness = createHarness();
  harness.leave('j1', 'downloading');
  const fal = createFakeProvider({ download: async () => fail('result-gone', { reason: 'unreadable' }) });
  const program = harness.open({ providers: [fal.provider], findKept: async (record) => itemOf(record) });
  await program.jobs.resume();
  await program.untilState('j1', 'done');
  expect(fal.count('download')).toBe(0);
});

test('a lost connection during the download is retried without end', async () => {
  const cut = Array.from({ length: 12 }, () => 'result-cut-off' as const);
  const fal = createFakeProvider(downloadAfter(cut));
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(program.announced.flat().map(({ state }) => state)).toContainEqual({
    kind: 'downloading',
    fraction: null,
    trouble: { code: 'result-cut-off', charged: 'yes', subject: 'fal' },
  });
  expect([fal.count('start'), fal.count('download')]).toEqual([1, 13]);
});

test('polling can be stopped while it fails, and resumed unpaid', async () => {
  let isBack = false;
  const defaults = createFakeProvider().provider;
  const fal = createFakeProvider({
    status: async (ticket, call) =>
      isBack
        ? defaults.status(ticket, call)
        : { kind: 'unreachable', error: fail('no-credit').error, retryAfterSec: 60 },
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.clock.until(() => fal.count('status') > 3);
  expect(program.job('j1').state).toMatchObject({
    kind: 'waiting',
    trouble: { code: 'no-credit', charged: 'unknown' },
  });
  expect(await program.jobs.stopPolling(jobId('j1'))).toMatchObject({
    ok: true,
    value: {
      state: { kind: 'failed', error: { code: 'polling-stopped', charged: 'unknown' } },
      actions: ['poll-again', 'dismiss'],
    },
  });
  isBack = true;
  await program.jobs.retry(jobId('j1'));
  await program.untilState('j1', 'done');
  expect(fal.count('start')).toBe(1);
});

test('jobs whose polls fail do not keep others of their provider from starting', async () => {
  const stuck = new Set(['a', 'b']);
  const defaults = createFakeProvider().provider;
  const fal = createFakeProvider({
    start: async ({ requestId }) => ({ kind: 'accepted', ticket: { request: requestId } }),
    status: async (ticket, call) =>
      stuck.has(String(ticket.request))
        ? { kind: 'unreachable', error: fail('key-refused').error, retryAfterSec: 60 }
        : defaults.status(ticket, call),
  });
  const program = createHarness().open({ providers: [fal.provider] });
  await program.jobs.resume();
  for (const id of ['a', 'b', 'c']) await program.jobs.submit(jobRecord(id));
  await program.untilState('c', 'done');
  expect(['a', 'b'].map((id) => program.job(id).state.kind)).toEqual(['waiting', 'waiting']);
});

test('a second retry of the same job is refused while the first runs, after a restart as well', async () => {
  const harness = createHarness();
  harness.leave('j1', 'failed');
  const fal = createFakeProvider({ status: never });
  const program = harness.open({ providers: [fal.provider] });
  const other = harness.open({ providers: [fal.provider] });
  const answers = [
    await program.jobs.retry(jobId('j1')),
    await program.jobs.retry(jobId('j1')),
    await other.jobs.retry(jobId('j1')),
  ];
  expect(answers.map(({ ok: isOk }) => isOk)).toEqual([true, false, false]);
  program.kill();
  other.kill();
});

test('a result that the library refuses is reported as paid, and kept at the next attempt', async () => {
  const fal = createFakeProvider();
  let isFailing = true;
  const keep: JobPorts['keep'] = async ({ record }) => (isFailing ? fail('internal') : ok(itemOf(record)));
  const program = createHarness().open({ providers: [fal.provider], keep });
  await program.jobs.submit(jobRecord('j1'));
  expect((await program.untilState('j1', 'failed')).state).toEqual({
    kind: 'failed',
    error: { code: 'internal', charged: 'yes' },
  });
  isFailing = false;
  await program.jobs.retry(jobId('j1'));
  await program.untilState('j1', 'done');
  expect(fal.count('start')).toBe(1);
});

test('a broken video is not taken for a finished download at the next attempt', async () => {
  const harness = createHarness();
  const program = harness.open({
    providers: [createFakeProvider().provider],
    keep: async () => fail('result-broken', { reason: 'not-playable' }),
  });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'failed');
  expect(existsSync(join(harness.workFolder, 'j1', 'result.mp4'))).toBe(false);
  expect(existsSync(join(harness.workFolder, 'j1', 'inputs'))).toBe(true);
});

test('an exception while keeping loses nothing that is paid for', async () => {
  const program = createHarness().open({
    providers: [createFakeProvider().provider],
    keep: () => Promise.reject(new TypeError('a bug')),
  });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect(failed).toMatchObject({
    state: { error: { code: 'internal', charged: 'yes' } },
    actions: ['retry-download', 'dismiss'],
  });
});

test('a run that failed at the provider reports the provider’s message', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({ status: async () => ({ kind: 'failed', error }) });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  const failed = await program.untilState('j1', 'failed');
  expect([failed.state, failed.actions]).toEqual([{ kind: 'failed', error }, ['retry', 'dismiss']]);
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'failed', error, download: null });
  await program.clock.until(() => harness.workFolders().length === 0);
});

test('a waiting job of an unknown model stays unchanged', async () => {
  const harness = createHarness();
  harness.leave('j1', 'waiting');
  harness.leave('j2', 'queued');
  const program = harness.open({ providers: [] });
  await program.jobs.resume();
  const failed = await program.untilState('j2', 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'model-unknown', charged: 'no' } });
  expect(program.job('j1').state.kind).toBe('waiting');
});

test.each(['library-away', 'library-busy', 'disk-full', 'folder-unwritable'] as const)(
  'a result for which the library returns %s waits, reports why, and is kept without being fetched again',
  async (code) => {
    let isAway = true;
    const fal = createFakeProvider();
    const program = createHarness().open({
      providers: [fal.provider],
      keep: async ({ record }) => (isAway ? fail(code) : ok(itemOf(record))),
    });
    await program.jobs.submit(jobRecord('j1'));
    await program.clock.until(() => program.clock.waits.includes(10_000));
    expect(program.job('j1').state).toMatchObject({
      kind: 'downloading',
      trouble: { code, charged: 'yes' },
    });
    isAway = false;
    await program.untilState('j1', 'done');
    expect([fal.count('download'), fal.count('start')]).toEqual([1, 1]);
  },
);

test.each(['disk-full', 'folder-unwritable'] as const)(
  'a paid result whose download meets %s waits, reports why, and continues automatically',
  async (code) => {
    const fal = createFakeProvider(downloadAfter([code, code, code]));
    const program = createHarness().open({ providers: [fal.provider] });
    await program.jobs.submit(jobRecord('j1'));
    await program.clock.until(
      () => program.job('j1').state.kind === 'downloading' && fal.count('download') === 2,
    );
    expect(program.job('j1').state).toMatchObject({ kind: 'downloading', trouble: { code, charged: 'yes' } });
    await program.untilState('j1', 'done');
    expect([fal.count('download'), fal.count('start')]).toEqual([4, 1]);
  },
);

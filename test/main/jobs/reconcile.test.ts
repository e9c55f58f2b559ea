/** Starts on a database that knows less, or more, than sent.jsonl. */
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { stateBeyond } from '#main/jobs/reconcile.ts';
import type { StoredState } from '#main/jobs/record.ts';
import { type SentEntry, type SentStatus, sentLineOf } from '#main/jobs/sent-log.ts';
import { keepTempFoldersInMemory } from '../storage/memory-disk.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createFakeProvider, type DeliveryProvider } from './fake-provider.ts';
import { createHarness, type Harness, never, type Program, storedState } from './harness.ts';
import { fittedIn, itemId, jobId, jobRecord, lostAnswer, statesIn } from './samples.ts';

keepTempFoldersInMemory();

const databaseFiles = (folder: string) =>
  readdirSync(folder).filter((name) => /^understudy\.db(-wal|-shm)?$/.test(name));

/** Copies the present database; the returned function restores the copy. */
const remember = ({ dataFolder, replaceDatabase }: Harness): (() => void) => {
  const copy = tempFolder();
  for (const name of databaseFiles(dataFolder)) cpSync(join(dataFolder, name), join(copy, name));
  return () =>
    replaceDatabase(() => {
      for (const name of databaseFiles(dataFolder)) rmSync(join(dataFolder, name));
      for (const name of databaseFiles(copy)) cpSync(join(copy, name), join(dataFolder, name));
    });
};

const begin = async (script: Partial<DeliveryProvider> = {}) => {
  const harness = createHarness();
  const fal = createFakeProvider(script);
  const program = harness.open({ providers: [fal.provider], fit: () => never() });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'preparing');
  const putBack = remember(harness);
  program.kill();
  return { harness, fal, putBack };
};

/** Runs a paid job from its start until `reach`; then the earlier database is restored. */
const losing = async (
  script: Partial<DeliveryProvider>,
  reach: (program: Program) => Promise<unknown>,
): Promise<{ readonly program: Program; readonly fal: ReturnType<typeof createFakeProvider> }> => {
  const { harness, fal, putBack } = await begin(script);
  const second = harness.open({ providers: [fal.provider] });
  await second.jobs.resume();
  await reach(second);
  second.kill();
  putBack();
  const well = createFakeProvider();
  const program = harness.open({ providers: [well.provider] });
  return { program, fal: well };
};

const monthOf = (program: Program) => {
  const spending = program.jobs.spending();
  return spending.ok ? spending.value.month : null;
};

test('an accepted run that the database has as unsent is polled by its ticket and not sent again', async () => {
  const { program, fal } = await losing({ status: never }, (one) => one.untilState('j1', 'waiting'));
  expect(program.reconcile()).toMatchObject({ isOlder: true, returned: 1, heldBack: 0 });
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'waiting', ticket: { request: 'r1' } });
  await program.jobs.resume();
  await program.untilState('j1', 'done');
  expect([fal.count('start'), monthOf(program)?.runs]).toEqual([0, 1]);
});

test('a run without an answer is unsure, not sent again, and counted', async () => {
  const { program, fal } = await losing({ start: never }, (one) => one.untilState('j1', 'starting'));
  expect(program.reconcile()).toMatchObject({ isOlder: true, returned: 1 });
  await program.jobs.resume();
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'unsure', error: { charged: 'unknown' } });
  expect([fal.count('start'), monthOf(program)?.countedMicros]).toEqual([0, 896_000]);
});

test('a kept run is done, not fetched again, and counted by its bill', async () => {
  const { program, fal } = await losing({}, (one) => one.untilState('j1', 'done'));
  expect(program.reconcile()).toMatchObject({ isOlder: true, returned: 0 });
  await program.jobs.resume();
  expect([storedState(program, 'j1'), fal.calls]).toEqual([{ kind: 'done', itemId }, []]);
  expect(monthOf(program)).toMatchObject({ runs: 1, billedMicros: 896_000 });
});

test('a run that was refused after the copy is failed and not sent again', async () => {
  const error = fail('content-refused', { charged: 'yes' }).error;
  const { program, fal } = await losing({ start: async () => ({ kind: 'refused', error }) }, (one) =>
    one.untilState('j1', 'failed'),
  );
  program.reconcile();
  await program.jobs.resume();
  expect(storedState(program, 'j1')).toMatchObject({
    kind: 'failed',
    error: { code: 'content-refused', charged: 'yes' },
  });
  expect([fal.count('start'), monthOf(program)?.runs]).toEqual([0, 1]);
});

test('a run that was dismissed after the copy stays removed, and its cost is counted', async () => {
  const { program } = await losing({}, async (one) => {
    await one.untilState('j1', 'done');
    await one.jobs.dismiss(jobId('j1'));
  });
  program.reconcile();
  expect(program.store.list()).toEqual({ ok: true, value: [] });
  expect(monthOf(program)?.billedMicros).toBe(896_000);
});

test('a run that the copy lacks is restored from the log, and counts as a duplicate', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({ status: never });
  const first = harness.open({ providers: [fal.provider] });
  const putBack = remember(harness);
  await first.jobs.submit(jobRecord('j1'));
  await first.untilState('j1', 'waiting');
  first.kill();
  putBack();
  const well = createFakeProvider();
  const program = harness.open({ providers: [well.provider] });
  expect(program.reconcile()).toMatchObject({ isOlder: true, returned: 1 });
  const repeat = await program.jobs.submit(jobRecord('j2', { prompt: 'a dance for j1' }));
  expect(repeat).toMatchObject({ ok: false, error: { code: 'duplicate-unapproved', subject: 'j1' } });
  await program.jobs.resume();
  await program.untilState('j1', 'done');
  expect([well.count('start'), program.reconcile().isOlder]).toEqual([0, false]);
});

test('unsent jobs of an older database are cancelled unpaid, since they may have been cancelled meanwhile', async () => {
  const { harness, fal, putBack } = await begin({ status: never });
  const second = harness.open({ providers: [fal.provider] });
  await second.jobs.submit(jobRecord('j2'));
  await second.jobs.resume();
  await second.untilState('j2', 'waiting');
  await second.jobs.cancel(jobId('j1'));
  second.kill();
  putBack();
  const program = harness.open({ providers: [fal.provider] });
  // j1 was sent before it was cancelled; j3 was never sent.
  harness.leave('j3', 'queued');
  expect(program.reconcile()).toMatchObject({ isOlder: true, heldBack: 1 });
  expect(storedState(program, 'j3')).toEqual({ kind: 'cancelled', charged: 'no' });
});

test('unsent jobs of a restored database are unconfirmed where the log cannot prove that they were not sent', () => {
  const harness = createHarness();
  harness.leave('j1', 'queued');
  const program = harness.open({ providers: [createFakeProvider().provider] });
  // There is no log.
  expect(program.reconcile({ isRestored: true })).toMatchObject({ isOlder: false, heldBack: 1 });
  expect(storedState(program, 'j1')).toMatchObject({
    kind: 'failed',
    error: { code: 'answer-lost', charged: 'unknown' },
  });
});

test('a crash between the answer and its write does not count as an older database', () => {
  const harness = createHarness();
  harness.leave('j1', 'starting');
  harness.leave('j2', 'queued');
  const program = harness.open({ providers: [createFakeProvider().provider] });
  const record = jobRecord('j1', { state: statesIn('/work').starting });
  program.sentLog.append(sentLineOf(record, fittedIn('/work')));
  const ticket = { request: 'r1' };
  program.sentLog.append({ kind: 'accepted', jobId: record.id, at: record.createdAt, ticket });
  expect(program.reconcile()).toMatchObject({ isOlder: false, heldBack: 0 });
  expect([storedState(program, 'j1'), storedState(program, 'j2')]).toMatchObject([
    { kind: 'waiting', ticket },
    { kind: 'queued' },
  ]);
});

test('a deleted or truncated log is completed from the database, without a notice', async () => {
  const harness = createHarness();
  for (const kind of ['waiting', 'unsure', 'downloading', 'queued', 'failed'] as const)
    harness.leave(kind, kind);
  for (const damage of [
    rmSync,
    (path: string) => truncateSync(path, 700),
    (path: string) => writeFileSync(path, 'x'),
  ]) {
    const program = harness.open({ providers: [] });
    expect(program.reconcile()).toMatchObject({ isOlder: false, returned: 0, heldBack: 0 });
    const lines = readFileSync(join(harness.dataFolder, 'sent.jsonl'), 'utf8');
    program.reconcile();
    expect(readFileSync(join(harness.dataFolder, 'sent.jsonl'), 'utf8')).toBe(lines);
    const entries = [...program.sentLog.entries()].map(({ jobId: id, status }) => [id, status.kind]);
    expect(new Map(entries as [string, string][])).toEqual(
      new Map([
        ['waiting', 'accepted'],
        ['unsure', 'unsure'],
        ['downloading', 'accepted'],
      ]),
    );
    program.kill();
    damage(join(harness.dataFolder, 'sent.jsonl'));
  }
});

test('a malformed stored job is restored from the log', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({ status: never });
  const first = harness.open({ providers: [fal.provider] });
  await first.jobs.submit(jobRecord('j1'));
  await first.untilState('j1', 'waiting');
  first.kill();
  harness.garble('j1');
  const program = harness.open({ providers: [fal.provider] });
  expect(program.reconcile()).toMatchObject({ isOlder: false, returned: 1 });
  expect(storedState(program, 'j1')).toMatchObject({ kind: 'waiting', ticket: { request: 'r1' } });
});

test('a sent job whose description in the log is malformed is not sent again', async () => {
  const harness = createHarness();
  harness.leave('j1', 'queued');
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider] });
  const line = sentLineOf(jobRecord('j1'), fittedIn('/work'));
  program.sentLog.append({ ...line, job: { of: 'another version' } });
  program.sentLog.append({ kind: 'accepted', jobId: line.jobId, at: line.at, ticket: { request: 'r1' } });
  expect(program.reconcile()).toMatchObject({ isOlder: true });
  await program.jobs.resume();
  await program.clock.rest();
  expect(storedState(program, 'j1')).toMatchObject({
    kind: 'failed',
    error: { code: 'answer-lost', charged: 'unknown' },
  });
  expect([fal.count('start'), monthOf(program)?.runs]).toEqual([0, 1]);
});

const statuses: Readonly<Record<string, SentStatus>> = {
  sent: { kind: 'sent' },
  unsure: { kind: 'unsure' },
  accepted: { kind: 'accepted', at: '2026-11-21T10:00:00.000Z', ticket: { request: 'r1' } },
  refused: { kind: 'refused', code: 'provider-refused', charged: 'no' },
  busy: { kind: 'refused', code: 'provider-rate-limited', charged: 'no' },
  cancelled: { kind: 'ended', code: null, charged: 'no' },
  kept: { kind: 'kept', itemId },
  backfilled: { kind: 'backfilled', charged: 'yes' },
};

const states: Readonly<Record<string, StoredState>> = {
  ...statesIn('/work'),
  lost: {
    ...statesIn('/work').failed,
    error: lostAnswer,
    run: { ...statesIn('/work').waiting, ticket: null },
  },
};

/** `-`: the database knows as much or more. */
test.each([
  ['queued', 'unsure unsure waiting failed - cancelled done -'],
  ['uploading', 'unsure unsure waiting failed - cancelled done -'],
  ['starting', '- unsure waiting failed queued cancelled done -'],
  ['unsure', '- - waiting - - cancelled done -'],
  ['waiting', '- - - - - cancelled done -'],
  ['downloading', '- - - - - cancelled done -'],
  ['lost', '- - waiting - - cancelled done -'],
  ['failed', '- - - - - - done -'],
  ['cancelled', '- - - - - - done -'],
  ['done', '- - - - - - - -'],
])('the log overrides the state of a job that is %s where it knows more', (kind, expected) => {
  const state = states[kind];
  if (state === undefined) throw new Error(kind);
  const beyond = Object.values(statuses).map((status) => {
    const entry: SentEntry = {
      jobId: jobId('j1'),
      at: '2026-11-21T10:00:00.000Z',
      modelId: 'fal/kling-v2.6-pro',
      estimateMicros: 1,
      billedMicros: null,
      status,
      isDismissed: false,
      job: null,
    };
    const found = stateBeyond(state, entry, 'fal');
    return found === null ? '-' : typeof found === 'string' ? found : found.kind;
  });
  expect(beyond.join(' ')).toBe(expected);
});

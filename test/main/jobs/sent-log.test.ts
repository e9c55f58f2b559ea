import { appendFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { openSentLog, type SentLine, type SentLog, sentJobOf, sentLineOf } from '#main/jobs/sent-log.ts';
import type { StartOutcome } from '#main/providers/spec.ts';
import type { Disk } from '#main/storage/atomic.ts';
import { keepTempFoldersInMemory } from '../storage/memory-disk.ts';
import { createPowerCutDisk, type Fate } from '../storage/power-cut-disk.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { failingDisk } from '../storage/test-disk.ts';
import { createTestLog } from '../storage/test-log.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never, storedState } from './harness.ts';
import { fittedIn, freeModel, itemId, jobId, jobRecord, statesIn } from './samples.ts';

keepTempFoldersInMemory();

const at = '2026-11-21T10:00:00.000Z';
const sentLine = (id: string): SentLine =>
  sentLineOf(jobRecord(id, { state: statesIn('/work').starting }), fittedIn('/work'));
const accepted = (id: string): SentLine => ({
  kind: 'accepted',
  jobId: jobId(id),
  at,
  ticket: { request: `of ${id}` },
});

const openLog = (dataFolder: string, disk?: Disk) => {
  const log = createTestLog();
  const opened = openSentLog({ dataFolder, log, ...(disk ? { disk } : {}) });
  if (!opened.ok) throw new Error(opened.error.code);
  return { log, sentLog: opened.value };
};
const pathIn = (dataFolder: string) => join(dataFolder, 'sent.jsonl');
const statusOf = (sentLog: SentLog, id: string) => sentLog.entryOf(jobId(id))?.status.kind;
const kindsIn = (dataFolder: string) =>
  readFileSync(pathIn(dataFolder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).kind);

test('appended lines are there after a restart, readable by this user alone', () => {
  const folder = tempFolder();
  const { sentLog } = openLog(folder);
  sentLog.append(sentLine('j1'));
  sentLog.append(accepted('j1'));
  const again = openLog(folder).sentLog;
  expect(again.entryOf(jobId('j1'))).toMatchObject({
    modelId: 'fal/kling-v2.6-pro',
    estimateMicros: 896_000,
    status: { kind: 'accepted', ticket: { request: 'of j1' } },
  });
  expect([again.isWhole, statSync(pathIn(folder)).mode & 0o777]).toEqual([true, 0o600]);
});

test('a truncated line is skipped, and the next one is not joined to it', () => {
  const folder = tempFolder();
  const { sentLog } = openLog(folder);
  sentLog.append(sentLine('j1'));
  const { size } = statSync(pathIn(folder));
  sentLog.append(sentLine('j2'));
  for (const sizeBytes of [size + 1, size + 40, statSync(pathIn(folder)).size - 2]) {
    const cut = tempFolder();
    writeFileSync(pathIn(cut), readFileSync(pathIn(folder)));
    truncateSync(pathIn(cut), sizeBytes);
    const { sentLog: read, log } = openLog(cut);
    expect([statusOf(read, 'j1'), statusOf(read, 'j2'), read.isWhole]).toEqual(['sent', undefined, false]);
    expect(log.lines).toEqual([{ level: 'warn', message: 'sent.jsonl has damaged lines' }]);
    read.append(sentLine('j3'));
    expect(statusOf(openLog(cut).sentLog, 'j3')).toBe('sent');
  }
});

test('damaged lines between others are skipped, with the entries that depend on them alone', () => {
  const folder = tempFolder();
  openLog(folder).sentLog.append(sentLine('j1'));
  appendFileSync(pathIn(folder), `\0\0\0\n{"kind":"sent"}\n${JSON.stringify(accepted('j9'))}\n`);
  openLog(folder).sentLog.append(accepted('j1'));
  const { sentLog } = openLog(folder);
  expect([statusOf(sentLog, 'j1'), statusOf(sentLog, 'j9'), sentLog.isWhole]).toEqual([
    'accepted',
    undefined,
    false,
  ]);
});

test('an unreadable file is an error, not an empty log', () => {
  const folder = tempFolder();
  mkdirSync(pathIn(folder));
  const opened = openSentLog({ dataFolder: folder, log: createTestLog() });
  expect(opened).toMatchObject({ ok: false, error: { subject: 'sent.jsonl', detail: 'EISDIR' } });
});

test('a line holds no links or keys, and the job can be restored from it', () => {
  const links = {
    image: 'https://cdn.example/a?signature=secret',
    video: 'https://cdn.example/b?token=secret',
  };
  const record: JobRecord = { ...jobRecord('j1', { state: statesIn('/work').starting }), links };
  const line = sentLineOf(record, fittedIn('/work'));
  expect(JSON.stringify(line)).not.toMatch(/https:\/\/cdn|secret/);
  const folder = tempFolder();
  openLog(folder).sentLog.append(line);
  const entry = openLog(folder).sentLog.entryOf(jobId('j1'));
  expect(entry && sentJobOf(entry)).toMatchObject({
    choices: record.choices,
    image: record.image,
    fitted: fittedIn('/work'),
  });
});

test('1000 runs take less than 8 MB', () => {
  const bytes = JSON.stringify(sentLine('j1')).length + 2 * JSON.stringify(accepted('j1')).length + 300;
  expect(bytes * 1000).toBeLessThan(8_000_000);
});

/** A power cut may leave any unflushed operation undone; a partly written file is the last one in the folder. */
const fates: readonly ((thing: number) => Fate)[] = [() => 'old', () => 'half', () => 'new'];

test('a power cut between any two file operations keeps each line that was reported as appended', () => {
  const root = tempFolder();
  const cuts = createPowerCutDisk(root);
  const { sentLog } = openLog(root, cuts.disk);
  const appended: { readonly moments: number; readonly id: string }[] = [];
  for (const id of ['j1', 'j2', 'j3']) {
    sentLog.append(sentLine(id));
    appended.push({ moments: cuts.moments.length, id });
  }
  expect(cuts.moments.map(({ after }) => after)).toEqual([
    'start',
    ...['append sent.jsonl', 'flushFile sent.jsonl', 'flushFolder .'],
    ...['append sent.jsonl', 'flushFile sent.jsonl'],
    ...['append sent.jsonl', 'flushFile sent.jsonl'],
  ]);
  cuts.moments.forEach((moment, index) => {
    const due = appended.filter(({ moments }) => index >= moments - 1).map(({ id }) => id);
    for (const fateOf of fates) {
      const found = tempFolder();
      cuts.layOut(moment, fateOf, found);
      const { sentLog: read } = openLog(found);
      expect([moment.after, due.filter((id) => statusOf(read, id) !== 'sent')]).toEqual([moment.after, []]);
      read.append(sentLine('later'));
      expect(statusOf(openLog(found).sentLog, 'later')).toBe('sent');
    }
  });
});

test('the line is flushed before the request leaves, and the answer is appended after it', async () => {
  const harness = createHarness();
  const before: unknown[] = [];
  const fal = createFakeProvider({
    start: async () => {
      before.push(...kindsIn(harness.dataFolder));
      return { kind: 'accepted', ticket: { request: 'r1' } };
    },
  });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect([before, kindsIn(harness.dataFolder)]).toEqual([['sent'], ['sent', 'accepted', 'billed', 'kept']]);
  await program.jobs.dismiss(jobId('j1'));
  expect(kindsIn(harness.dataFolder).at(-1)).toBe('dismissed');
});

test.each(['ENOSPC', 'EROFS'])('where the line cannot be written (%s), nothing is sent', async (code) => {
  const harness = createHarness();
  const fal = createFakeProvider();
  const program = harness.open({ providers: [fal.provider], logDisk: failingDisk(1, code, true) });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'failed');
  expect(fal.count('start')).toBe(0);
  expect(storedState(program, 'j1')).toMatchObject({
    error: {
      code: code === 'ENOSPC' ? 'disk-full' : 'folder-unwritable',
      charged: 'no',
      subject: 'sent.jsonl',
    },
  });
  expect(program.jobs.spending()).toMatchObject({ value: { month: { runs: 0 } } });
});

test('an answer that cannot be appended is in the log after the next start', async () => {
  const harness = createHarness();
  const fal = createFakeProvider({ status: never });
  // The line before and its folder are flushed; everything after fails.
  const program = harness.open({ providers: [fal.provider], logDisk: failingDisk(4, 'ENOSPC', true) });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'waiting');
  expect(kindsIn(harness.dataFolder)).toEqual(['sent']);
  program.kill();
  harness.open({ providers: [fal.provider] }).reconcile();
  expect(kindsIn(harness.dataFolder)).toEqual(['sent', 'accepted']);
});

test.each<[string, StartOutcome, readonly string[]]>([
  ['a refusal', { kind: 'refused', error: fail('provider-refused', { charged: 'no' }).error }, ['refused']],
  [
    'a connection that never stood',
    { kind: 'not-sent', error: fail('provider-unreachable').error },
    ['refused'],
  ],
  ['a lost answer', { kind: 'unsure', error: fail('answer-lost', { charged: 'unknown' }).error }, ['unsure']],
])('%s has a line of its own', async (_, outcome, lines) => {
  const harness = createHarness();
  const program = harness.open({ providers: [createFakeProvider({ start: async () => outcome }).provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', outcome.kind === 'unsure' ? 'unsure' : 'failed');
  expect(kindsIn(harness.dataFolder)).toEqual(['sent', ...lines]);
});

test('a rate-limited provider: each request has a line, and each refusal', async () => {
  const harness = createHarness();
  let requests = 0;
  const busy: StartOutcome = {
    kind: 'busy',
    error: fail('provider-rate-limited').error,
    retryAfterSec: null,
  };
  const fal = createFakeProvider({
    start: async () => {
      requests += 1;
      return requests < 3 ? busy : { kind: 'accepted', ticket: { request: 'r1' } };
    },
  });
  const program = harness.open({ providers: [fal.provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(kindsIn(harness.dataFolder)).toEqual([
    ...['sent', 'refused', 'sent', 'refused', 'sent', 'accepted'],
    ...['billed', 'kept'],
  ]);
});

test('a free run is not logged', async () => {
  const harness = createHarness();
  const program = harness.open({ providers: [createFakeProvider({}, freeModel).provider] });
  await program.jobs.submit(jobRecord('j1', { model: freeModel }));
  await program.untilState('j1', 'done');
  expect([...program.sentLog.entries()]).toEqual([]);
});

test('a run that the user cancels at the provider has ended in the log', async () => {
  const harness = createHarness();
  const program = harness.open({ providers: [createFakeProvider({ status: never }).provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'waiting');
  await program.jobs.cancel(jobId('j1'));
  expect(program.sentLog.entryOf(jobId('j1'))).toMatchObject({
    status: { kind: 'ended', charged: 'no' },
    job: null,
  });
});

test('the line of a kept run holds its item', async () => {
  const program = createHarness().open({ providers: [createFakeProvider().provider] });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  expect(program.sentLog.entryOf(jobId('j1'))).toMatchObject({
    status: { kind: 'kept', itemId },
    billedMicros: 896_000,
  });
});

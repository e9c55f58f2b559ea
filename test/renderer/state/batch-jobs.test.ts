import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type BatchId, batchIdSchema, type JobState, jobIdSchema } from '#contract/model/job.ts';
import {
  batchToShow,
  countFates,
  followJobs,
  isUnsent,
  queuedBatches,
  type SentState,
  shownBatch,
  wayOf,
} from '#renderer/state/batch-jobs.ts';
import { type BatchState, emptyBatch } from '#renderer/state/batch-store.ts';
import { image } from '#test/renderer/features/batch/batch-draw.tsx';
import { item, job } from '#test/renderer/samples.ts';

const id = (name: string) => jobIdSchema.parse(name);
const failed = { kind: 'failed', error: fail('provider-failed').error } as const;
const done = job('two', { kind: 'queued' }, { parentId: id('one') });

test('a run that was retried is its last retry', () => {
  const third = job('three', { kind: 'starting' }, { parentId: id('two') });
  const follow = followJobs([third, done, job('one', failed)]);
  expect([follow(id('one'))?.id, follow(id('two'))?.id]).toEqual(['three', 'three']);
});

test('a run whose first attempt was dismissed is found by its retry', () => {
  const follow = followJobs([done]);
  expect([follow(id('one'))?.id, follow(id('gone'))]).toEqual(['two', null]);
});

const itemId = item('item-0001').id;
const ofJob = (...of: Parameters<typeof job>): SentState => ({ kind: 'job', job: job(...of) });

test('every run is counted once, by its outcome', () => {
  const states: readonly SentState[] = [
    ofJob('a', { kind: 'queued' }),
    ofJob('b', { kind: 'uploading', fraction: null }),
    ofJob('c', failed),
    ofJob('d', { kind: 'cancelled', charged: 'no' }),
    { kind: 'gone' },
    { kind: 'kept', itemId },
    { kind: 'not-sent' },
    { kind: 'absent' },
  ];
  expect(countFates(states)).toEqual({
    done: 0,
    kept: 1,
    moving: 1,
    queued: 1,
    failed: 1,
    unsure: 0,
    cancelled: 1,
    gone: 1,
    'not-sent': 1,
    absent: 1,
  });
  expect(states.map(isUnsent)).toEqual([true, true, false, false, false, false, false, false]);
});

test('a result opens the library, another end its row in the queue, and a running job nothing', () => {
  const states: readonly SentState[] = [
    ofJob('a', { kind: 'done', itemId }),
    { kind: 'kept', itemId },
    ofJob('c', failed),
    ofJob('d', { kind: 'starting' }),
    { kind: 'gone' },
  ];
  expect(states.map(wayOf)).toEqual([
    { kind: 'result', itemId },
    { kind: 'result', itemId },
    { kind: 'row', jobId: 'c' },
    null,
    null,
  ]);
});

const older = batchIdSchema.parse('older');
const newer = batchIdSchema.parse('newer');
const doneState: JobState = { kind: 'done', itemId: item('item-0001').id };
const failedState: JobState = { kind: 'failed', error: fail('provider-failed').error };
const of = (batchId: BatchId, name: string, state: JobState, createdAt: string) =>
  job(name, state, { batchId, createdAt });

const jobs = [
  of(newer, 'd', doneState, '2026-11-21T12:00:00.002Z'),
  of(newer, 'c', doneState, '2026-11-21T12:00:00.001Z'),
  of(older, 'b', { kind: 'starting' }, '2026-11-21T10:00:00.002Z'),
  job('single', { kind: 'queued' }),
  of(older, 'a', doneState, '2026-11-21T10:00:00.001Z'),
];
const ended = jobs.filter(({ id }) => id !== 'b');

test('every batch in the queue is listed once, with the time of submission and whether it is running', () => {
  expect(queuedBatches(jobs)).toEqual([
    { id: newer, createdAt: '2026-11-21T12:00:00.001Z', runs: 2, isRunning: false },
    { id: older, createdAt: '2026-11-21T10:00:00.001Z', runs: 2, isRunning: true },
  ]);
});

test('the newest running batch is shown, otherwise the newest', () => {
  const shown = [jobs, ended, []].map((those) => batchToShow(queuedBatches(those)));
  expect(shown).toEqual([older, newer, null]);
});

test('a batch is running while a failed run of it is being retried', () => {
  const first = of(older, 'a', failedState, '2026-11-21T10:00:00.001Z');
  const again = job('again', { kind: 'starting' }, { parentId: jobIdSchema.parse('a') });
  expect(queuedBatches([again, first])).toMatchObject([{ id: older, runs: 1, isRunning: true }]);
});

test('unsent files, and the user\u2019s choice, come before any batch in the queue', () => {
  const opened = image('hero.png');
  const withFiles: BatchState = {
    ...emptyBatch,
    draft: { ...emptyBatch.draft, files: [{ kind: 'open', key: '1', source: opened }] },
  };
  const choosing = (shown: BatchState['shown']) => shownBatch({ ...emptyBatch, shown }, jobs);
  expect([
    shownBatch(emptyBatch, jobs),
    shownBatch(withFiles, jobs),
    choosing({ kind: 'draft' }),
    choosing({ kind: 'batch', batchId: newer }),
    choosing({ kind: 'batch', batchId: batchIdSchema.parse('dismissed') }),
  ]).toEqual([older, null, null, newer, older]);
});

test('a batch sent by this page stays shown after all of its runs were dismissed', () => {
  const sent: BatchState = {
    draft: emptyBatch.draft,
    submit: { kind: 'sent', batchId: newer, createdAt: '', runs: [], jobIds: new Map() },
    shown: { kind: 'batch', batchId: newer },
  };
  expect(shownBatch(sent, [])).toBe(newer);
});

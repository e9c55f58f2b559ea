import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type BatchId, batchIdSchema, type JobState, jobIdSchema } from '#contract/model/job.ts';
import { batchToShow, queuedBatches, shownBatch } from '#renderer/state/batch-shown.ts';
import { type BatchState, emptyBatch } from '#renderer/state/batch-store.ts';
import { image } from '#test/renderer/features/batch/batch-draw.tsx';
import { item, job } from '#test/renderer/samples.ts';

const older = batchIdSchema.parse('older');
const newer = batchIdSchema.parse('newer');
const done: JobState = { kind: 'done', itemId: item('item-0001').id };
const failed: JobState = { kind: 'failed', error: fail('provider-failed').error };
const of = (batchId: BatchId, name: string, state: JobState, createdAt: string) =>
  job(name, state, { batchId, createdAt });

const jobs = [
  of(newer, 'd', done, '2026-11-21T12:00:00.002Z'),
  of(newer, 'c', done, '2026-11-21T12:00:00.001Z'),
  of(older, 'b', { kind: 'starting' }, '2026-11-21T10:00:00.002Z'),
  job('single', { kind: 'queued' }),
  of(older, 'a', done, '2026-11-21T10:00:00.001Z'),
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
  const first = of(older, 'a', failed, '2026-11-21T10:00:00.001Z');
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

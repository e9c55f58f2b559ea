import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { type BatchId, batchIdSchema } from '#contract/model/batch.ts';
import { type JobState, jobIdSchema } from '#contract/model/job.ts';
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

test('every batch in the queue is told once, with when it was sent and whether it goes on', () => {
  expect(queuedBatches(jobs)).toEqual([
    { id: newer, createdAt: '2026-11-21T12:00:00.001Z', runs: 2, isGoingOn: false },
    { id: older, createdAt: '2026-11-21T10:00:00.001Z', runs: 2, isGoingOn: true },
  ]);
});

test('the newest batch that goes on is shown, else the newest', () => {
  const shown = [jobs, ended, []].map((those) => batchToShow(queuedBatches(those)));
  expect(shown).toEqual([older, newer, null]);
});

test('a batch goes on while a run of it that failed is being tried again', () => {
  const first = of(older, 'a', failed, '2026-11-21T10:00:00.001Z');
  const again = job('again', { kind: 'starting' }, { parentId: jobIdSchema.parse('a') });
  expect(queuedBatches([again, first])).toMatchObject([{ id: older, runs: 1, isGoingOn: true }]);
});

test('files that were never sent, and what a person chose to see, come before any batch in the queue', () => {
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
    choosing({ kind: 'batch', batchId: batchIdSchema.parse('put away') }),
  ]).toEqual([older, null, null, newer, older]);
});

test('a batch that this page has sent stays in sight after all of its runs were put away', () => {
  const sent: BatchState = {
    draft: emptyBatch.draft,
    submit: { kind: 'sent', batchId: newer, createdAt: '', runs: [], jobIds: new Map() },
    shown: { kind: 'batch', batchId: newer },
  };
  expect(shownBatch(sent, [])).toBe(newer);
});

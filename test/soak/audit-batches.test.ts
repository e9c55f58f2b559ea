import { expect, test } from 'vitest';
import { type BatchId, batchIdSchema } from '#contract/model/batch.ts';
import type { StoredState } from '#main/jobs/record.ts';
import { jobRecord } from '#test/main/jobs/samples.ts';
import { judgeBatches } from './audit-batches.ts';
import { good, states } from './audit-samples.ts';
import { planBatches } from './submissions.ts';

const own = batchIdSchema.parse('b1');
const jobs = (states: readonly StoredState[], batchId: BatchId | null = own) =>
  states.map((state, place) => ({ ...jobRecord(`j${place}`, { state, prompt: `p${place}` }), batchId }));
const judge = (records: ReturnType<typeof jobs>, stopAfter: number | null = 1) =>
  judgeBatches({
    ...good,
    batches: [{ prompts: ['p0', 'p1'], stopAfter }],
    disk: { ...good.disk, records },
  });
const { done, failed, cancelled } = states;

test('a batch that is there whole, or not at all, is in order, and so is one that its failures called off', () => {
  expect([judge(jobs([done, done])), judge([]), judge(jobs([failed, cancelled]))]).toEqual([[], [], []]);
});

test('a batch in part, apart, or called off too early is a breach', () => {
  expect([
    judge(jobs([done])),
    judge(jobs([done, done], null)),
    judge(jobs([failed, cancelled]), 2),
    judge(jobs([failed, cancelled]), null),
  ]).toEqual([
    ['the batch of "p0" is 1 of 2 jobs in 1 batches'],
    ['the batch of "p0" is 2 of 2 jobs in 1 batches'],
    ['the batch of "p0" was called off after 1 failures instead of 2'],
    ['the batch of "p0" was called off after 1 failures instead of never'],
  ]);
});

test('a run ordered by itself belongs to no batch, and nobody calls it off', () => {
  const alone = { ...jobRecord('j9', { state: cancelled, prompt: 'p9' }), batchId: own };
  expect(judge([alone])).toEqual([
    '"p9" was ordered by itself and is in a batch',
    '"p9" was cancelled by nobody',
  ]);
});

test('about half of forty orders come in batches of two to four, the same for the same seed', () => {
  const batches = planBatches(40, 3);
  const inBatches = batches.flatMap(({ prompts }) => prompts);
  expect(planBatches(40, 3)).toEqual(batches);
  expect([inBatches.length > 8, inBatches.length < 36, new Set(inBatches).size]).toEqual([
    true,
    true,
    inBatches.length,
  ]);
  expect(batches.every(({ prompts }) => prompts.length >= 2 && prompts.length <= 4)).toBe(true);
});

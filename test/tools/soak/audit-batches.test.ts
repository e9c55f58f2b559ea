import { expect, test } from 'vitest';
import { type BatchId, batchIdSchema } from '#contract/model/job.ts';
import type { StoredState } from '#main/jobs/record.ts';
import { jobRecord } from '#test/main/jobs/samples.ts';
import { checkBatches } from './audit-batches.ts';
import { good, states } from './audit-samples.ts';
import { planBatches } from './submissions.ts';

const own = batchIdSchema.parse('b1');
const jobs = (states: readonly StoredState[], batchId: BatchId | null = own) =>
  states.map((state, place) => ({ ...jobRecord(`j${place}`, { state, prompt: `p${place}` }), batchId }));
const check = (records: ReturnType<typeof jobs>, stopAfter: number | null = 1) =>
  checkBatches({
    ...good,
    batches: [{ prompts: ['p0', 'p1'], stopAfter }],
    disk: { ...good.disk, records },
  });
const { done, failed, cancelled } = states;

test('accepts a complete batch, a missing batch, and a batch cancelled after its failures', () => {
  expect([check(jobs([done, done])), check([]), check(jobs([failed, cancelled]))]).toEqual([[], [], []]);
});

test('reports a batch that is incomplete, separated, or cancelled too early', () => {
  expect([
    check(jobs([done])),
    check(jobs([done, done], null)),
    check(jobs([failed, cancelled]), 2),
    check(jobs([failed, cancelled]), null),
  ]).toEqual([
    ['the batch of "p0" is 1 of 2 jobs in 1 batches'],
    ['the batch of "p0" is 2 of 2 jobs in 1 batches'],
    ['the batch of "p0" was cancelled after 1 failures instead of 2'],
    ['the batch of "p0" was cancelled after 1 failures instead of never'],
  ]);
});

test('reports a single order that has a batch or was cancelled', () => {
  const alone = { ...jobRecord('j9', { state: cancelled, prompt: 'p9' }), batchId: own };
  expect(check([alone])).toEqual([
    '"p9" is a single order, but has a batch',
    '"p9" is a single order, but was cancelled',
  ]);
});

test('plans batches of two to four jobs for about half of forty orders, the same for the same seed', () => {
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

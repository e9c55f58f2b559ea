/** The `batch` command: its matrix, its question, its exit status. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { batchIdSchema, type Job, type JobState } from '#contract/model/job.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { Handlers } from '#main/ipc/handlers.ts';
import { demoModel, falModel, job, novitaModel } from '#test/renderer/samples.ts';
import { fakeInputs } from './fake-inputs.ts';
import { callInputs, type Fake, typed } from './fake-program.ts';

const clear: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0 };
const at = '2026-11-20T09:30:00.000Z';
const earlier = { kind: 'item' as const, itemId: itemIdSchema.parse('item-earlier'), at };
const batchId = batchIdSchema.parse('batch-1');
const doneState: JobState = { kind: 'done', itemId: itemIdSchema.parse('item-one') };

/** `ends`: the final state of each run in order; default: done. */
const handlersWith = (spendCheck: SpendCheck, ends: readonly JobState[] = []): Partial<Handlers> => {
  let jobs: Job[] = [];
  return {
    ...fakeInputs([falModel, novitaModel, demoModel], { 'long.mp4': 25, 'tiny.mp4': 1 }),
    'jobs.spendCheck': async ({ requests }) =>
      ok({ ...spendCheck, repeats: spendCheck.repeats.filter(({ index }) => index < requests.length) }),
    'jobs.submitBatch': async ({ requests }) => {
      jobs = requests.map((_, index) => job(`job-${index}`, ends[index] ?? doneState, { batchId }));
      return ok({ batchId, jobs: jobs.map((one) => ({ ...one, state: { kind: 'queued' as const } })) });
    },
    'jobs.list': async () => ok(jobs.toReversed()),
  };
};

const files = ['--image', 'hero.png', 'queen.png', '--video', 'dance.mp4', 'squats.mp4'];
const onFal = ['--model', 'fal/kling-v2.6-pro'];

const batch = (
  options: readonly string[],
  more: Fake = {},
  spendCheck = clear,
  ends: readonly JobState[] = [],
) => typed(['batch', ...options, '--json'], { handlers: handlersWith(spendCheck, ends), ...more });

type Printed = {
  readonly batchId: string | null;
  readonly cells: readonly {
    readonly image: string;
    readonly video: string;
    readonly model: string;
    readonly verdict: string;
    readonly fate: string;
    readonly job: { readonly id: string } | null;
  }[];
  readonly total: { readonly runs: number; readonly knownMicros: number; readonly unknownRuns: number };
};
const printed = (stdout: string): Printed => JSON.parse(stdout) as Printed;
const rows = (stdout: string) =>
  printed(stdout).cells.map(({ image, video, model, verdict, fate, job: found }) =>
    [image, video, model, verdict, fate, found?.id ?? null].join(' '),
  );

test('submits every image with every video on every model after one question', async () => {
  const ended = await batch([...files, ...onFal, '--model', 'demo/offline', '--stop-after', '3'], {
    answer: 'yes',
  });
  expect({ status: ended.status, questions: ended.questions, rows: rows(ended.stdout) }).toEqual({
    status: 0,
    questions: ['Submit 8 generations, about $3.584 in total, and pay? [y/N] '],
    rows: [
      'hero.png dance.mp4 fal/kling-v2.6-pro ready ordered job-0',
      'hero.png squats.mp4 fal/kling-v2.6-pro ready ordered job-1',
      'queen.png dance.mp4 fal/kling-v2.6-pro ready ordered job-2',
      'queen.png squats.mp4 fal/kling-v2.6-pro ready ordered job-3',
      'hero.png dance.mp4 demo/offline ready ordered job-4',
      'hero.png squats.mp4 demo/offline ready ordered job-5',
      'queen.png dance.mp4 demo/offline ready ordered job-6',
      'queen.png squats.mp4 demo/offline ready ordered job-7',
    ],
  });
  expect(printed(ended.stdout)).toMatchObject({
    batchId: 'batch-1',
    total: { runs: 8, knownMicros: 3_584_000, unknownRuns: 0 },
  });
  expect(callInputs(ended, 'jobs.submitBatch')).toMatchObject([
    { stopAfter: 3, approvals: { repeat: false, overLimit: false } },
  ]);
});

test('a path that is given twice is one row of the batch', async () => {
  const ended = await batch([
    ...['--image', 'hero.png', './hero.png', '--video', 'squats.mp4', 'dance.mp4', './squats.mp4'],
    ...onFal,
    '--yes',
  ]);
  expect(rows(ended.stdout)).toEqual([
    'hero.png squats.mp4 fal/kling-v2.6-pro ready ordered job-0',
    'hero.png dance.mp4 fal/kling-v2.6-pro ready ordered job-1',
  ]);
  expect(callInputs(ended, 'media.open')).toHaveLength(3);
});

test('trims a video that is too long to its best part, and lists impossible cells as excluded', async () => {
  const ended = await batch([
    ...['--image', 'hero.png', '--video', 'long.mp4', 'tiny.mp4'],
    ...onFal,
    '--yes',
  ]);
  expect(rows(ended.stdout)).toEqual([
    'hero.png long.mp4 fal/kling-v2.6-pro fixable ordered job-0',
    'hero.png tiny.mp4 fal/kling-v2.6-pro impossible impossible ',
  ]);
  expect(ended.stderr).toContain('hero.png + tiny.mp4, fal/kling-v2.6-pro: not supported, excluded');
  const [order] = callInputs(ended, 'jobs.submitBatch') as [{ requests: { choices: { trim: unknown } }[] }];
  expect(order.requests).toHaveLength(1);
  expect(order.requests[0]?.choices.trim).toMatchObject({ startSec: expect.any(Number) });
});

test('asks and submits nothing if every cell is impossible', async () => {
  const ended = await batch(['--image', 'hero.png', '--video', 'tiny.mp4', ...onFal]);
  expect({ status: ended.status, json: JSON.parse(ended.stdout), questions: ended.questions }).toMatchObject({
    status: 3,
    json: { error: { code: 'input-refused', charged: 'no' } },
    questions: [],
  });
});

const repeats: SpendCheck = { ...clear, repeats: [{ index: 1, earlier }] };

test('--leave-repeats-out lists repeats without submitting them', async () => {
  const guarded: Partial<Handlers> = {
    ...handlersWith(clear),
    'jobs.spendCheck': async ({ requests }) => ok(requests.length === 4 ? repeats : clear),
  };
  const ended = await batch([...files, ...onFal, '--leave-repeats-out', '--yes'], { handlers: guarded });
  expect({ status: ended.status, fates: printed(ended.stdout).cells.map(({ fate }) => fate) }).toEqual({
    status: 0,
    fates: ['ordered', 'repeat', 'ordered', 'ordered'],
  });
  expect(callInputs(ended, 'jobs.spendCheck')).toHaveLength(2);
});

test('exits with 0 and submits nothing if every cell is a repeat', async () => {
  const ended = await batch(
    ['--image', 'hero.png', '--video', 'dance.mp4', ...onFal, '--leave-repeats-out'],
    {},
    { ...clear, repeats: [{ index: 0, earlier }] },
  );
  expect({ status: ended.status, json: printed(ended.stdout) }).toMatchObject({
    status: 0,
    json: { batchId: null, cells: [{ fate: 'repeat', job: null }], total: { runs: 0 } },
  });
});

test.each([
  ['repeats', repeats, 'duplicate-unapproved', '--again'],
  [
    'an exceeded limit',
    { ...clear, breaches: [{ limit: 'month' as const, limitMicros: 1_000_000, wouldBeMicros: 3_584_000 }] },
    'spending-limit-exceeded',
    '--over-limit',
  ],
])('--yes alone does not confirm %s', async (_title, spendCheck, code, option) => {
  const refused = await batch([...files, ...onFal, '--yes'], {}, spendCheck);
  expect({ status: refused.status, json: JSON.parse(refused.stdout) }).toMatchObject({
    status: 2,
    json: { error: { code, charged: 'no', message: expect.stringContaining(`add ${option} to submit`) } },
  });
  expect(callInputs(refused, 'jobs.submitBatch')).toEqual([]);
  expect((await batch([...files, ...onFal, '--yes', option], {}, spendCheck)).status).toBe(0);
});

test('exits with the most severe status and lists the end of each job', async () => {
  const lost: JobState = { kind: 'unsure', error: fail('answer-lost', { charged: 'unknown' }).error };
  const failed: JobState = { kind: 'failed', error: fail('provider-failed', { charged: 'yes' }).error };
  const cancelled: JobState = { kind: 'cancelled', charged: 'no' };
  const handlers = handlersWith(clear, [doneState, failed, lost, cancelled]);
  const ended = await typed(['batch', ...files, ...onFal, '--yes'], { handlers });
  expect({ status: ended.status, lines: ended.stdout.trimEnd().split('\n') }).toEqual({
    status: 5,
    lines: [
      'hero.png + dance.mp4, fal/kling-v2.6-pro: result item-one, /library/item-one/result.mp4',
      expect.stringMatching(/^hero\.png \+ squats\.mp4.*: Failed\. .*The provider has charged this job\./),
      expect.stringMatching(/^queen\.png \+ dance\.mp4.*: Unconfirmed\. .*It may have been charged\./),
      'queen.png + squats.mp4, fal/kling-v2.6-pro: Cancelled. Nothing was charged.',
    ],
  });
});

const one = ['--image', 'hero.png', '--video', 'dance.mp4', ...onFal, '--yes'];

test('Ctrl+C stops following the jobs without cancelling them', async () => {
  const stop = new AbortController();
  const waiting: JobState = {
    ...{ kind: 'waiting', fraction: null, queuePosition: 2, etaSec: null },
    ...{ trouble: null, isCancelRequested: false },
  };
  const handlers = handlersWith(clear, [waiting]);
  const { status, stdout, stderr } = await typed(['batch', ...one], {
    signal: stop.signal,
    handlers: {
      ...handlers,
      'settings.get': async () => {
        stop.abort();
        return ok(settingsSchema.parse({}));
      },
    },
  });
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: 'hero.png + dance.mp4, fal/kling-v2.6-pro: Waiting for the provider, no longer watched\n',
  });
  expect(stderr).toContain('Stopped watching.');
});

test('Ctrl+C before the submit sends nothing, whichever options confirm', async () => {
  const ended = await batch(one, { signal: AbortSignal.abort() });
  expect({ status: ended.status, sent: callInputs(ended, 'jobs.submitBatch') }).toEqual({
    status: 1,
    sent: [],
  });
});

test('submits free runs without a question', async () => {
  const ended = await batch([...files, '--model', 'demo/offline'], {}, repeats);
  expect({
    status: ended.status,
    questions: ended.questions,
    spendCheck: callInputs(ended, 'jobs.spendCheck'),
  }).toEqual({
    status: 0,
    questions: [],
    spendCheck: [],
  });
});

test('reports a missing key or file before the question', async () => {
  const keyless = await batch([...files, '--model', 'fal/kling-v2.6-pro'], {
    handlers: {
      ...handlersWith(clear),
      'keys.status': async () => ok([{ provider: 'fal', isSet: false, keptIn: 'nowhere' }]),
    },
  });
  const fileless = await batch(['--image', 'missing.png', '--video', 'dance.mp4', ...onFal]);
  const unknown = await batch([...files, '--model', 'no/such']);
  expect([keyless, fileless, unknown].map(({ status, questions }) => [status, questions.length])).toEqual([
    [6, 0],
    [3, 0],
    [2, 0],
  ]);
});

test('rejects more runs than a batch may have', async () => {
  const many = Array.from({ length: 15 }, (_, index) => index);
  const ended = await batch([
    ...[
      '--image',
      ...many.map((index) => `p${index}.png`),
      '--video',
      ...many.map((index) => `c${index}.mp4`),
    ],
    ...onFal,
  ]);
  expect({ status: ended.status, json: JSON.parse(ended.stdout) }).toMatchObject({
    status: 2,
    json: { error: { code: 'bad-request', reason: 'too-many-runs', count: 225, max: 200 } },
  });
});

test.each([
  [['batch', ...files]],
  [['batch', '--image', 'hero.png', ...onFal]],
  [['batch', ...files, ...onFal, '--stop-after', '0']],
  [['batch', ...files, ...onFal, '--again', '--leave-repeats-out']],
])('rejects %j with exit status 2', async (args) => {
  const { status, calls } = await typed(args);
  expect({ status, calls }).toEqual({ status: 2, calls: [] });
});

/** The questions of `run` before a paid submit, and the options that confirm them. */
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { Handlers } from '#main/ipc/handlers.ts';
import { demoModel, falModel, item, job } from '#test/renderer/samples.ts';
import { fakeInputs } from './fake-inputs.ts';
import { callInputs, type Ended, type Fake, typed } from './fake-program.ts';

const clear: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0 };
const at = '2026-11-20T09:30:00.000Z';
const repeat: SpendCheck['repeats'] = [
  { index: 0, earlier: { kind: 'item', itemId: itemIdSchema.parse('item-earlier'), at } },
];
const breach: SpendCheck['breaches'] = [{ limit: 'day', limitMicros: 5_000_000, wouldBeMicros: 5_896_000 }];
const both: SpendCheck = { ...clear, repeats: repeat, breaches: breach };

const done = job('job-1', { kind: 'done', itemId: itemIdSchema.parse('item-one') });
const handlersWith = (spendCheck: SpendCheck): Partial<Handlers> => ({
  ...fakeInputs([falModel, demoModel]),
  'jobs.spendCheck': async () => ok(spendCheck),
  'jobs.submit': async () => ok(done),
  'jobs.list': async () => ok([done]),
  'library.get': async () => ok(item('item-one')),
});

const run = (
  spendCheck: SpendCheck,
  options: readonly string[],
  fake: Fake = {},
  model = 'fal/kling-v2.6-pro',
) =>
  typed(['run', '--image', 'hero.png', '--video', 'dance.mp4', '--model', model, ...options], {
    ...fake,
    handlers: handlersWith(spendCheck),
  });

const sentWith = (ended: Ended) =>
  callInputs(ended, 'jobs.submit').map((input) => (input as { approvals: unknown }).approvals);

test.each([
  ['without findings', clear, ['--yes'], { repeat: false, overLimit: false }],
  [
    'with --again for a repeat',
    { ...clear, repeats: repeat },
    ['--yes', '--again'],
    { repeat: true, overLimit: false },
  ],
  [
    'with --over-limit for an exceeded limit',
    { ...clear, breaches: breach },
    ['--yes', '--over-limit'],
    { repeat: false, overLimit: true },
  ],
  [
    'with both options for both',
    both,
    ['--yes', '--again', '--over-limit'],
    { repeat: true, overLimit: true },
  ],
])('submits without a question: %s', async (_title, spendCheck, options, approvals) => {
  const ended = await run(spendCheck, options);
  expect({ status: ended.status, questions: ended.questions, sentWith: sentWith(ended) }).toEqual({
    status: 0,
    questions: [],
    sentWith: [approvals],
  });
});

test.each([
  ['a repeat', { ...clear, repeats: repeat }, ['--yes'], 'duplicate-unapproved', '--again'],
  ['a breach', { ...clear, breaches: breach }, ['--yes'], 'spending-limit-exceeded', '--over-limit'],
  ['a breach with --again only', both, ['--yes', '--again'], 'spending-limit-exceeded', '--over-limit'],
  [
    'an unknown price with a limit',
    { ...clear, unknownCosts: 1 },
    ['--yes'],
    'spending-limit-exceeded',
    '--over-limit',
  ],
  ['both', both, [], 'duplicate-unapproved', '--yes --again --over-limit'],
])('refuses %s with the option missing', async (_title, spendCheck, options, code, missing) => {
  const ended = await run(spendCheck, [...options, '--json']);
  expect({ status: ended.status, sentWith: sentWith(ended), json: JSON.parse(ended.stdout) }).toMatchObject({
    status: 2,
    sentWith: [],
    json: {
      error: {
        ...{ code, charged: 'no' },
        message: expect.stringMatching(
          new RegExp(`add ${missing} to submit\\. Nothing was submitted or charged\\.$`),
        ),
      },
    },
  });
});

test('prints the earlier result with its file, and the limit with the resulting spending', async () => {
  const { stderr } = await run(both, ['--yes']);
  expect(stderr).toContain(
    'This generation: already generated: result item-earlier of 2026-11-20 09:30, /library/item-earlier/result.mp4\n',
  );
  expect(stderr).toContain('It would exceed the daily limit ($5.896 of $5.00).\n');
});

test('names the job of an earlier run that is not finished', async () => {
  const earlier = { kind: 'job' as const, jobId: jobIdSchema.parse('job-earlier'), at };
  const { stderr } = await run({ ...clear, repeats: [{ index: 0, earlier }] }, ['--yes']);
  expect(stderr).toContain('already submitted, not finished: job job-earlier of 2026-11-20 09:30');
});

test.each([
  ['yes' as const, 0, [{ repeat: true, overLimit: true, question: both }]],
  ['no' as const, 1, []],
])('asks one question that names both findings, and applies the answer %s', async (answer, status, sent) => {
  const ended = await run(both, [], { answer });
  expect({ status: ended.status, questions: ended.questions, sentWith: sentWith(ended) }).toEqual({
    status,
    questions: [
      'It was already generated as result item-earlier, and it would exceed the daily limit ($5.896 of $5.00). Submit and pay anyway? [y/N] ',
    ],
    sentWith: sent,
  });
});

test('asks about a repeat even with --yes', async () => {
  const ended = await run({ ...clear, repeats: repeat }, ['--yes'], { answer: 'yes' });
  expect({ count: ended.questions.length, sentWith: sentWith(ended) }).toEqual({
    count: 1,
    sentWith: [{ repeat: true, overLimit: false, question: { ...clear, repeats: repeat } }],
  });
});

test('does not ask before a free run', async () => {
  const ended = await run(both, [], {}, 'demo/offline');
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

test('Ctrl+C before the submit sends nothing', async () => {
  const ended = await run(clear, ['--yes'], { signal: AbortSignal.abort() });
  expect({ status: ended.status, sent: callInputs(ended, 'jobs.submit') }).toEqual({ status: 1, sent: [] });
  expect(ended.stderr).toContain('Nothing was submitted or charged.');
});

test('asks again about findings that appear before the answer', async () => {
  const spendChecks = [{ ...clear, repeats: repeat }, both];
  const ended = await typed(
    ['run', '--image', 'hero.png', '--video', 'dance.mp4', '--model', 'fal/kling-v2.6-pro'],
    {
      answer: 'yes',
      handlers: { ...handlersWith(both), 'jobs.spendCheck': async () => ok(spendChecks.shift() ?? both) },
    },
  );
  expect({ questions: ended.questions.map((one) => one.slice(0, 60)), sentWith: sentWith(ended) }).toEqual({
    questions: [
      'It was already generated as result item-earlier. Submit and ',
      'It was already generated as result item-earlier, and it woul',
    ],
    sentWith: [{ repeat: true, overLimit: true, question: both }],
  });
});

test('an option confirms all findings of its kind', async () => {
  const ended = await run(both, ['--again'], { answer: 'yes' });
  expect(sentWith(ended)).toEqual([{ repeat: true, overLimit: true }]);
});

test('prints one JSON value after Ctrl+C', async () => {
  const stop = new AbortController();
  const waiting = job('job-1', { kind: 'queued' });
  const ended = await typed(
    ['run', '--image', 'hero.png', '--video', 'dance.mp4', '--model', 'demo/offline', '--json'],
    {
      signal: stop.signal,
      handlers: {
        ...handlersWith(clear),
        'jobs.submit': async () => ok(waiting),
        'jobs.list': async () => {
          stop.abort();
          return ok([waiting]);
        },
      },
    },
  );
  expect({ status: ended.status, json: JSON.parse(ended.stdout) }).toMatchObject({
    status: 1,
    json: { job: { id: 'job-1', state: { kind: 'queued' } }, item: null },
  });
});

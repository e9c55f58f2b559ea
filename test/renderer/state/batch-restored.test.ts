import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import type { ModelId } from '#contract/model/choices.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { type BatchOrder, batchIdSchema, type Job, type JobState, jobIdSchema } from '#contract/model/job.ts';
import { restoreBatch } from '#renderer/state/batch-restored.ts';
import { demoModel, demoModelId, falModel, falModelId, item, job } from '#test/renderer/samples.ts';

const batchId = batchIdSchema.parse('batch');
const waiting: JobState = { kind: 'queued' };
const failed: JobState = { kind: 'failed', error: fail('provider-failed').error };
const choices = job('any', waiting).choices;
const fal = falModel.name;

const run = (name: string, state: JobState = waiting, more: Partial<Job> = {}): Job =>
  job(name, state, { batchId, ...more });
const kept = (id: string): KeptItem => item(`item-of-${id}`, { jobId: id });
const done = (id: string): JobState => ({ kind: 'done', itemId: kept(id).id });

const file = (name: string) => ({ name, sha256: '0'.repeat(64) });
const at = (row: number, column: number, ids: readonly string[], modelId: ModelId = falModelId) => ({
  ...{ modelId, row, column },
  jobIds: ids.map((id) => jobIdSchema.parse(id)),
});
const order: BatchOrder = {
  createdAt: '2026-11-21T10:00:00.000Z',
  rows: [file('a.png'), file('b.png')],
  columns: [file('1.mp4'), file('2.mp4')],
  runs: [at(0, 0, ['a1']), at(0, 1, ['a2']), at(1, 0, ['b1'])],
  isComplete: true,
};

/** `jobs`: in the order in which they were sent, the reverse of the queue. */
const restored = (jobs: readonly Job[], items: readonly KeptItem[] = [], more: Partial<BatchOrder> = {}) =>
  restoreBatch({
    order: { ...order, ...more },
    jobs: jobs.toReversed(),
    models: [demoModel, falModel],
    items,
  });

/** One line per row of each model: its name and the state of each of its cells. */
const drawn = (...given: Parameters<typeof restored>): readonly string[] => {
  const { runs } = restored(...given);
  const rows = Map.groupBy(runs, ({ model, image }) => `${model.name}: ${image.id}`);
  return [...rows.values()].map((cells) => {
    const states = cells.map(({ video, state }) => {
      if (state.kind === 'job') return `${video.name} ${state.job.id}`;
      return `${video.name} ${state.kind === 'kept' ? state.itemId : state.kind}`;
    });
    return `${cells[0]?.model.name}, ${cells[0]?.image.name}: ${states.join(', ')}`;
  });
};

test('shows all rows and columns, also where every run of one was dismissed', () => {
  expect(drawn([run('a1'), run('a2')])).toEqual([
    `${fal}, a.png: 1.mp4 a1, 2.mp4 a2`,
    `${fal}, b.png: 1.mp4 gone, 2.mp4 not-sent`,
  ]);
});

test('draws a whole block for each model, in the order in which they were submitted', () => {
  const runs = [at(0, 0, ['a1'], demoModelId), at(1, 1, ['b2'])];
  expect(drawn([run('a1'), run('b2')], [], { runs })).toEqual([
    `${demoModel.name}, a.png: 1.mp4 a1, 2.mp4 not-sent`,
    `${demoModel.name}, b.png: 1.mp4 not-sent, 2.mp4 not-sent`,
    `${fal}, a.png: 1.mp4 not-sent, 2.mp4 not-sent`,
    `${fal}, b.png: 1.mp4 not-sent, 2.mp4 b2`,
  ]);
});

test('does not say that a run was not sent where the order is not complete', () => {
  expect(drawn([run('a1')], [], { isComplete: false, runs: [at(0, 0, ['a1'])] })[1]).toBe(
    `${fal}, b.png: 1.mp4 absent, 2.mp4 absent`,
  );
});

test('keeps files with the same name apart', () => {
  const rows = [file('a.png'), file('a.png')];
  expect(drawn([run('a1'), run('a2'), run('b1')], [], { rows })).toEqual([
    `${fal}, a.png: 1.mp4 a1, 2.mp4 a2`,
    `${fal}, a.png: 1.mp4 b1, 2.mp4 not-sent`,
  ]);
});

test('a retry takes the place of the run, whether the order names it yet or not', () => {
  const again = run('again', waiting, { batchId: null, parentId: jobIdSchema.parse('a1') });
  const jobs = [run('a1', failed), run('a2'), run('b1'), again];
  const line = `${fal}, a.png: 1.mp4 again, 2.mp4 a2`;
  expect(drawn(jobs)[0]).toBe(line);
  const runs = [at(0, 0, ['a1', 'again']), ...order.runs.slice(1)];
  expect(drawn(jobs, [], { runs })[0]).toBe(line);
  expect(drawn(jobs.slice(1), [], { runs })[0], 'the first job was dismissed').toBe(line);
});

test('a dismissed run is its library item, also that of a retry', () => {
  const runs = [at(0, 0, ['a1']), at(0, 1, ['a2', 'again']), at(1, 0, ['b1'])];
  expect(drawn([run('b1')], [kept('a1'), kept('again'), kept('other')], { runs })).toEqual([
    `${fal}, a.png: 1.mp4 item-of-a1, 2.mp4 item-of-again`,
    `${fal}, b.png: 1.mp4 b1, 2.mp4 not-sent`,
  ]);
  expect(drawn([run('a2', failed), run('b1')], [kept('again')], { runs })[0]).toBe(
    `${fal}, a.png: 1.mp4 gone, 2.mp4 item-of-again`,
  );
});

test('its choices and its price are those of its runs in the queue, and a stored image can be shown', () => {
  const free = { unknown: 'no published price' };
  const jobs = [
    run('a1', waiting, { choices: { ...choices, modelId: demoModelId, keepAudio: false }, estimate: free }),
    run('b1', done('b1'), { choices: { ...choices, prompt: 'slowly' } }),
  ];
  const runs = [at(0, 0, ['a1'], demoModelId), at(1, 0, ['b1'])];
  const { runs: cells, ...batch } = restored(jobs, [], { runs });
  expect(batch).toEqual({
    createdAt: order.createdAt,
    inQueue: { runs: 2, knownMicros: 1_120_000, unknownRuns: 1 },
    choices: {
      modelIds: [demoModelId, falModelId],
      orientation: 'image',
      prompt: 'slowly',
      negativePrompt: '',
      keepAudio: true,
      stopAfter: '',
    },
  });
  expect(cells.slice(0, 4).map(({ image, video }) => [image.itemId, video.itemId])).toEqual([
    [null, 'item-of-b1'],
    [null, null],
    ['item-of-b1', 'item-of-b1'],
    ['item-of-b1', null],
  ]);
});

test('an unknown model is shown by its id', () => {
  const { runs } = restoreBatch({ order, jobs: [run('a1')], models: [], items: [] });
  expect(runs[0]?.model.name).toBe(falModelId);
});

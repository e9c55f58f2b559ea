import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { batchIdSchema } from '#contract/model/batch.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { type Job, type JobState, jobIdSchema } from '#contract/model/job.ts';
import { restoreBatch } from '#renderer/state/batch-restored.ts';
import { demoModel, demoModelId, falModel, falModelId, item, job } from './samples.ts';

const batchId = batchIdSchema.parse('batch');
const sha = (letter: string) => letter.repeat(64);
const waiting: JobState = { kind: 'queued' };
const choices = job('any', waiting).choices;

type Given = { readonly state?: JobState; readonly more?: Partial<Job> };

/** `name`: also the first letters of its two files, as in `a1`. */
const run = (name: string, { state = waiting, more = {} }: Given = {}): Job =>
  job(name, state, { batchId, imageName: `${name[0]}.png`, videoName: `${name[1]}.mp4`, ...more });
const kept = (id: string, more: Partial<KeptItem> = {}): KeptItem =>
  item(`item-of-${id}`, { jobId: id, ...more });
const done = (id: string): Given => ({ state: { kind: 'done', itemId: kept(id).id } });

/** `jobs`: in the order in which they were sent, as the queue never lists them. */
const restored = (jobs: readonly Job[], items: readonly KeptItem[] = []) => {
  const batch = restoreBatch({
    jobs: jobs.toReversed(),
    batchId,
    models: [demoModel, falModel],
    items,
  });
  if (batch === null) throw new Error('There is no such batch.');
  return batch;
};

/** A line for each picture of each model: its name and the state of each of its cells. */
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
const fal = falModel.name;

test('rows and columns stand as they were sent, with a block for each model', () => {
  const ofDemo = { more: { choices: { ...choices, modelId: demoModelId } } };
  const again = (name: string) => run(`${name} at demo`, ofDemo);
  const jobs = [
    run('b2'),
    run('b1'),
    run('a2'),
    run('a1'),
    again('b2'),
    again('b1'),
    again('a2'),
    again('a1'),
  ];
  expect(drawn(jobs)).toEqual([
    `${fal}, b.png: 2.mp4 b2, 1.mp4 b1`,
    `${fal}, a.png: 2.mp4 a2, 1.mp4 a1`,
    `${demoModel.name}, b.png: 2.mp4 b2 at demo, 1.mp4 b1 at demo`,
    `${demoModel.name}, a.png: 2.mp4 a2 at demo, 1.mp4 a1 at demo`,
  ]);
});

test('what nobody knows of is an empty cell in whole blocks, never a guess', () => {
  const atDemo = run('c1', { more: { choices: { ...choices, modelId: demoModelId } } });
  expect(drawn([run('a1'), run('b2'), atDemo])).toEqual([
    `${fal}, a.png: 1.mp4 a1, 2.mp4 absent`,
    `${fal}, b.png: 1.mp4 absent, 2.mp4 b2`,
    `${fal}, c.png: 1.mp4 absent, 2.mp4 absent`,
    `${demoModel.name}, a.png: 1.mp4 absent, 2.mp4 absent`,
    `${demoModel.name}, b.png: 1.mp4 absent, 2.mp4 absent`,
    `${demoModel.name}, c.png: 1.mp4 c1, 2.mp4 absent`,
  ]);
});

test('two batches of the same files and single runs beside them are not mixed', () => {
  const other = { more: { batchId: batchIdSchema.parse('other') } };
  const single = { more: { batchId: null } };
  expect(
    drawn([run('a1 before', other), run('a1'), run('a1 alone', single), run('a1 after', other)]),
  ).toEqual([`${fal}, a.png: 1.mp4 a1`]);
  expect(restoreBatch({ jobs: [run('a1', other)], batchId, models: [], items: [] })).toBeNull();
});

test('a run that was tried again stands in the place of its first try', () => {
  const failed: JobState = { kind: 'failed', error: fail('provider-failed').error };
  const again = run('again', { more: { batchId: null, parentId: jobIdSchema.parse('a1') } });
  expect(drawn([run('a1', { state: failed }), run('a2'), again])).toEqual([
    `${fal}, a.png: 1.mp4 again, 2.mp4 a2`,
  ]);
});

test('a run that was put away is its kept result, where the library has one since', () => {
  const files = {
    image: { ...item('item-0001').image, name: 'b.png' },
    video: { ...item('item-0001').video, name: '1.mp4' },
  };
  const jobs = [run('a1'), run('a2'), run('b2')];
  const ofB1 = kept('b1', files);
  const cellOf = (items: readonly KeptItem[], queue = jobs) => drawn(queue, items)[1];
  expect(cellOf([ofB1])).toBe(`${fal}, b.png: 1.mp4 item-of-b1, 2.mp4 b2`);
  const nothing = `${fal}, b.png: 1.mp4 absent, 2.mp4 b2`;
  const before = { ...ofB1, createdAt: '2026-11-21T09:00:00.000Z' };
  const otherWords = { ...ofB1, choices: { ...choices, prompt: 'slowly' } };
  expect([cellOf([before]), cellOf([otherWords])]).toEqual([nothing, nothing]);
  const single = run('b1', { ...done('b1'), more: { batchId: null } });
  expect(cellOf([ofB1], [...jobs, single]), 'a run of its own is none of the batch').toBe(nothing);
});

test('a kept result of another file with the same name fills no cell', () => {
  const files = {
    image: { ...item('item-0001').image, name: 'a.png' },
    video: { ...item('item-0001').video, name: '2.mp4' },
  };
  const jobs = [run('a1', done('a1')), run('b1'), run('b2')];
  const ofA1 = kept('a1', { inputs: { imageSha256: sha('a'), videoSha256: sha('1') } });
  const with2 = (imageSha256: string) =>
    kept('a2', { ...files, inputs: { imageSha256, videoSha256: sha('2') } });
  expect([drawn(jobs, [with2(sha('a')), ofA1])[0], drawn(jobs, [with2(sha('f')), ofA1])[0]]).toEqual([
    `${fal}, a.png: 1.mp4 a1, 2.mp4 item-of-a2`,
    `${fal}, a.png: 1.mp4 a1, 2.mp4 absent`,
  ]);
});

test('files of one name are told apart by their order, and that this is a guess is known', () => {
  const jobs = [run('a1 first'), run('a2 first'), run('a1 second'), run('a2 second')];
  expect(drawn(jobs)).toEqual([
    `${fal}, a.png: 1.mp4 a1 first, 2.mp4 a2 first`,
    `${fal}, a.png: 1.mp4 a1 second, 2.mp4 a2 second`,
  ]);
  expect([restored(jobs).hasNamesakes, restored([run('a1'), run('a2')]).hasNamesakes]).toEqual([true, false]);
});

test('files of one name are told apart by their content as soon as it is known', () => {
  const inputs = { one: ['a', '1'], two: ['f', '1'], three: ['f', '2'] } as const;
  const jobs = ['one', 'two', 'three'].map((name) =>
    run(name, { ...done(name), more: { imageName: 'a.png', videoName: '1.mp4' } }),
  );
  const items = Object.entries(inputs).map(([name, [image, video]]) =>
    kept(name, { inputs: { imageSha256: sha(image), videoSha256: sha(video) } }),
  );
  expect(drawn(jobs, items)).toEqual([
    `${fal}, a.png: 1.mp4 one, 1.mp4 absent`,
    `${fal}, a.png: 1.mp4 two, 1.mp4 three`,
  ]);
  expect([restored(jobs, items).hasNamesakes, restored(jobs).hasNamesakes]).toEqual([false, true]);
});

test('a run that was sent twice on purpose is shown twice', () => {
  const same = { more: { imageName: 'a.png', videoName: '1.mp4' } };
  const inputs = { imageSha256: sha('a'), videoSha256: sha('1') };
  const jobs = ['one', 'two'].map((name) => run(name, { ...done(name), ...same }));
  const items = ['one', 'two'].map((name) => kept(name, { inputs }));
  expect(drawn(jobs, items)).toEqual([`${fal}, a.png: 1.mp4 one`, `${fal}, a.png: 1.mp4 two`]);
});

test('its choices and its price are those of its runs, and a picture that was kept can be shown', () => {
  const ofDemo = { ...choices, modelId: demoModelId, keepAudio: false };
  const ofFal = { ...choices, modelId: falModelId, prompt: 'slowly' };
  const free = { unknown: 'nobody has published it' };
  const jobs = [
    run('a1', { more: { choices: ofDemo, estimate: free, createdAt: '2026-11-21T10:00:00.000Z' } }),
    run('b1', { ...done('b1'), more: { choices: ofFal, createdAt: '2026-11-21T10:00:00.001Z' } }),
  ];
  const { runs, ...batch } = restored(jobs);
  expect(batch).toEqual({
    createdAt: '2026-11-21T10:00:00.000Z',
    inQueue: { runs: 2, knownMicros: 1_120_000, unknownRuns: 1 },
    choices: {
      modelIds: [demoModelId, falModelId],
      orientation: 'image',
      prompt: 'slowly',
      negativePrompt: '',
      keepAudio: true,
      stopAfter: '',
    },
    hasNamesakes: false,
  });
  expect(runs.map(({ image }) => image.itemId)).toEqual([null, 'item-of-b1', null, 'item-of-b1']);
});

test('a model that is no longer known is shown by its id', () => {
  const { runs } = restoreBatch({ jobs: [run('a1')], batchId, models: [], items: [] }) ?? { runs: [] };
  expect(runs.map(({ model }) => model.name)).toEqual([falModelId]);
});

import { act } from 'react';
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { type BatchOrder, batchIdSchema, type Job, type JobState, jobIdSchema } from '#contract/model/job.ts';
import { item, job, settings } from '#test/renderer/samples.ts';
import { drawBatch, image, video, withFalKey } from './batch-draw.tsx';

// @vitest-environment happy-dom

const batchId = batchIdSchema.parse('batch-of-before');
const first = item('item-0001', { jobId: 'one' });
const done: JobState = { kind: 'done', itemId: first.id };
const failed: JobState = { kind: 'failed', error: fail('provider-failed', { charged: 'no' }).error };
const choices = { ...job('any', done).choices, prompt: 'slowly' };

const run = (name: string, state: JobState, [imageName, videoName]: readonly [string, string]): Job =>
  job(name, state, { batchId, choices, imageName, videoName });
/** Newest first, as the queue is listed. */
const queue = [
  run('three', { kind: 'queued' }, ['fox.png', 'squats.mp4']),
  run('two', failed, ['hero.png', 'dance.mp4']),
  run('one', done, ['hero.png', 'squats.mp4']),
];
const other = job('other', done, {
  batchId: batchIdSchema.parse('a-second-one'),
  createdAt: '2026-11-21T11:00:00.000Z',
});

const drawQueue = (
  jobs: readonly Job[] = queue,
  items: readonly KeptItem[] = [],
  batchOrder: BatchOrder | null = null,
) => drawBatch([], { ...withFalKey, jobs, items, batchOrder });
const onFal = (files: string, state: string) => `${files} on Kling v2.6 pro (fal): ${state}`;

test('restores a batch from the queue when the screen opens, with the state of every run', async () => {
  const { cells, text, byRole } = await drawQueue();
  expect(cells()).toEqual([
    onFal('hero.png with squats.mp4', 'Done'),
    onFal('hero.png with dance.mp4', 'Failed. The provider could not make the result. Nothing was charged.'),
    onFal('fox.png with squats.mp4', 'Queued'),
    onFal('fox.png with dance.mp4', 'Not in the queue'),
  ]);
  expect(text()).toContain('1 of the 3 known generations of the batch are done.');
  expect(text()).toContain('Its jobs in the queue: $3.36.');
  expect(text()).toContain(
    'Generations that are not in the queue were excluded from the batch or dismissed later.',
  );
  expect(text()).toContain('The files of this batch are no longer open.');
  expect(byRole('button', 'New batch')).toBeTruthy();
});

test('updates its cells when the queue changes', async () => {
  const { bridge, cells, text } = await drawQueue();
  await act(async () =>
    bridge.announce('jobs.changed', [
      run('three', { kind: 'uploading', fraction: 0.5 }, ['fox.png', 'squats.mp4']),
      ...queue.slice(1),
    ]),
  );
  expect(cells()[2]).toBe(onFal('fox.png with squats.mp4', 'Uploading 50 %'));
  expect(text()).toContain('1 running');
});

test('cancels its unsent runs, and shows an error if that fails', async () => {
  const { bridge, press, inputs, text } = await drawQueue();
  bridge.answer('jobs.cancelBatch', () => fail('internal'));
  await press('Cancel remaining jobs');
  expect(inputs('jobs.cancelBatch')).toEqual([{ batchId }]);
  expect(text()).toContain('Something went wrong in the program itself.');
  expect(text()).toContain('Cancel remaining jobs');
});

test('opens a finished run in Compare, and shows the queue row of a failed one', async () => {
  const { cell, keydown, store, actions } = await drawQueue();
  const shown: string[] = [];
  actions.onShowJob((jobId) => shown.push(jobId));
  await act(async () => cell(/hero\.png with squats/).click());
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: first.id });
  await keydown(cell(/hero\.png with dance/), 'Enter');
  expect([store.getState().view.screen.kind, shown]).toEqual(['studio', ['two']]);
  await act(async () => cell(/fox\.png with squats/).click());
  expect(shown).toEqual(['two']);
});

const file = (name: string) => ({ name, sha256: '0'.repeat(64) });
const at = (row: number, column: number, id: string) => ({
  ...{ modelId: choices.modelId, row, column },
  jobIds: [jobIdSchema.parse(id)],
});
const order: BatchOrder = {
  createdAt: '2026-11-21T10:00:00.000Z',
  rows: [file('hero.png'), file('fox.png'), file('owl.png')],
  columns: [file('squats.mp4'), file('dance.mp4')],
  runs: [at(0, 0, 'one'), at(0, 1, 'two'), at(1, 0, 'three'), at(2, 1, 'four')],
  isComplete: true,
};

test('shows every row and column of the stored order, and a dismissed run as saved if the library has its result', async () => {
  const kept = item('item-0004', { jobId: 'four', choices });
  const { cells, text, cell, store } = await drawQueue(queue, [kept], order);
  expect(cells().slice(3)).toEqual([
    onFal('fox.png with dance.mp4', 'Not submitted'),
    onFal('owl.png with squats.mp4', 'Not submitted'),
    onFal('owl.png with dance.mp4', 'In the library. Dismissed from the queue'),
  ]);
  expect(text()).toContain('2 of 4 generations of the batch are done.');
  expect(text()).not.toContain('Generations that are not in the queue');
  await act(async () => cell(/owl\.png with dance/).click());
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: kept.id });
});

test('shows a dismissed run without a saved result as dismissed', async () => {
  const { cells } = await drawQueue(queue, [], order);
  expect(cells()[5]).toBe(onFal('owl.png with dance.mp4', 'Dismissed from the queue'));
});

test('starts a new batch empty and keeps a link to the previous one', async () => {
  const { press, text, cells } = await drawQueue();
  await press('New batch');
  expect([cells(), text().includes('Drop images and videos here')]).toEqual([[], true]);
  expect(text()).toContain('A submitted batch is still running.');
  await press('Show batch');
  expect(cells()).toHaveLength(4);
});

test('keeps the files of an unsent batch while an earlier one is shown', async () => {
  const { press, drop, cells, bridge, text, inputs } = await drawQueue();
  bridge.world.files = new Map(
    [image('new.png'), video('new.mp4')].map((source) => [source.name, { ok: true, value: source }]),
  );
  await press('New batch');
  await drop(['new.png', 'new.mp4']);
  await press('Show batch');
  expect(cells()).toHaveLength(4);
  expect(text()).not.toContain('Use the same settings again');
  await press('Back to the new batch');
  expect([cells().length, inputs('media.close')]).toEqual([1, []]);
});

test('applies the same choices to other files', async () => {
  const { press, text } = await drawQueue();
  await press('Use the same settings again');
  expect(text()).toContain('Drop images and videos here');
  const prompt = [...document.querySelectorAll('textarea')].map(({ value }) => value);
  expect(prompt).toContain('slowly');
});

test('shows the running batch of several, and another can be selected', async () => {
  const { byRole, cells } = await drawQueue([other, ...queue]);
  expect(cells()).toHaveLength(4);
  const choice = byRole('combobox', 'Batches in the queue');
  expect(choice.textContent).toMatch(/^3 generations, .*running$/);
  await act(async () => choice.click());
  await act(async () => byRole('option', /^1 generation, .*finished$/).click());
  expect(cells()).toEqual([onFal('hero.png with other.mp4', 'Done')]);
});

test('keeps the current draft when a batch starts elsewhere', async () => {
  const { bridge, text, cells } = await drawQueue([]);
  await act(async () => bridge.announce('jobs.changed', [...queue]));
  expect([cells(), text().includes('Drop images and videos here')]).toEqual([[], true]);
  expect(text()).toContain('A submitted batch is still running.');
});

test('shows a new batch after the last run of a finished one is dismissed', async () => {
  const { bridge, text } = await drawQueue(queue.slice(1));
  await act(async () => bridge.announce('jobs.changed', []));
  expect(text()).toContain('Drop images and videos here');
  expect(text()).not.toContain('in the queue.');
});

test('shows the restored batch in Spanish', async () => {
  const { cells, text } = await drawBatch([], {
    ...withFalKey,
    jobs: queue,
    settings: { ...settings, language: 'es' },
  });
  expect(cells()[3]).toBe('fox.png con dance.mp4 en Kling v2.6 pro (fal): No está en la cola');
  expect(text()).toContain('Los archivos de este lote ya no están abiertos');
});

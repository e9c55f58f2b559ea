import { act } from 'react';
import { beforeAll, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { batchIdSchema, type Job } from '#contract/model/job.ts';
import type { SpendingExcess } from '#contract/model/spending.ts';
import { isSameExcess } from '#contract/rules/spend-check.ts';
import { QueuePane } from '#renderer/features/queue/queue-pane.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { item, job, settings } from '#test/renderer/samples.ts';

// @vitest-environment happy-dom

const batchId = batchIdSchema.parse('batch-1');
const done = { kind: 'done', itemId: item('item-0001').id } as const;
const waiting = (name: string, place: number, more: Partial<Job> = {}) =>
  job(name, { kind: 'queued' }, { place, actions: ['cancel'], ...more });

// The pane loads the list of waiting jobs after its first paint.
beforeAll(() => import('#renderer/features/queue/waiting-list.tsx'));

const drawQueue = async (jobs: readonly Job[], world: Partial<World> = {}) => {
  const bridge = createFakeBridge({ jobs, ...world });
  const drawn = await draw(<QueuePane />, bridge);
  const inputs = (name: string) =>
    bridge.requests.filter((call) => call.name === name).map(({ input }) => input);
  const rows = () => [...document.querySelectorAll<HTMLElement>('[data-job]')].map((row) => row.dataset.job);
  const announced = () =>
    [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent ?? '').join('');
  const choose = async (run: string, way: string) => {
    await drawn.press(`Move hero.png + ${run}.mp4`);
    await act(async () => drawn.byRole('menuitem', way).click());
  };
  return { ...drawn, bridge, inputs, rows, announced, choose };
};

const three = [waiting('c', 3), waiting('b', 2), waiting('a', 1)];

test('shows waiting runs in the order of execution', async () => {
  const { rows, byRole } = await drawQueue([...three, job('running', { kind: 'starting' })]);
  expect(rows()).toEqual(['running', 'a', 'b', 'c']);
  expect(byRole('button', 'hero.png + b.mp4, 2 of 3').getAttribute('aria-roledescription')).toBe(
    'sortable job',
  );
});

test('moves a waiting run from its menu, shows the new order immediately, and announces it', async () => {
  const { rows, inputs, announced, choose } = await drawQueue(three);
  await choose('c', 'Move to top');
  expect([inputs('jobs.reorder'), rows()]).toEqual([[{ jobId: 'c', beforeId: 'a' }], ['c', 'a', 'b']]);
  expect(announced()).toContain('hero.png + c.mp4 is now 1 of 3.');
});

test('offers only possible moves', async () => {
  const { press } = await drawQueue(three);
  await press('Move hero.png + a.mp4');
  expect([...document.querySelectorAll('[role=menuitem]')].map(({ textContent }) => textContent)).toEqual([
    'Move down',
    'Move to bottom',
  ]);
});

test('reverts a rejected move and shows the reason', async () => {
  const { bridge, rows, text, announced, choose } = await drawQueue(three);
  bridge.answer('jobs.reorder', () => fail('job-not-in-state', { reason: 'not-queued' }));
  await choose('a', 'Move to bottom');
  expect(rows()).toEqual(['a', 'b', 'c']);
  expect(text()).toContain('The job has moved on, so that is no longer possible.');
  expect(announced()).toContain('The job was not moved.');
});

test('replaces the displayed order with the one from the main process', async () => {
  const { bridge, rows, choose } = await drawQueue(three);
  await choose('c', 'Move to top');
  await act(async () =>
    bridge.announce('jobs.changed', [waiting('c', 3), waiting('b', 0.5), waiting('a', 1)]),
  );
  expect(rows()).toEqual(['b', 'a', 'c']);
});

test('does not apply a move again that another client has reverted', async () => {
  const { bridge, rows, choose } = await drawQueue(three);
  await choose('c', 'Move to top');
  for (const place of [0, 3])
    await act(async () => bridge.announce('jobs.changed', [waiting('c', place), ...three.slice(1)]));
  expect(rows()).toEqual(['a', 'b', 'c']);
});

test('offers no moves for a single waiting run', async () => {
  const { text } = await drawQueue([waiting('a', 1)]);
  expect(document.querySelector('[aria-label^="Move"]')).toBeNull();
  expect(text()).toContain('hero.png + a.mp4');
});

test('explains a paused queue, and resumes it with one press', async () => {
  const { press, text, bridge } = await drawQueue(three);
  const sentence = 'Paused. Running jobs will finish.';
  expect(text()).not.toContain(sentence);
  await press('Pause all');
  expect([text().includes(sentence), bridge.world.settings.queue.isPaused]).toEqual([true, true]);
  await press('Resume');
  expect([text().includes(sentence), bridge.world.settings.queue.isPaused]).toEqual([false, false]);
});

test('pauses on a double click without resuming', async () => {
  const { byRole, bridge } = await drawQueue(three);
  const twice = [1, 2].map((detail) => new MouseEvent('click', { bubbles: true, detail }));
  const button = byRole('button', 'Pause all');
  for (const click of twice) await act(async () => button.dispatchEvent(click));
  expect(bridge.world.settings.queue.isPaused).toBe(true);
});

test('explains an empty paused queue', async () => {
  const queue = { isPaused: true, concurrency: {} };
  const { text } = await drawQueue([], { settings: { ...settings, queue } });
  expect(text()).toContain('Paused. Running jobs will finish.');
});

test('reports a pause that cannot be saved', async () => {
  const { bridge, press, text } = await drawQueue(three);
  bridge.answer('settings.set', () => fail('disk-full'));
  await press('Pause all');
  expect(text()).toContain('The disk is full.');
});

test('shows the first rows of each section of a long queue, and the rest on request', async () => {
  const jobs = Array.from({ length: 200 }, (_, index) =>
    index < 100 ? waiting(`w${index}`, index) : job(`d${index}`, done, { actions: ['dismiss'] }),
  );
  const { rows, press } = await drawQueue(jobs);
  expect(rows()).toEqual([
    ...Array.from({ length: 8 }, (_, index) => `w${index}`),
    ...['d100', 'd101', 'd102', 'd103'],
  ]);
  await press('Show 92 more');
  expect(rows()).toHaveLength(104);
  await press('Show fewer');
  expect(rows()).toHaveLength(12);
});

test('dismisses all finished runs with one press', async () => {
  const jobs = [
    job('one', done, { actions: ['dismiss'] }),
    job('two', done, { actions: ['dismiss'] }),
    job('broken', { kind: 'failed', error: fail('disk-full').error }, { actions: ['retry', 'dismiss'] }),
  ];
  const { press, rows } = await drawQueue(jobs);
  await press('Clear finished');
  expect(rows()).toEqual(['broken']);
});

const batch = [
  waiting('four', 4, { batchId }),
  waiting('own', 3),
  job('two', { kind: 'starting' }, { batchId }),
  job('one', done, { batchId, actions: ['dismiss'] }),
];

test('shows a batch under one header with progress and cost', async () => {
  const { text, rows, press } = await drawQueue(batch);
  expect(text()).toMatch(/Batch of 3 jobs, /);
  expect(text()).toContain('1 done, 1 running, 1 queued \u00b7 about $2.24 of $3.36 so far');
  expect(rows()).toEqual(['own', 'four']);
  expect(document.querySelector('[data-job=four]')?.textContent).toContain('batch, ');
  await press('Show the jobs of this batch');
  expect(rows()).toEqual(['two', 'one', 'own', 'four']);
  expect(text()).toContain('Queued jobs are listed below.');
});

test('cancels the unsent runs of a batch and reports what was charged', async () => {
  const { bridge, press, announced, inputs } = await drawQueue(batch);
  bridge.answer('jobs.cancelBatch', () => ok({ cancelled: 1 }));
  await press('Cancel remaining jobs');
  expect(inputs('jobs.cancelBatch')).toEqual([{ batchId: 'batch-1' }]);
  expect(announced()).toContain('1 job cancelled and not charged.');
  bridge.answer('jobs.cancelBatch', () => fail('disk-full'));
  await press('Cancel remaining jobs');
  expect(document.body.textContent).toContain('The disk is full.');
});

test('offers no cancellation for a batch that is completely sent', async () => {
  const { text } = await drawQueue(batch.slice(2));
  expect(text()).not.toContain('Cancel remaining jobs');
});

/** Over a limit of $50 a month. */
const overMonth = (wouldBe: number): SpendingExcess => ({
  breaches: [{ limit: 'month', limitMicros: 50_000_000, wouldBeMicros: Math.round(wouldBe * 1_000_000) }],
  unknownCosts: 0,
});

const broken = job(
  'broken',
  { kind: 'failed', error: fail('provider-failed', { subject: 'fal' }).error },
  { actions: ['retry', 'dismiss'] },
);

test('asks before a retry over a limit, and says that it is paid', async () => {
  const { bridge, press, inputs, text, store } = await drawQueue([broken]);
  const excess = overMonth(52.1);
  bridge.answer('jobs.retry', ({ allowOverLimit }) =>
    allowOverLimit ? ok(waiting('again', 1)) : fail('spending-limit-exceeded', excess),
  );
  await press(/^Retry/);
  expect(text()).toContain('It would exceed the spending limit (month: $52.10 of $50.00).');
  await press('Generate anyway (over limit)');
  expect(inputs('jobs.retry')).toEqual([
    { jobId: 'broken' },
    { jobId: 'broken', allowOverLimit: true, agreedExcess: excess },
  ]);
  expect(text()).not.toContain('spending limit');
  bridge.answer('jobs.retry', () => fail('spending-limit-exceeded', excess));
  await press(/^Retry/);
  await press('Change limit');
  expect(store.getState().view.screen).toEqual({ kind: 'settings', part: 'spending' });
});

test('shows amounts that rose since they were shown again before anything is sent', async () => {
  const { bridge, press, inputs, text } = await drawQueue([broken]);
  let excess = overMonth(52.1);
  // The permission check of the main process.
  bridge.answer('jobs.retry', ({ agreedExcess }) =>
    agreedExcess !== undefined && isSameExcess(agreedExcess, excess)
      ? ok(waiting('again', 1))
      : fail('spending-limit-exceeded', excess),
  );
  await press(/^Retry/);
  excess = overMonth(71);
  await press('Generate anyway (over limit)');
  expect(text()).toContain('(month: $71.00 of $50.00)');
  await press('Generate anyway (over limit)');
  expect(inputs('jobs.retry').slice(1)).toEqual([
    { jobId: 'broken', allowOverLimit: true, agreedExcess: overMonth(52.1) },
    { jobId: 'broken', allowOverLimit: true, agreedExcess: overMonth(71) },
  ]);
  expect(text()).not.toContain('spending limit');
});

test('names the exceeded limit in Spanish on a Spanish page', async () => {
  const { bridge, press, text } = await drawQueue([broken], { settings: { ...settings, language: 'es' } });
  bridge.answer('jobs.retry', () =>
    fail('spending-limit-exceeded', {
      breaches: [{ limit: 'day', limitMicros: 5_000_000, wouldBeMicros: 5_600_000 }],
      unknownCosts: 1,
    }),
  );
  await press(/^Reintentar/);
  expect(text()).toContain(
    'Superaría el tope de gasto (día: $5.60 de $5.00, ejecuciones de precio desconocido: 1).',
  );
});

test('shows the current price for sending a lost run again', async () => {
  const error = fail('answer-lost', { charged: 'unknown', subject: 'fal' }).error;
  const { press } = await drawQueue([
    job('lost', { kind: 'unsure', error }, { actions: ['resolve'], estimate: { unknown: 'of before' } }),
  ]);
  await press('Resolve');
  await press('Generate again anyway');
  expect(document.querySelector('[role=dialog]')?.textContent).toMatch(/\$1\.12/);
});

test('asks in the same dialog before sending a lost run again over a limit', async () => {
  const error = fail('answer-lost', { charged: 'unknown', subject: 'fal' }).error;
  const { bridge, press, inputs } = await drawQueue([
    job('lost', { kind: 'unsure', error }, { actions: ['resolve'] }),
  ]);
  const excess = overMonth(52.1);
  bridge.answer('jobs.resolve', ({ allowOverLimit }) =>
    allowOverLimit ? ok(waiting('again', 1)) : fail('spending-limit-exceeded', excess),
  );
  await press('Resolve');
  await press('Generate again anyway');
  await press('Generate again (may be charged twice)');
  await press('Generate anyway (over limit)');
  expect(inputs('jobs.resolve')).toEqual([
    { jobId: 'lost', as: 'send-again' },
    { jobId: 'lost', as: 'send-again', allowOverLimit: true, agreedExcess: excess },
  ]);
  expect(document.querySelector('[role=dialog]')).toBeNull();
});

test('shows the queue in Spanish', async () => {
  const { text } = await drawQueue(batch, { settings: { ...settings, language: 'es' } });
  expect(text()).toMatch(/Lote de 3 trabajos, /);
  expect(text()).toContain('1 terminado, 1 en marcha, 1 en cola \u00b7 unos $2.24 de $3.36 hasta ahora');
});

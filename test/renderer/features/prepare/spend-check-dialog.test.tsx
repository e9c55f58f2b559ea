// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { StudioScreen } from '#renderer/app/studio-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { falModelId, item, job, settings } from '#test/renderer/samples.ts';

const at = '2026-11-20T09:00:00.000Z';
const kept = item('item-0001', { billedMicros: 1_050_000 });
const ofItem: SpendCheck['repeats'] = [{ index: 0, earlier: { kind: 'item', itemId: kept.id, at } }];
const ofJob = ({ id: jobId }: Job): SpendCheck['repeats'] => [
  { index: 0, earlier: { kind: 'job', jobId, at } },
];
const month: SpendCheck['breaches'] = [
  { limit: 'month', limitMicros: 50_000_000, wouldBeMicros: 52_100_000 },
];

const drawSpendCheck = async (spendCheck: Partial<SpendCheck>, world: Partial<World> = {}) => {
  const bridge = createFakeBridge({
    keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }],
    items: [kept],
    ...world,
  });
  const found: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0, ...spendCheck };
  bridge.answer('jobs.spendCheck', () => ok(found));
  bridge.answer('jobs.submit', ({ approvals }) =>
    approvals.repeat || approvals.overLimit
      ? ok(job('again', { kind: 'queued' }))
      : found.repeats.length > 0
        ? fail('duplicate-unapproved')
        : fail('spending-limit-exceeded', {
            breaches: found.breaches,
            unknownCosts: found.unknownCosts,
          }),
  );
  const drawn = await draw(<StudioScreen />, bridge);
  await act(async () => drawn.actions.openSample());
  await act(async () => drawn.actions.change({ modelId: falModelId }));
  await drawn.press(/^Generate/);
  const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]');
  const submits = () =>
    bridge.requests.filter(({ name }) => name === 'jobs.submit').map(({ input }) => input as object);
  const buttons = () => [...(dialog()?.querySelectorAll('button') ?? [])].map((one) => one.textContent);
  return { ...drawn, bridge, dialog, submits, buttons };
};

test('shows an earlier result of the same files and choices with its date and cost', async () => {
  const { dialog, buttons } = await drawSpendCheck({ repeats: ofItem });
  expect(dialog()?.textContent).toContain('You already generated this');
  expect(dialog()?.textContent).toMatch(/gave a result on Nov 20, 2026.*It is in your library\./);
  expect(dialog()?.textContent).toContain('It cost $1.05.');
  expect(dialog()?.querySelector('img')?.getAttribute('src')).toBe('/media/item/item-0001/poster');
  expect(buttons()).toEqual(['View result', 'Cancel', 'Generate again \u00b7 $1.12']);
});

test('focuses the action that costs nothing', async () => {
  await drawSpendCheck({ repeats: ofItem });
  expect(document.activeElement?.textContent).toBe('View result');
});

test('opens the earlier result without sending anything', async () => {
  const { press, store, submits } = await drawSpendCheck({ repeats: ofItem });
  await press('View result');
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: 'item-0001' });
  expect([store.getState().draft.submit, submits().length]).toEqual([{ kind: 'idle' }, 1]);
});

test('sends and pays again only after its own button', async () => {
  const { press, submits, dialog } = await drawSpendCheck({ repeats: ofItem });
  await press(/^Generate again/);
  expect(submits().at(-1)).toMatchObject({ approvals: { repeat: true, overLimit: false } });
  expect(dialog()).toBeNull();
});

test('ignores the second press of a double click and key repeat', async () => {
  const { byRole, submits, dialog } = await drawSpendCheck({ repeats: ofItem });
  const send = byRole('button', /^Generate again/);
  const held = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true });
  await act(async () => {
    send.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
    send.dispatchEvent(held);
  });
  expect([submits().length, held.defaultPrevented, dialog() === null]).toEqual([1, true, false]);
});

test('sends nothing when it is closed', async () => {
  const { press, submits, dialog, store } = await drawSpendCheck({ repeats: ofItem });
  await press('Cancel');
  expect([submits().length, dialog(), store.getState().draft.submit]).toEqual([1, null, { kind: 'idle' }]);
});

test('lists an earlier result that cannot be read', async () => {
  const { dialog, buttons } = await drawSpendCheck({ repeats: ofItem }, { items: [] });
  expect(dialog()?.textContent).toContain('The earlier result cannot be shown.');
  expect(buttons()).toContain('View result');
});

test('shows a run of the same files and choices that is still in the queue', async () => {
  const earlier = job('earlier', { kind: 'starting' });
  const { press, dialog, submits } = await drawSpendCheck({ repeats: ofJob(earlier) }, { jobs: [earlier] });
  expect(dialog()?.textContent).toContain('Status: Submitting.');
  expect(document.activeElement?.textContent).toBe('Show in queue');
  await press('Show in queue');
  expect([dialog(), submits().length]).toEqual([null, 1]);
  await act(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  expect(document.activeElement).toBe(document.querySelector('[data-job=earlier]'));
});

test('expands the collapsed part of the queue that contains the run', async () => {
  const done = Array.from({ length: 12 }, (_, index) =>
    job(`done-${index}`, { kind: 'done', itemId: kept.id }, { actions: ['dismiss'] }),
  );
  const last = job('last', { kind: 'done', itemId: kept.id });
  const { press, text } = await drawSpendCheck({ repeats: ofJob(last) }, { jobs: [...done, last] });
  await press('Collapse queue');
  expect(text()).not.toContain('last.mp4');
  await press('Show in queue');
  expect(text()).toContain('hero.png + last.mp4');
});

test('shows which limit would be exceeded, by how much, and a link to change it', async () => {
  const { dialog, buttons, press, store } = await drawSpendCheck({ breaches: month });
  expect(dialog()?.textContent).toContain(
    'This month\u2019s total would be about $52.10; your monthly limit is $50.00.',
  );
  expect(buttons()).toEqual(['Change limit', 'Cancel', 'Generate anyway (over limit) \u00b7 $1.12']);
  expect(document.activeElement?.textContent).toBe('Change limit');
  await press('Change limit');
  expect([store.getState().view.screen, store.getState().draft.submit]).toEqual([
    { kind: 'settings', part: 'spending' },
    { kind: 'idle' },
  ]);
});

test('covers repeat and limit in one confirmation', async () => {
  const { dialog, press, submits } = await drawSpendCheck({ repeats: ofItem, breaches: month });
  expect(dialog()?.textContent).toContain('Already generated, and over your spending limit');
  expect(document.querySelectorAll('[role="dialog"]')).toHaveLength(1);
  await press(/^Generate again \(over limit\)/);
  expect(submits().at(-1)).toMatchObject({ approvals: { repeat: true, overLimit: true } });
});

test('explains that a run of unknown price cannot be checked against the limits', async () => {
  const { dialog, buttons } = await drawSpendCheck({ unknownCosts: 1 });
  expect(dialog()?.textContent).toContain('Price unknown, spending limit can\u2019t be checked');
  expect(dialog()?.textContent).toContain('your spending limits cannot be checked.');
  expect(dialog()?.textContent).not.toContain('over your limit');
  expect(buttons().at(-1)).toContain('Generate at unknown price');
});

test('shows a repeat of unknown price as a repeat, with the limits beside it', async () => {
  const { dialog } = await drawSpendCheck({ repeats: ofItem, unknownCosts: 1 });
  expect(dialog()?.textContent).toContain('You already generated this');
  expect(dialog()?.textContent).toContain('your spending limits cannot be checked.');
  expect(dialog()?.textContent).not.toContain('Over your spending limit');
});

test('shows the confirmation in Spanish', async () => {
  const bridge = { settings: { ...settings, language: 'es' as const } };
  const drawn = createFakeBridge({
    keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }],
    items: [kept],
    ...bridge,
  });
  drawn.answer('jobs.spendCheck', () => ok({ repeats: ofItem, breaches: month, unknownCosts: 0 }));
  drawn.answer('jobs.submit', () => fail('duplicate-unapproved'));
  const { actions, press, text } = await draw(<StudioScreen />, drawn);
  await act(async () => actions.openSample());
  await press(/^Generar/);
  expect(text()).toContain('Ya generado, y supera tu límite de gasto');
  expect(text()).toContain('El total de este mes sería de unos $52.10; tu límite mensual es $50.00.');
});

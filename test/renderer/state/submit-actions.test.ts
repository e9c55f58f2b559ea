import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { falModelId, item } from '#test/renderer/samples.ts';

const repeated: SpendCheck = {
  repeats: [
    { index: 0, earlier: { kind: 'item', itemId: item('item-0001').id, at: '2026-11-20T09:00:00.000Z' } },
  ],
  breaches: [],
  unknownCosts: 0,
};
const tooMuch: SpendCheck = {
  repeats: [],
  breaches: [{ limit: 'month', limitMicros: 50_000_000, wouldBeMicros: 52_100_000 }],
  unknownCosts: 0,
};

const setUp = async (spendCheck: SpendCheck) => {
  const bridge = createFakeBridge({ keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }] });
  const app = await createFakeApp(bridge);
  await app.actions.openSample();
  app.actions.change({ modelId: falModelId });
  let now = spendCheck;
  bridge.answer('jobs.spendCheck', () => ok(now));
  const submitted = () =>
    bridge.requests.filter(({ name }) => name === 'jobs.submit').map(({ input }) => input as object);
  return {
    ...app,
    submitted,
    submit: () => app.store.getState().draft.submit,
    meanwhile: (next: SpendCheck) => {
      now = next;
    },
  };
};

test('a repeated run is asked about before it is sent again', async () => {
  const { actions, submit, submitted } = await setUp(repeated);
  await actions.generate();
  expect(submit()).toEqual({ kind: 'asking', spendCheck: repeated });
  await actions.approve();
  expect(submit()).toEqual({ kind: 'sent' });
  expect(submitted()).toMatchObject([
    { approvals: { repeat: false, overLimit: false } },
    { approvals: { repeat: true, overLimit: false, question: repeated } },
  ]);
});

test('agreeing to exceed a spending limit agrees to nothing else', async () => {
  const { actions, submitted } = await setUp(tooMuch);
  await actions.generate();
  await actions.approve();
  expect(submitted().at(-1)).toMatchObject({ approvals: { repeat: false, overLimit: true } });
});

test('a run of unknown price is agreed to as one that may exceed a spending limit', async () => {
  const { actions, submitted, submit } = await setUp({ repeats: [], breaches: [], unknownCosts: 1 });
  await actions.generate();
  await actions.approve();
  expect(submitted().at(-1)).toMatchObject({ approvals: { repeat: false, overLimit: true } });
  expect(submit()).toEqual({ kind: 'sent' });
});

test('what comes up after the question was shown is asked about as well', async () => {
  const { actions, submit, submitted, meanwhile } = await setUp(repeated);
  await actions.generate();
  const both = { ...repeated, breaches: tooMuch.breaches };
  meanwhile(both);
  await actions.approve();
  expect(submit()).toEqual({ kind: 'asking', spendCheck: both });
  await actions.approve();
  expect(submit()).toEqual({ kind: 'sent' });
  expect(submitted()).toMatchObject([
    {},
    { approvals: { question: repeated } },
    { approvals: { question: both } },
  ]);
});

test('leaving the question does not send the run, and the next press asks again', async () => {
  const { actions, submit, submitted } = await setUp(repeated);
  await actions.generate();
  actions.leave();
  await actions.approve();
  expect([submit(), submitted().length]).toEqual([{ kind: 'idle' }, 1]);
  await actions.generate();
  expect(submit().kind).toBe('asking');
});

test('while a question is open, Generate sends nothing', async () => {
  const { actions, submitted } = await setUp(repeated);
  await actions.generate();
  await actions.generate();
  expect(submitted()).toHaveLength(1);
});

test('a change of the run closes the question', async () => {
  const { actions, submit, submitted } = await setUp(repeated);
  await actions.generate();
  actions.change({ prompt: 'at dusk' });
  expect(submit()).toEqual({ kind: 'idle' });
  await actions.approve();
  expect(submitted()).toHaveLength(1);
});

test('the run of the question is sent, whatever has changed since', async () => {
  const { actions, bridge, store, submitted } = await setUp(repeated);
  await actions.generate();
  const { scans } = store.getState().mirror;
  store.setState(({ mirror }) => ({ mirror: { ...mirror, scans, models: [...mirror.models].reverse() } }));
  await actions.approve();
  const [first, second] = submitted();
  expect({ ...second, approvals: null }).toEqual({ ...first, approvals: null });
  expect(bridge.requests.find(({ name }) => name === 'jobs.spendCheck')?.input).toMatchObject({
    requests: [{ choices: { modelId: falModelId } }],
  });
});

test('a spend check without a question leaves the error visible', async () => {
  const { actions, bridge, submit } = await setUp(repeated);
  bridge.answer('jobs.submit', () => fail('duplicate-unapproved'));
  bridge.answer('jobs.spendCheck', () => ok({ repeats: [], breaches: [], unknownCosts: 0 }));
  await actions.generate();
  expect(submit()).toEqual({ kind: 'refused', error: { code: 'duplicate-unapproved', charged: 'no' } });
});

test('any other error is no question', async () => {
  const { actions, bridge, submit } = await setUp(repeated);
  bridge.answer('jobs.submit', () => fail('disk-full'));
  await actions.generate();
  expect(submit()).toMatchObject({ kind: 'refused', error: { code: 'disk-full' } });
  expect(bridge.requests.some(({ name }) => name === 'jobs.spendCheck')).toBe(false);
});

test('an excess larger than the one shown is shown again before anything is sent', async () => {
  const { actions, submit, meanwhile } = await setUp(tooMuch);
  await actions.generate();
  const more: SpendCheck = {
    ...tooMuch,
    breaches: [{ limit: 'month', limitMicros: 50_000_000, wouldBeMicros: 71_000_000 }],
  };
  meanwhile(more);
  await actions.approve();
  expect(submit()).toEqual({ kind: 'asking', spendCheck: more });
});

test('an earlier result that was removed in the meantime is not asked about', async () => {
  const { actions, submit, submitted, meanwhile } = await setUp(repeated);
  await actions.generate();
  meanwhile({ repeats: [], breaches: [], unknownCosts: 0 });
  await actions.approve();
  expect([submit(), submitted().at(-1)]).toMatchObject([
    { kind: 'sent' },
    { approvals: { question: repeated } },
  ]);
});

test('a price that rose while the question was open is shown before it is paid', async () => {
  const { actions, store, submit, submitted } = await setUp(repeated);
  await actions.generate();
  const question = submit();
  const before = question.kind === 'asking' ? actions.shownPrice(question.spendCheck) : null;
  store.setState(({ mirror }) => ({
    mirror: {
      ...mirror,
      models: mirror.models.map((model) =>
        model.price.kind === 'per-second'
          ? { ...model, price: { ...model.price, microsPerSec: 500_000 } }
          : model,
      ),
    },
  }));
  expect(question.kind === 'asking' ? actions.shownPrice(question.spendCheck) : null).toEqual(before);
  await actions.approve();
  const again = submit();
  const after = again.kind === 'asking' ? actions.shownPrice(again.spendCheck) : null;
  expect([before, after, submitted().length]).toMatchObject([
    { micros: 1_120_000 },
    { micros: 5_000_000 },
    1,
  ]);
  await actions.approve();
  expect(submit()).toEqual({ kind: 'sent' });
});

test('a late question is about the run at the press, at its price', async () => {
  const { actions, bridge, submit } = await setUp(repeated);
  let answer = () => {};
  bridge.answer(
    'jobs.submit',
    () =>
      new Promise((resolve) => {
        answer = () => resolve(fail('duplicate-unapproved'));
      }),
  );
  const pressed = actions.generate();
  actions.change({ modelId: 'demo/offline' });
  answer();
  await pressed;
  const asking = submit();
  expect(asking.kind === 'asking' ? actions.shownPrice(asking.spendCheck) : asking).toMatchObject({
    micros: 1_120_000,
  });
});

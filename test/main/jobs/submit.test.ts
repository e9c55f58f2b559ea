/** Orders of several runs: taken whole or not at all. */
import { expect, it } from 'vitest';
import type { SubmitInput } from '#contract/calls.ts';
import { fail, ok } from '#contract/errors.ts';
import { batchIdSchema } from '#contract/model/batch.ts';
import { noPastedLinks } from '#contract/model/delivery-setup.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { createMakeJob, createSubmitCalls, type Intake } from '#main/jobs/submit.ts';
import { freeModel, imageFacts, jobRecord, model, videoFacts } from './samples.ts';

const image = sourceIdSchema.parse('picture');
const video = sourceIdSchema.parse('clip');
const blink = sourceIdSchema.parse('blink');
const files = new Map([
  [image, { path: '/anna.jpg', name: 'anna.jpg', facts: imageFacts }],
  [video, { path: '/squats.mp4', name: 'squats.mp4', facts: videoFacts }],
  [blink, { path: '/blink.mp4', name: 'blink.mp4', facts: { ...videoFacts, durationSec: 1 } }],
]);
const requestFor = (videoId: typeof video, modelId = model.id): SubmitInput => ({
  imageId: image,
  videoId,
  choices: { ...jobRecord('j1').choices, modelId },
  links: noPastedLinks,
});

/** Orders, and what of them came to the jobs room. */
const openOrders = (canStart: Parameters<typeof createSubmitCalls>[0]['canStart'] = () => ok({})) => {
  const taken: (readonly JobRecord[])[] = [];
  const unused = () => {
    throw new Error('Nobody asked for this.');
  };
  const jobs: Intake = {
    spendCheck: async (records) => {
      taken.push(records);
      return ok({ repeats: [], breaches: [], unknownCosts: records.length });
    },
    submit: unused,
    submitBatch: async (records) => {
      taken.push(records);
      return ok({ batchId: batchIdSchema.parse('b1'), jobs: [] });
    },
  };
  const modelOf = (id: string) => [model, freeModel].find((one) => one.id === id) ?? null;
  const whole = async (id: typeof video) => {
    const file = files.get(id);
    return file === undefined ? fail('source-gone') : ok(file);
  };
  const orders = createSubmitCalls({
    makeJob: createMakeJob({
      sources: { whole },
      modelOf,
      now: () => new Date('2026-11-21T10:00:00Z'),
    }),
    modelOf,
    nameOf: (id) => files.get(id)?.name ?? null,
    canStart,
    prefit: { want: unused },
    jobs,
  });
  return { orders, taken };
};

it('a batch comes to the queue whole and in its order', async () => {
  const { orders, taken } = openOrders();
  const requests = [requestFor(video), requestFor(video, freeModel.id)];
  expect(await orders.submitBatch({ requests, stopAfter: 1 })).toMatchObject({ ok: true });
  expect(taken.map((records) => records.map(({ choices }) => choices.modelId))).toEqual([
    [model.id, freeModel.id],
  ]);
});

it('a batch with one run that cannot be is refused whole, and that run is named', async () => {
  const { orders, taken } = openOrders();
  const refused = await orders.submitBatch({
    requests: [requestFor(video), requestFor(blink)],
    stopAfter: null,
  });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'input-refused', charged: 'no', subject: 'anna.jpg with blink.mp4 on Kling v2.6 pro' },
  });
  expect(taken).toEqual([]);
});

it('a batch of which one provider has no key is refused before any file is looked at', async () => {
  const { orders, taken } = openOrders(({ provider }) =>
    provider === 'fal' ? fail('key-missing', { subject: provider }) : ok({}),
  );
  const requests = [requestFor(video, freeModel.id), requestFor(video)];
  expect(await orders.submitBatch({ requests, stopAfter: null })).toEqual(
    fail('key-missing', { subject: 'fal' }),
  );
  expect(taken).toEqual([]);
});

it('asking what speaks against runs makes nothing of them', async () => {
  const { orders, taken } = openOrders();
  expect(await orders.spendCheck([requestFor(video), requestFor(video)])).toMatchObject({
    ok: true,
    value: { unknownCosts: 2 },
  });
  expect(taken).toHaveLength(1);
});

/** Batches are submitted whole or not at all. */
import { expect, it } from 'vitest';
import type { SubmitInput } from '#contract/calls.ts';
import { fail, ok } from '#contract/errors.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import { batchIdSchema } from '#contract/model/job.ts';
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

/** The submit calls, and the records that reach the queue. */
const openSubmit = (canStart: Parameters<typeof createSubmitCalls>[0]['canStart'] = () => ok({})) => {
  const taken: (readonly JobRecord[])[] = [];
  const unused = () => {
    throw new Error('Unexpected call.');
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
  const submitCalls = createSubmitCalls({
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
  return { submitCalls, taken };
};

it('a batch reaches the queue whole and in its order', async () => {
  const { submitCalls, taken } = openSubmit();
  const requests = [requestFor(video), requestFor(video, freeModel.id)];
  expect(await submitCalls.submitBatch({ requests, stopAfter: 1 })).toMatchObject({ ok: true });
  expect(taken.map((records) => records.map(({ choices }) => choices.modelId))).toEqual([
    [model.id, freeModel.id],
  ]);
});

it('a batch with one impossible run is refused whole, and the error names that run', async () => {
  const { submitCalls, taken } = openSubmit();
  const refused = await submitCalls.submitBatch({
    requests: [requestFor(video), requestFor(blink)],
    stopAfter: null,
  });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'input-refused', charged: 'no', subject: 'anna.jpg with blink.mp4 on Kling v2.6 pro' },
  });
  expect(taken).toEqual([]);
});

it('a batch whose provider has no key is refused before any file is read', async () => {
  const { submitCalls, taken } = openSubmit(({ provider }) =>
    provider === 'fal' ? fail('key-missing', { subject: provider }) : ok({}),
  );
  const requests = [requestFor(video, freeModel.id), requestFor(video)];
  expect(await submitCalls.submitBatch({ requests, stopAfter: null })).toEqual(
    fail('key-missing', { subject: 'fal' }),
  );
  expect(taken).toEqual([]);
});

it('the spend check of several runs stores nothing', async () => {
  const { submitCalls, taken } = openSubmit();
  expect(await submitCalls.spendCheck([requestFor(video), requestFor(video)])).toMatchObject({
    ok: true,
    value: { unknownCosts: 2 },
  });
  expect(taken).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createFakeApp } from './draw.tsx';
import { createFakeBridge } from './fake-bridge.ts';
import { falModelId, imageSource, job, videoSource } from './samples.ts';

const withKey = { keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }] } as const;

const setUp = async () => {
  const app = await createFakeApp(createFakeBridge(withKey));
  await app.actions.openSample();
  const submitted = () =>
    app.bridge.asked.filter(({ name }) => name === 'jobs.submit').map(({ input }) => input);
  return { ...app, submitted, submit: () => app.store.getState().draft.submit };
};

test('a run is sent with the files and every choice as shown', async () => {
  const { actions, submitted } = await setUp();
  actions.change({
    modelId: falModelId,
    orientation: 'video',
    trim: { startSec: 1, endSec: 9 },
    prompt: 'at dusk',
    keepSound: false,
    framing: { image: { kind: 'pad', edge: 'plain' }, video: { kind: 'crop', x: 0.5, y: 0.2 } },
  });
  await actions.generate();
  expect(submitted()).toEqual([
    {
      imageId: imageSource.id,
      videoId: videoSource.id,
      choices: {
        modelId: falModelId,
        orientation: 'video',
        trim: { startSec: 1, endSec: 9 },
        prompt: 'at dusk',
        keepSound: false,
        framing: { image: { kind: 'pad', edge: 'plain' }, video: { kind: 'crop', x: 0.5, y: 0.2 } },
      },
    },
  ]);
});

test('a second press sends nothing, neither while the first is being written down nor right after', async () => {
  const { actions, submitted, bridge, submit } = await setUp();
  const written = Promise.withResolvers<void>();
  bridge.answer('jobs.submit', async () => {
    await written.promise;
    return ok(job('one', { kind: 'queued' }));
  });
  const first = actions.generate();
  await actions.generate();
  // A change meanwhile must not open the door.
  actions.change({ prompt: 'typed while it is sent' });
  await actions.generate();
  expect(submit()).toEqual({ kind: 'sending' });
  written.resolve();
  await first;
  await actions.generate();
  expect({ count: submitted().length, submit: submit() }).toEqual({ count: 1, submit: { kind: 'sent' } });
});

test('after that moment the same draft can be run again', async () => {
  const { actions, submitted } = await setUp();
  await actions.generate();
  actions.readyAgain();
  await actions.generate();
  expect(submitted()).toHaveLength(2);
});

test('a refusal stays in sight until the run is changed', async () => {
  const { actions, bridge, submit } = await setUp();
  bridge.answer('jobs.submit', () => fail('disk-full'));
  await actions.generate();
  expect(submit()).toEqual({ kind: 'refused', error: { code: 'disk-full', charged: 'no' } });
  actions.change({ prompt: 'another' });
  expect(submit()).toEqual({ kind: 'idle' });
});

test('what cannot be sent is not sent', async () => {
  const { actions, submitted } = await setUp();
  actions.clear('image');
  await actions.generate();
  expect(submitted()).toEqual([]);
});

test('a provider\u2019s id that is only spaces is not passed on', async () => {
  const { actions, bridge } = await setUp();
  const unsure = job('one', { kind: 'unsure', error: fail('answer-lost').error });
  bridge.world.jobs = [unsure];
  await actions.resolveJob(unsure.id, 'sent', '  ');
  await actions.resolveJob(unsure.id, 'sent', ' req-1 ');
  const resolved = bridge.asked.filter(({ name }) => name === 'jobs.resolve').map(({ input }) => input);
  expect(resolved).toEqual([
    { jobId: 'one', as: 'sent' },
    { jobId: 'one', as: 'sent', providerJobId: 'req-1' },
  ]);
});

import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import {
  demoModel,
  falModelId,
  imageSource,
  item,
  job,
  novitaModel,
  settings,
  videoSource,
} from '#test/renderer/samples.ts';

const withKey = { keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }] } as const;

const setUp = async (given: Partial<World> = withKey) => {
  const app = await createFakeApp(createFakeBridge(given));
  await app.actions.openSample();
  const submitted = () =>
    app.bridge.requests.filter(({ name }) => name === 'jobs.submit').map(({ input }) => input);
  return { ...app, submitted, submit: () => app.store.getState().draft.submit };
};

test('a run is sent with the files and every choice as shown', async () => {
  const { actions, submitted } = await setUp();
  actions.change({
    modelId: falModelId,
    orientation: 'video',
    trim: { startSec: 1, endSec: 9 },
    prompt: 'at dusk',
    negativePrompt: 'rain',
    keepAudio: false,
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
        // This model supports none.
        negativePrompt: '',
        keepAudio: false,
        framing: { image: { kind: 'pad', edge: 'plain' }, video: { kind: 'crop', x: 0.5, y: 0.2 } },
      },
      links: { image: null, video: null },
      // Without a question there are no approvals.
      approvals: { repeat: false, overLimit: false },
    },
  ]);
});

test('a second press sends nothing, neither while the first run is being recorded nor right after', async () => {
  const { actions, submitted, bridge, submit } = await setUp();
  const written = Promise.withResolvers<void>();
  bridge.answer('jobs.submit', async () => {
    await written.promise;
    return ok(job('one', { kind: 'queued' }));
  });
  const first = actions.generate();
  await actions.generate();
  // A change in the meantime must not allow a second run.
  actions.change({ prompt: 'typed while it is sent' });
  await actions.generate();
  expect(submit()).toEqual({ kind: 'sending' });
  written.resolve();
  await first;
  await actions.generate();
  expect({ count: submitted().length, submit: submit() }).toEqual({ count: 1, submit: { kind: 'sent' } });
});

test('after a moment the same draft can be run again', async () => {
  const { actions, submitted } = await setUp();
  await actions.generate();
  actions.readyAgain();
  await actions.generate();
  expect(submitted()).toHaveLength(2);
});

test('an error stays visible until the run is changed', async () => {
  const { actions, bridge, submit } = await setUp();
  bridge.answer('jobs.submit', () => fail('disk-full'));
  await actions.generate();
  expect(submit()).toEqual({ kind: 'refused', error: { code: 'disk-full', charged: 'no' } });
  actions.change({ prompt: 'another' });
  expect(submit()).toEqual({ kind: 'idle' });
});

test('a run that cannot be sent is not sent', async () => {
  const { actions, submitted } = await setUp();
  actions.clear('image');
  await actions.generate();
  expect(submitted()).toEqual([]);
});

test('a provider\u2019s id of spaces only is not passed on', async () => {
  const { actions, bridge } = await setUp();
  const unsure = job('one', { kind: 'unsure', error: fail('answer-lost').error });
  bridge.world.jobs = [unsure];
  await actions.resolveJob(unsure.id, 'sent', '  ');
  await actions.resolveJob(unsure.id, 'sent', ' req-1 ');
  const resolved = bridge.requests.filter(({ name }) => name === 'jobs.resolve').map(({ input }) => input);
  expect(resolved).toEqual([
    { jobId: 'one', as: 'sent' },
    { jobId: 'one', as: 'sent', providerJobId: 'req-1' },
  ]);
});

test('sends the negative prompt and own URLs to a model that supports them', async () => {
  const { actions, submitted } = await setUp({ models: [novitaModel] });
  const links = { image: '', video: ' https://files.example/clip.mp4?sign=a%2Fb ' };
  actions.change({ modelId: novitaModel.id, negativePrompt: 'rain', links });
  await actions.generate();
  expect(submitted()).toMatchObject([
    {
      choices: { negativePrompt: 'rain' },
      links: { image: null, video: 'https://files.example/clip.mp4?sign=a%2Fb' },
    },
  ]);
});

test('a link is not sent to a model that reads none', async () => {
  const { actions, submitted } = await setUp();
  actions.change({ modelId: demoModel.id, links: { image: '', video: 'https://files.example/clip.mp4' } });
  await actions.generate();
  expect(submitted()).toMatchObject([{ links: { image: null, video: null } }]);
});

test('an unsure run is looked up, and sent again only by that decision', async () => {
  const { actions, bridge } = await setUp();
  const unsure = job('one', { kind: 'unsure', error: fail('answer-lost').error });
  bridge.world.jobs = [unsure];
  expect(await actions.findJob(unsure.id)).toEqual(ok({ isFound: false, job: unsure }));
  await actions.resolveJob(unsure.id, 'send-again', 'req-1');
  expect(bridge.requests.slice(-2)).toEqual([
    { name: 'jobs.find', input: { jobId: 'one' } },
    { name: 'jobs.resolve', input: { jobId: 'one', as: 'send-again' } },
  ]);
});

test('a key test and a price refresh return their outcome', async () => {
  const { actions, bridge } = await setUp();
  bridge.answer('keys.test', () => ok({ isGood: true, balanceMicros: 12_340_000 }));
  bridge.answer('prices.refresh', () => ok([{ provider: 'fal', count: 4, error: null }]));
  expect(await actions.testKey('bucket')).toEqual(ok({ isGood: true, balanceMicros: 12_340_000 }));
  expect(await actions.refreshPrices()).toEqual(ok([{ provider: 'fal', count: 4, error: null }]));
});

test('the answer about a spending limit applies to one run', async () => {
  const { actions, bridge } = await setUp();
  bridge.world.jobs = [job('one', { kind: 'failed', error: fail('provider-failed').error })];
  const { id } = bridge.world.jobs[0] ?? job('none', { kind: 'queued' });
  const excess = {
    breaches: [{ limit: 'day' as const, limitMicros: 5_000_000, wouldBeMicros: 5_600_000 }],
    unknownCosts: 0,
  };
  const shown = fail('spending-limit-exceeded', excess);
  const untilAllowed = ({ allowOverLimit }: { readonly allowOverLimit: boolean }) =>
    allowOverLimit ? ok(job('again', { kind: 'queued' })) : shown;
  bridge.answer('jobs.retry', untilAllowed);
  bridge.answer('jobs.resolve', untilAllowed);
  expect(await actions.actOnJob(id, 'retry')).toEqual(shown.error);
  expect(await actions.retryOverLimit(id, excess)).toBeNull();
  expect(await actions.sendAgainOverLimit(id, excess)).toBeNull();
  expect(bridge.requests.slice(-3)).toEqual([
    { name: 'jobs.retry', input: { jobId: 'one' } },
    { name: 'jobs.retry', input: { jobId: 'one', allowOverLimit: true, agreedExcess: excess } },
    {
      name: 'jobs.resolve',
      input: { jobId: 'one', as: 'send-again', allowOverLimit: true, agreedExcess: excess },
    },
  ]);
});

test('pausing changes no other setting of the queue', async () => {
  const queue = { isPaused: false, concurrency: { fal: 5 } };
  const { actions, bridge } = await setUp({ settings: { ...settings, queue } });
  await actions.pauseQueue(true);
  expect(bridge.world.settings.queue).toEqual({ isPaused: true, concurrency: { fal: 5 } });
});

test('finished runs are dismissed, and those that need the user stay', async () => {
  const { actions, bridge } = await setUp({
    jobs: [
      job('done', { kind: 'done', itemId: item('item-0001').id }, { actions: ['dismiss'] }),
      job('called-off', { kind: 'cancelled', charged: 'no' }, { actions: ['dismiss'] }),
      job('perhaps-paid', { kind: 'cancelled', charged: 'unknown' }, { actions: ['dismiss'] }),
      job('broken', { kind: 'failed', error: fail('disk-full').error }, { actions: ['dismiss'] }),
      job('elsewhere', { kind: 'done', itemId: item('item-0002').id }),
      job('waiting', { kind: 'queued' }),
    ],
  });
  expect(await actions.dismissFinished()).toBeNull();
  expect(bridge.world.jobs.map(({ id }) => id)).toEqual(['perhaps-paid', 'broken', 'elsewhere', 'waiting']);
});

test('a failure to dismiss is returned', async () => {
  const { actions, bridge } = await setUp({});
  bridge.answer('jobs.dismissAll', () => fail('disk-full'));
  expect(await actions.dismissFinished()).toMatchObject({ code: 'disk-full' });
});

import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { selectImage } from '#renderer/state/selectors.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { about, demoModel, falModel, item, job, settings } from '#test/renderer/samples.ts';

const lostKey = { provider: 'fal', isSet: false, keptIn: 'nowhere' } as const;

test('everything is read once the program answers', async () => {
  const running = job('one', { kind: 'queued' });
  const bridge = createFakeBridge({ jobs: [running], items: [item('item-0001')] });
  const { store } = await createFakeApp(bridge);
  expect(store.getState().mirror).toEqual({
    about,
    models: [demoModel, falModel],
    jobs: [running],
    keys: [lostKey],
    settings,
    deliverySetup: bridge.world.deliverySetup,
    libraryTotal: 1,
    libraryVersion: 1,
    libraryWork: { kind: 'idle' },
    spending: bridge.world.spending,
    notices: [],
    scans: {},
    bodies: {},
    prefit: { kind: 'idle' },
    update: { kind: 'no-feed' },
    isOnline: true,
  });
});

test('an event replaces the earlier value as a whole', async () => {
  const { store, bridge } = await createFakeApp(createFakeBridge({ jobs: [job('old', { kind: 'queued' })] }));
  const now = [job('new', { kind: 'starting' })];
  bridge.announce('jobs.changed', now);
  bridge.announce('keys.changed', [{ provider: 'fal', isSet: true, keptIn: 'memory' }]);
  bridge.announce('settings.changed', { ...settings, theme: 'dark' });
  bridge.announce('library.changed', { total: 5 });
  bridge.announce('models.changed', [demoModel]);
  const deliverySetup = { ...bridge.world.deliverySetup, bucket: { isReady: true, host: 'files.example' } };
  bridge.announce('delivery.changed', deliverySetup);
  const spending = { ...bridge.world.spending, waitingMicros: 700_000 };
  bridge.announce('spending.changed', spending);
  bridge.announce('notices.changed', [{ kind: 'database-begun-again', returned: 0 }]);
  bridge.announce('library.working', { kind: 'working', work: 'move', fraction: 0.5 });
  expect(store.getState().mirror).toMatchObject({
    jobs: now,
    keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }],
    settings: { ...settings, theme: 'dark' },
    libraryTotal: 5,
    libraryVersion: 2,
    models: [demoModel],
    deliverySetup,
    spending,
    notices: [{ kind: 'database-begun-again', returned: 0 }],
    libraryWork: { kind: 'working', work: 'move', fraction: 0.5 },
  });
});

test('everything is read again after the connection was lost, because events were missed', async () => {
  const { store, bridge, mirror } = await createFakeApp();
  await mirror.setOnline(false);
  bridge.world.jobs = [job('meanwhile', { kind: 'queued' })];
  expect(store.getState().mirror).toMatchObject({ isOnline: false, jobs: [] });
  await mirror.setOnline(true);
  expect(store.getState().mirror).toMatchObject({ isOnline: true, jobs: bridge.world.jobs });
});

test('an event during the initial reads is newer than their replies', async () => {
  const bridge = createFakeBridge({ jobs: [job('one', { kind: 'queued' })] });
  const { store, mirror } = await createFakeApp(bridge);
  const late = Promise.withResolvers<void>();
  const old = bridge.world.spending;
  bridge.answer('spending.get', () => late.promise.then(() => ok(old)));
  const reloading = mirror.reload();
  const jobs = [job('one', { kind: 'starting' })];
  bridge.announce('jobs.changed', jobs);
  bridge.announce('library.changed', { total: 7 });
  late.resolve();
  await reloading;
  expect(store.getState().mirror).toMatchObject({ jobs, libraryTotal: 7, spending: old });
});

test('of two concurrent reads the later one is shown, whichever reply comes first', async () => {
  const { store, bridge, mirror } = await createFakeApp();
  const answers: ReturnType<typeof Promise.withResolvers<void>>[] = [];
  bridge.answer('jobs.list', () => {
    const jobs = [...bridge.world.jobs];
    const pending = Promise.withResolvers<void>();
    answers.push(pending);
    return pending.promise.then(() => ok(jobs));
  });
  const first = mirror.reload();
  bridge.world.jobs = [job('newer', { kind: 'queued' })];
  const second = mirror.reload();
  answers[1]?.resolve();
  await second;
  answers[0]?.resolve();
  await first;
  expect(store.getState().mirror.jobs).toEqual(bridge.world.jobs);
});

test('a failed call does not affect the others', async () => {
  const bridge = createFakeBridge();
  bridge.answer('library.list', () => fail('disk-full'));
  const { store } = await createFakeApp(bridge);
  expect(store.getState().mirror).toMatchObject({ libraryTotal: 0, models: [demoModel, falModel] });
});

test('an action of the user does not write the mirror: it changes when the program sends an event', async () => {
  const bridge = createFakeBridge({ jobs: [job('one', { kind: 'failed', error: fail('no-credit').error })] });
  const mute = { ...bridge, on: () => () => undefined };

  const { store, actions } = await createFakeApp(mute);
  const before = store.getState().mirror;
  const [one] = before.jobs;
  await actions.openSample();
  actions.change({ orientation: 'video', prompt: 'at dusk' });
  await actions.generate();
  if (one) await actions.actOnJob(one.id, 'dismiss');
  await actions.setKey('fal', 'key');
  await actions.saveSettings({ theme: 'dark' });
  actions.show('library');
  actions.clear('video');
  // Scans and pose detection begin with a file and are dropped with it, without an action of the user.
  const [image] = Object.keys(store.getState().mirror.bodies);
  expect(image).toBe(selectImage(store.getState())?.id);
  const { bodies, ...mirror } = store.getState().mirror;
  expect({ ...mirror, bodies: {} }).toEqual({ ...before, scans: {} });
  expect(Object.keys(bodies)).toHaveLength(1);
  expect(bridge.world).toMatchObject({ settings: { theme: 'dark' }, keys: [{ isSet: true }] });
});

test('stops listening when it is ended', async () => {
  const { bridge, mirror } = await createFakeApp();
  expect(bridge.listenerCount()).toBe(13);
  mirror.stop();
  expect(bridge.listenerCount()).toBe(0);
});

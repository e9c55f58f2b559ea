import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { restMs } from '#renderer/state/prefit.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { falModelId, imageSource, steadyScan, videoSource } from '#test/renderer/samples.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const setUp = async (bridge = createFakeBridge()) => {
  const app = await createFakeApp(bridge);
  const prefitRequests = () =>
    bridge.requests.filter(({ name }) => name === 'prefit.set').map(({ input }) => input);
  return { ...app, prefitRequests, prefit: () => app.store.getState().mirror.prefit };
};
const files = { imageId: imageSource.id, videoId: videoSource.id };
/** Short enough for the orientation, so that no best part is awaited. */
const whole = { orientation: 'video' } as const;

test('files are made for what the page shows, half a second after its last change', async () => {
  const { actions, prefitRequests } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs - 1);
  actions.change({ trim: { startSec: 1, endSec: 9 } });
  vi.advanceTimersByTime(restMs - 1);
  expect([restMs, prefitRequests()]).toEqual([500, []]);
  vi.advanceTimersByTime(1);
  const choices = { orientation: 'video', trim: { startSec: 1, endSec: 9 } };
  expect(prefitRequests()).toMatchObject([{ request: { ...files, choices } }]);
});

test('a change that needs the same files makes no request', async () => {
  const { actions, prefitRequests } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.change({ prompt: 'at dusk' });
  actions.change({ modelId: falModelId });
  vi.advanceTimersByTime(restMs);
  expect(prefitRequests()).toHaveLength(1);
});

test('a video that is too long waits for its best part, and that part is made', async () => {
  const bridge = createFakeBridge();
  const found = Promise.withResolvers<ReturnType<typeof ok<ReturnType<typeof steadyScan>>>>();
  bridge.answer('media.scan', () => found.promise);
  const { actions, prefitRequests } = await setUp(bridge);
  await actions.openSample();
  vi.advanceTimersByTime(restMs);
  expect(prefitRequests()).toEqual([]);
  found.resolve(ok(steadyScan(13, { cutsSec: [4] })));
  await vi.advanceTimersByTimeAsync(restMs);
  expect(prefitRequests()).toMatchObject([{ request: { choices: { trim: { endSec: 13 } } } }]);
});

test('a part that was sent before the scan ended is made, and stays the requested one', async () => {
  const bridge = createFakeBridge();
  const found = Promise.withResolvers<ReturnType<typeof ok<ReturnType<typeof steadyScan>>>>();
  bridge.answer('media.scan', () => found.promise);
  const { actions, prefitRequests } = await setUp(bridge);
  await actions.openSample();
  await actions.generate();
  await vi.advanceTimersByTimeAsync(restMs);
  found.resolve(ok(steadyScan(13, { cutsSec: [2] })));
  await vi.advanceTimersByTimeAsync(restMs);
  expect(prefitRequests()).toMatchObject([{ request: { choices: { trim: { startSec: 0, endSec: 10 } } } }]);
});

test('where the video cannot be scanned, its beginning is made', async () => {
  const bridge = createFakeBridge();
  bridge.answer('media.scan', () => fail('tool-failed', { reason: 'exit' }));
  const { actions, prefitRequests } = await setUp(bridge);
  await actions.openSample();
  await vi.advanceTimersByTimeAsync(restMs);
  expect(prefitRequests()).toMatchObject([{ request: { choices: { trim: { startSec: 0, endSec: 10 } } } }]);
});

test('the request is withdrawn when a file is removed', async () => {
  const { actions, prefitRequests } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.clear('image');
  expect(prefitRequests().at(-1)).toEqual({ request: null });
});

test('no request is made for a run that cannot be sent', async () => {
  const { actions, prefitRequests } = await setUp();
  await actions.openSample();
  actions.change({ ...whole, trim: { startSec: 1, endSec: 2 } });
  vi.advanceTimersByTime(restMs);
  expect(prefitRequests()).toEqual([]);
});

test('the page shows the progress, and resets it as soon as other files are needed', async () => {
  const { actions, bridge, prefit } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  bridge.announce('prefit.changed', { kind: 'working', fraction: 0.4 });
  expect(prefit()).toEqual({ kind: 'working', fraction: 0.4 });
  bridge.announce('prefit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  actions.change({ prompt: 'at dusk' });
  expect(prefit()).toEqual({ kind: 'ready', imageBytes: 1, videoBytes: 2 });
  actions.change({ keepAudio: false });
  expect(prefit()).toEqual({ kind: 'idle' });
});

test('the status of files that are no longer requested is ignored', async () => {
  const { actions, bridge, prefit } = await setUp();
  await actions.openSample();
  bridge.announce('prefit.changed', { kind: 'ready', imageBytes: 9, videoBytes: 9 });
  expect(prefit()).toEqual({ kind: 'idle' });
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.change({ keepAudio: false });
  bridge.announce('prefit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  expect(prefit()).toEqual({ kind: 'idle' });
});

test('a reverted choice requests its files again, and shows the status that the program repeats', async () => {
  const { actions, bridge, prefitRequests, prefit } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.change({ keepAudio: false });
  bridge.announce('prefit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  actions.change({ keepAudio: true });
  expect(prefit()).toEqual({ kind: 'idle' });
  vi.advanceTimersByTime(restMs);
  bridge.announce('prefit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  const [first, second] = prefitRequests();
  expect([prefit(), second]).toEqual([{ kind: 'ready', imageBytes: 1, videoBytes: 2 }, first]);
});

test('files that could not be made are requested again after a change', async () => {
  const { actions, bridge, prefitRequests } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  bridge.announce('prefit.changed', { kind: 'failed', error: fail('disk-full').error });
  actions.change({ keepAudio: false });
  actions.change({ keepAudio: true });
  vi.advanceTimersByTime(restMs);
  expect(prefitRequests()).toHaveLength(2);
});

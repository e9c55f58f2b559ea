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
  const wishes = () => bridge.asked.filter(({ name }) => name === 'fit.ahead').map(({ input }) => input);
  return { ...app, wishes, prefit: () => app.store.getState().mirror.prefit };
};
const files = { imageId: imageSource.id, videoId: videoSource.id };
/** Short enough for the orientation, so that no best part is waited for. */
const whole = { orientation: 'video' } as const;

test('files are made for what the page shows once its choices have rested for half a second', async () => {
  const { actions, wishes } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs - 1);
  actions.change({ trim: { startSec: 1, endSec: 9 } });
  vi.advanceTimersByTime(restMs - 1);
  expect([restMs, wishes()]).toEqual([500, []]);
  vi.advanceTimersByTime(1);
  const choices = { orientation: 'video', trim: { startSec: 1, endSec: 9 } };
  expect(wishes()).toMatchObject([{ request: { ...files, choices } }]);
});

test('a change that needs the same files asks for nothing new', async () => {
  const { actions, wishes } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.change({ prompt: 'at dusk' });
  actions.change({ modelId: falModelId });
  vi.advanceTimersByTime(restMs);
  expect(wishes()).toHaveLength(1);
});

test('a clip that is too long waits for its best part, and that part is made', async () => {
  const bridge = createFakeBridge();
  const found = Promise.withResolvers<ReturnType<typeof ok<ReturnType<typeof steadyScan>>>>();
  bridge.answer('media.scan', () => found.promise);
  const { actions, wishes } = await setUp(bridge);
  await actions.openSample();
  vi.advanceTimersByTime(restMs);
  expect(wishes()).toEqual([]);
  found.resolve(ok(steadyScan(13, { cutsSec: [4] })));
  await vi.advanceTimersByTimeAsync(restMs);
  expect(wishes()).toMatchObject([{ request: { choices: { trim: { endSec: 13 } } } }]);
});

test('a part that was sent before the scan ended is made, and stays the one that is wanted', async () => {
  const bridge = createFakeBridge();
  const found = Promise.withResolvers<ReturnType<typeof ok<ReturnType<typeof steadyScan>>>>();
  bridge.answer('media.scan', () => found.promise);
  const { actions, wishes } = await setUp(bridge);
  await actions.openSample();
  await actions.generate();
  await vi.advanceTimersByTimeAsync(restMs);
  found.resolve(ok(steadyScan(13, { cutsSec: [2] })));
  await vi.advanceTimersByTimeAsync(restMs);
  expect(wishes()).toMatchObject([{ request: { choices: { trim: { startSec: 0, endSec: 10 } } } }]);
});

test('where nobody can look through it, its beginning is made', async () => {
  const bridge = createFakeBridge();
  bridge.answer('media.scan', () => fail('tool-failed', { reason: 'exit' }));
  const { actions, wishes } = await setUp(bridge);
  await actions.openSample();
  await vi.advanceTimersByTimeAsync(restMs);
  expect(wishes()).toMatchObject([{ request: { choices: { trim: { startSec: 0, endSec: 10 } } } }]);
});

test('nothing is wanted any more when a file goes', async () => {
  const { actions, wishes } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.clear('image');
  expect(wishes().at(-1)).toEqual({ request: null });
});

test('files are never made for what cannot be sent', async () => {
  const { actions, wishes } = await setUp();
  await actions.openSample();
  actions.change({ ...whole, trim: { startSec: 1, endSec: 2 } });
  vi.advanceTimersByTime(restMs);
  expect(wishes()).toEqual([]);
});

test('the page says how far they are, and forgets it as soon as other files are needed', async () => {
  const { actions, bridge, prefit } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  bridge.announce('fit.changed', { kind: 'working', fraction: 0.4 });
  expect(prefit()).toEqual({ kind: 'working', fraction: 0.4 });
  bridge.announce('fit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  actions.change({ prompt: 'at dusk' });
  expect(prefit()).toEqual({ kind: 'ready', imageBytes: 1, videoBytes: 2 });
  actions.change({ keepAudio: false });
  expect(prefit()).toEqual({ kind: 'idle' });
});

test('what is said of files that are no longer wanted is not taken for the ones that are', async () => {
  const { actions, bridge, prefit } = await setUp();
  await actions.openSample();
  bridge.announce('fit.changed', { kind: 'ready', imageBytes: 9, videoBytes: 9 });
  expect(prefit()).toEqual({ kind: 'idle' });
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.change({ keepAudio: false });
  bridge.announce('fit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  expect(prefit()).toEqual({ kind: 'idle' });
});

test('a choice that is taken back asks for its files again, and shows the status that the program repeats', async () => {
  const { actions, bridge, wishes, prefit } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  actions.change({ keepAudio: false });
  bridge.announce('fit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  actions.change({ keepAudio: true });
  expect(prefit()).toEqual({ kind: 'idle' });
  vi.advanceTimersByTime(restMs);
  bridge.announce('fit.changed', { kind: 'ready', imageBytes: 1, videoBytes: 2 });
  const [first, second] = wishes();
  expect([prefit(), second]).toEqual([{ kind: 'ready', imageBytes: 1, videoBytes: 2 }, first]);
});

test('files that could not be made are tried again when they are wanted again', async () => {
  const { actions, bridge, wishes } = await setUp();
  await actions.openSample();
  actions.change(whole);
  vi.advanceTimersByTime(restMs);
  bridge.announce('fit.changed', { kind: 'failed', error: fail('disk-full').error });
  actions.change({ keepAudio: false });
  actions.change({ keepAudio: true });
  vi.advanceTimersByTime(restMs);
  expect(wishes()).toHaveLength(2);
});

import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { scanStatusOf } from '#renderer/state/scans.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { steadyScan, videoSource } from '#test/renderer/samples.ts';

const { id } = videoSource;

const setUp = async (bridge = createFakeBridge()) => {
  const app = await createFakeApp(bridge);
  const scanRequests = () =>
    bridge.requests.filter(({ name }) => name === 'media.scan').map(({ input }) => input);
  return { ...app, scanRequests, scans: () => app.store.getState().mirror.scans };
};

test('a video is scanned once, as soon as it is open, and the result is dropped with it', async () => {
  const bridge = createFakeBridge();
  const scan = steadyScan(13);
  bridge.answer('media.scan', () => ok(scan));
  const { actions, scans, scanRequests } = await setUp(bridge);
  await actions.openSample();
  actions.change({ prompt: 'at dusk' });
  await Promise.resolve();
  expect(scanRequests()).toEqual([{ sourceId: id }]);
  expect(scans()).toMatchObject({ [id]: { kind: 'done', scan } });
  actions.clear('video');
  expect(scans()).toEqual({});
});

test('the page shows the progress of the scan', async () => {
  const { actions, scans, bridge } = await setUp();
  await actions.openSample();
  expect(scans()).toEqual({ [id]: { kind: 'working', fraction: null } });
  bridge.announce('media.progress', { sourceId: id, work: 'waveform', fraction: 0.9 });
  bridge.announce('media.progress', { sourceId: id, work: 'scan', fraction: 0.4 });
  expect(scans()).toEqual({ [id]: { kind: 'working', fraction: 0.4 } });
});

test('a failed scan is reported, and one of a closed video is not', async () => {
  const bridge = createFakeBridge();
  const answer = Promise.withResolvers<Result<never>>();
  bridge.answer('media.scan', () => answer.promise);
  const { actions, scans } = await setUp(bridge);
  await actions.openSample();
  actions.clear('video');
  answer.resolve(fail('tool-failed', { reason: 'exit' }));
  await actions.openSample();
  await Promise.resolve();
  expect(scans()).toMatchObject({ [id]: { kind: 'failed', error: { code: 'tool-failed' } } });
});

test('the best parts begin and end on frames', () => {
  const look = scanStatusOf(steadyScan(30, { cutsSec: [0.37, 12.03] }), 5);
  if (look.kind !== 'done') throw new Error('It was looked through.');
  const best = look.best({ minSec: 3, maxSec: 10 });
  expect(best.length).toBeGreaterThan(1);
  for (const { startSec, endSec } of best) {
    expect([startSec * 5, endSec * 5].map((frame) => Math.abs(frame - Math.round(frame)) < 1e-6)).toEqual([
      true,
      true,
    ]);
    expect(startSec < 12.03 && endSec > 12.03).toBe(false);
  }
});

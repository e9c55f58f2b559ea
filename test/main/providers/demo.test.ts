import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type Compose, createDemo } from '#main/providers/demo.ts';
import type { Provider, Ticket } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import { workToSettle } from '#test/main/storage/file-work.ts';

let folder: string;
let clock: FakeClock;
let demo: Provider;
let composed: number;

const call = { signal: new AbortController().signal };
const compose: Compose = async ({ outPath, onProgress }) => {
  composed += 1;
  onProgress(1);
  await writeFile(outPath, 'a video');
  return ok({});
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-demo-'));
  clock = createFakeClock();
  composed = 0;
  demo = createDemo({ clock, compose, folder });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = async (): Promise<Ticket> => {
  const outcome = await demo.start(
    {
      requestId: 'job-1',
      modelId: 'demo/offline',
      remoteName: 'offline',
      image: { kind: 'local', path: '/a.png' },
      video: { kind: 'local', path: '/b.mp4' },
      orientation: 'image',
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      outputSec: 10,
    },
    call,
  );
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  return outcome.ticket;
};

const pollToEnd = async (provider: Provider, ticket: Ticket) => {
  const seen = [];
  for (let poll = 0; poll < 100; poll += 1) {
    const status = await provider.status(ticket, call);
    seen.push(status);
    if (status.kind !== 'pending') return seen;
    await clock.sleep(provider.pollAfterMs(0));
    // The injected clock does not wait, so the test waits for the video.
    await workToSettle();
  }
  throw new Error('The run did not settle.');
};

test('a simulated run is queued, reports progress, and ends after about three seconds', async () => {
  const began = clock.now().getTime();
  const seen = await pollToEnd(demo, await start());
  const positions = seen.map((status) => (status.kind === 'pending' ? status.queuePosition : null));
  const fractions = seen.flatMap((status) =>
    status.kind === 'pending' && status.fraction !== null ? [status.fraction] : [],
  );
  expect(seen.at(-1)).toMatchObject({
    kind: 'done',
    billed: { kind: 'micros', micros: 0 },
    result: { kind: 'local' },
  });
  expect([...new Set(positions)]).toEqual([2, 1, 0, null]);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.length).toBeGreaterThan(4);
  expect(clock.now().getTime() - began).toBeGreaterThan(2000);
  expect(clock.now().getTime() - began).toBeLessThan(3500);
});

test('downloads the result from this computer and removes the temporary copy', async () => {
  const done = (await pollToEnd(demo, await start())).at(-1);
  if (done?.kind !== 'done' || done.result.kind !== 'local') throw new Error('not done');
  const to = join(folder, 'result.mp4');
  expect(await demo.download(done.result, to, { ...call, onProgress: () => undefined })).toEqual({
    ok: true,
    value: { sizeBytes: 7 },
  });
  expect(await readFile(to, 'utf8')).toBe('a video');
  await expect(readFile(done.result.path)).rejects.toThrow();
});

test('runs again for the same ticket after a restart', async () => {
  const ticket = JSON.parse(JSON.stringify(await start()));
  await demo.status(ticket, call);
  const later = createDemo({ clock, compose, folder });
  expect((await pollToEnd(later, ticket)).at(-1)).toMatchObject({ kind: 'done' });
  expect(composed).toBe(2);
});

test('can be cancelled at any time', async () => {
  const ticket = await start();
  await demo.status(ticket, call);
  expect(await demo.cancel?.(ticket, call)).toEqual({ kind: 'cancelled', charged: 'no' });
});

test('reports a failure of ffmpeg as a failed run, free of charge', async () => {
  const broken = createDemo({
    clock,
    folder,
    compose: async () => fail('tool-missing', { subject: 'ffmpeg', reason: 'not-found' }),
  });
  expect((await pollToEnd(broken, await start())).at(-1)).toMatchObject({
    kind: 'failed',
    error: { code: 'tool-missing', charged: 'no' },
  });
});

test('needs no key and costs nothing', () => {
  expect(demo.needsKey).toBe(false);
  expect(demo.models.map(({ price }) => price.kind)).toEqual(['free']);
});

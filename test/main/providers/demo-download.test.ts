import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { createDemo } from '#main/providers/demo.ts';
import type { Provider, ResultLocation, Ticket } from '#main/providers/spec.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { workToSettle } from '#test/main/storage/file-work.ts';
import { tempFolder } from '#test/main/storage/temp-folder.ts';

const call = { signal: new AbortController().signal };
const quiet = { ...call, onProgress: () => undefined };

const createRun = async () => {
  const folder = tempFolder();
  const clock = createFakeClock();
  let composed = 0;
  const demo: Provider = createDemo({
    clock,
    folder,
    compose: async ({ outPath }) => {
      composed += 1;
      await writeFile(outPath, 'a video');
      return ok({});
    },
  });
  const outcome = await demo.start(
    {
      requestId: 'job-1',
      modelId: 'demo/offline',
      remoteName: 'offline',
      image: { kind: 'local', path: '/a.png' },
      video: { kind: 'local', path: '/b.mp4' },
      orientation: 'video',
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      outputSec: 3,
    },
    call,
  );
  if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  return { folder, clock, demo, ticket: outcome.ticket, composed: () => composed };
};

const untilDone = async (run: {
  clock: { sleep: (ms: number) => Promise<void> };
  demo: Provider;
  ticket: Ticket;
}) => {
  for (let poll = 0; poll < 200; poll += 1) {
    const status = await run.demo.status(run.ticket, call);
    if (status.kind === 'done') return status.result;
    if (status.kind !== 'pending') throw new Error(JSON.stringify(status));
    await run.clock.sleep(150);
    // The injected clock does not wait, so the test waits for the video.
    await workToSettle();
  }
  throw new Error('The run did not settle.');
};

test('keeps the result when it is downloaded twice because the program ended in between', async () => {
  const run = await createRun();
  const result = await untilDone(run);
  const to = join(run.folder, 'result.mp4');
  const fetched = { ok: true, value: { sizeBytes: 7 } };
  expect(await run.demo.download(result, to, quiet)).toEqual(fetched);
  expect(await run.demo.download(result, to, quiet)).toEqual(fetched);
  expect([await readFile(to, 'utf8'), await readdir(run.folder)]).toEqual(['a video', ['result.mp4']]);
});

test('makes the result again when it was lost with a cleaned folder', async () => {
  const run = await createRun();
  const result: ResultLocation = await untilDone(run);
  if (result.kind !== 'local') throw new Error(result.kind);
  await rm(result.path);
  const to = join(run.folder, 'result.mp4');
  expect(await run.demo.download(result, to, quiet)).toMatchObject({
    ok: false,
    error: { code: 'result-gone' },
  });
  expect(await run.demo.download(await untilDone(run), to, quiet)).toMatchObject({ ok: true });
  expect(run.composed()).toBe(2);
});

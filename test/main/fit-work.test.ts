import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { SubmitInput } from '#contract/calls.ts';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import { type PrefitStatus, prefitSchema } from '#contract/model/prefit.ts';
import { noApprovals } from '#contract/model/spend-check.ts';
import { createApp } from '#main/app.ts';
import { createNodePorts } from '#main/node-ports.ts';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { tempFolder } from './storage/temp-folder.ts';

/** The whole program on its own folder, with an open image and video that need fitting. */
const openProgram = async () => {
  const folder = tempFolder();
  const app = await createApp(
    await createNodePorts('terminal', {
      ...process.env,
      NOVITA_API_KEY: 'sandbox-novita-key',
      UNDERSTUDY_HOME: join(folder, 'home'),
    }),
  );
  if (!app.ok) throw new Error(JSON.stringify(app.error));
  onTestFinished(() => app.value.close());
  const { handlers } = app.value;
  const imagePath = await makeImage(join(folder, 'anna.bmp'));
  const videoPath = await makeVideo(join(folder, 'dance.mkv'), { seconds: 5 });
  const image = await handlers['media.open']({ path: imagePath });
  const video = await handlers['media.open']({ path: videoPath });
  if (!image.ok || !video.ok) throw new Error('not opened');
  const request = (modelId: string, startSec = 0.5): SubmitInput => ({
    imageId: image.value.id,
    videoId: video.value.id,
    choices: {
      modelId: modelIdSchema.parse(modelId),
      orientation: 'image',
      trim: { startSec, endSec: startSec + 3.5 },
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: defaultFraming,
    },
    links: noPastedLinks,
  });
  const fitTo = async (input: SubmitInput, into: string) => {
    const fitted = await app.value.fitTo({
      ...input,
      folder: join(folder, into),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    if (!fitted.ok) throw new Error(JSON.stringify(fitted.error));
    return fitted.value;
  };
  return { folder, app: app.value, handlers, request, fitTo };
};

const inodeOf = async (path: string): Promise<number> => (await stat(path)).ino;

it('a run, and another model with the same limits, reuse the prefit files', async () => {
  const { folder, app, handlers, request, fitTo } = await openProgram();
  const ready = new Promise<PrefitStatus>((resolve) => {
    const stop = app.subscribe((event, payload) => {
      const prefit = event === 'prefit.changed' ? prefitSchema.parse(payload) : null;
      if (prefit?.kind !== 'ready' && prefit?.kind !== 'failed') return;
      stop();
      resolve(prefit);
    });
  });
  expect((await handlers['prefit.set']({ request: request('fal/kling-v2.6-pro') })).ok).toBe(true);
  expect(await ready).toMatchObject({ kind: 'ready' });

  const first = await fitTo(request('fal/kling-v2.6-pro'), 'first');
  const second = await fitTo(request('fal/kling-v3-std'), 'second');
  const other = await fitTo(request('fal/kling-v2.6-pro', 1), 'other');
  const kept = join(folder, 'home', 'work', 'fitted');
  const keptFiles = await Promise.all(
    (await readdir(kept, { recursive: true }))
      .filter((name) => name.endsWith('.mp4'))
      .map((name) => inodeOf(join(kept, name))),
  );
  const firstFile = await inodeOf(first.video.path);
  expect(keptFiles).toContain(firstFile);
  expect(await inodeOf(second.video.path)).toBe(firstFile);
  expect(await inodeOf(other.video.path)).not.toBe(firstFile);
  expect(await inodeOf(other.image.path)).toBe(await inodeOf(first.image.path));
});

it('files are fitted for a model without a delivery, and no job is created', async () => {
  const { handlers, request, fitTo } = await openProgram();
  const input = request('novita/kling-v2.6-pro');
  expect(await handlers['jobs.submit']({ ...input, approvals: noApprovals })).toMatchObject({
    ok: false,
    error: { code: 'delivery-missing', charged: 'no', subject: 'novita' },
  });
  expect(await handlers['jobs.list']({})).toEqual({ ok: true, value: [] });
  const fitted = await fitTo(input, 'out');
  expect(fitted.video.facts).toMatchObject({ kind: 'video', container: 'mp4' });
});

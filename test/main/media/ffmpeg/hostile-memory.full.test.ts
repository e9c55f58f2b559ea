import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultFraming } from '#contract/model/choices.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fitLimits } from '#main/artifacts.ts';
import { hashFile } from '#main/media/probe/probe.ts';
import { ffmpegWith, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';

/** Much more than may be held in memory; sparse, so it takes hardly any disk space. */
const largeBytes = 500_000_000;
/**
 * Reading in chunks takes up to 80 MB until the next garbage collection; holding the whole file takes 290 or more.
 */
const allowedBytes = 200_000_000;

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-memory-'));
  path = await makeVideo(join(folder, 'large.mp4'), { seconds: 5, width: 360, height: 400, hasAudio: true });
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1, 0);
  head.write('free', 4, 'latin1');
  head.writeBigUInt64BE(BigInt(largeBytes - size), 8);
  await file.write(head, 0, head.length, size);
  await file.truncate(largeBytes);
  await file.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Maximum growth of the process's memory during this work, in bytes. */
const grownBy = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.memoryUsage.rss();
  let maximum = before;
  const watching = setInterval(() => {
    maximum = Math.max(maximum, process.memoryUsage.rss());
  }, 10);
  await work();
  clearInterval(watching);
  return Math.max(maximum, process.memoryUsage.rss()) - before;
};

test('a video of 500 MB is probed, hashed, fitted and streamed without being held in memory', async () => {
  const media = mediaWith();
  const imagePath = await makeImage(join(folder, 'picture.jpg'));
  const image = await media.probe(imagePath);
  const signal = new AbortController().signal;
  const seen = await media.probeFacts(path);
  expect(seen).toMatchObject({ ok: true, value: { kind: 'video', sizeBytes: largeBytes, width: 360 } });
  if (!seen.ok || seen.value.kind !== 'video' || !image.ok || image.value.kind !== 'image')
    throw new Error('no pair');

  const imageFile = image.value;
  let sha256 = '';
  const hashing = await grownBy(async () => {
    sha256 = await hashFile(path);
  });
  const video = { ...seen.value, sha256 };
  const trim = { startSec: 1, endSec: 4.5 };
  const choices = {
    orientation: 'image',
    trim,
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
  } as const;
  const plan = planFit({ image: imageFile, video, model: testModel, choices });
  expect(plan.verdict).toBe('fixable');
  const fitting = await grownBy(async () => {
    const fitted = await media.fit({
      image: { path: imagePath, facts: imageFile },
      video: { path, facts: video },
      plan,
      limits: fitLimits(testModel, choices),
      folder: join(folder, 'fitted'),
      signal,
      onProgress: () => undefined,
    });
    expect(fitted).toMatchObject({ ok: true, value: { video: { contentType: 'video/mp4' } } });
  });
  let streamedBytes = 0;
  const streaming = await grownBy(() =>
    ffmpegWith().stream(
      { path, demuxer: null, options: ['-stream_loop', '3'] },
      ['-map', '0:V:0', '-pix_fmt', 'rgba', '-f', 'rawvideo'],
      {
        signal,
        onChunk: (chunk) => {
          streamedBytes += chunk.length;
        },
      },
    ),
  );
  expect(streamedBytes).toBeGreaterThan(250_000_000);
  const grown = { hashing, fitting, streaming };
  expect(Object.entries(grown).filter(([, bytes]) => bytes > allowedBytes)).toEqual([]);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createImageStill } from '#main/media/image/draw-source.ts';
import { createProbeFacts } from '#main/media/probe/probe.ts';
import { builds, ffmpegWith, imageDecoder, makeImage } from '#test/fixtures/media.ts';
import { tiledHeic } from './image-bytes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-still-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(builds)('with $name', ({ path: build }) => {
  const tool = ffmpegWith(build);
  const look = createProbeFacts(tool, imageDecoder);
  const stillOf = async (path: string, sidePx: number) => {
    const facts = await look(path);
    if (!facts.ok || facts.value.kind !== 'image') throw new Error(`not an image: ${JSON.stringify(facts)}`);
    const { signal } = new AbortController();
    const still = await createImageStill(tool, imageDecoder)({ path, facts: facts.value, sidePx, signal });
    if (!still.ok) throw new Error(JSON.stringify(still.error));
    const to = join(folder, 'shown');
    await writeFile(to, still.value);
    return look(to);
  };

  test('converts HEIC to a format that every browser shows', async () => {
    const heic = join(folder, 'phone.heic');
    await writeFile(heic, await tiledHeic(['red', 'green', 'blue', 'white'], 3));
    const upright = { container: 'jpg', rotationDeg: 0, width: 91, height: 101 };
    expect(await stillOf(heic, 640)).toMatchObject({ value: upright });
  });

  test('scales the image down and keeps transparency', async () => {
    const tiff = await makeImage(join(folder, 'scan.tiff'), {
      options: ['-vf', 'format=rgba,colorchannelmixer=aa=0.5', '-pix_fmt', 'rgba'],
    });
    expect(await stillOf(tiff, 400)).toMatchObject({
      value: { container: 'png', hasAlpha: true, width: 300, height: 400 },
    });
  });
});

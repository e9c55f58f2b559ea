import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builds, ffmpeg, makeVideo } from '#test/fixtures/media.ts';
import { colourAt, rawFacts } from './counted-videos.ts';
import { fittingWith } from './fitting.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-colours-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Each encodes a video twice or more: a minute on a loaded machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: buildPath }) => {
  const { made } = fittingWith(buildPath, () => folder);

  test('HDR becomes standard range, and is tagged as such', async () => {
    const tags = ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'];
    const video = await makeVideo(at('hdr.mp4'), {
      ...{ seconds: 3, width: 344, height: 344, fps: 10 },
      options: [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-x265-params',
        'log-level=none',
        '-pix_fmt',
        'yuv420p10le',
        ...tags,
      ],
    });
    const { facts, kinds, path } = await made(video);
    expect(kinds).toEqual(['tone-map', 'encode']);
    expect([facts.isHdr, facts.pixelFormat]).toEqual([false, 'yuv420p']);
    expect(await rawFacts(path)).toMatch(
      /color_range=tv\ncolor_space=bt709\ncolor_transfer=bt709\ncolor_primaries=bt709/,
    );
  });

  test.each([
    ['in standard definition without colour tags', 400, 'out_color_matrix=bt601', 'yuv420p', []],
    ['in high definition without colour tags', 720, 'out_color_matrix=bt709', 'yuv420p', []],
    ['tagged as standard definition', 720, 'out_color_matrix=bt601', 'yuv420p', ['-colorspace', 'smpte170m']],
    ['with full range', 720, 'out_color_matrix=bt709:out_range=pc', 'yuvj420p', ['-colorspace', 'bt709']],
    ['in RGB', 720, 'flags=bicubic', 'gbrp', []],
  ])('a video %s keeps its red', async (_, height, scale, pixelFormat, tags) => {
    const video = at('red.mkv');
    const colours = `format=rgb24,scale=${scale},format=${pixelFormat}`;
    const encoder = pixelFormat === 'gbrp' ? ['-c:v', 'ffv1'] : ['-c:v', 'libx264', '-preset', 'ultrafast'];
    await ffmpeg(
      ...['-f', 'lavfi', '-i', `color=c=0xd02010:size=640x${height}:rate=15`, '-t', '4', '-vf', colours],
      ...[...encoder, ...tags, video],
    );
    const { path } = await made(video, { trim: { startSec: 0, endSec: 3 } });
    const [red = 0, green = 0, blue = 0] = await colourAt(path, 0.5, 0.5);
    const offBy = Math.max(Math.abs(red - 0xd0), Math.abs(green - 0x20), Math.abs(blue - 0x10));
    expect(offBy).toBeLessThan(8);
  });
});

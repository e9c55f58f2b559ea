/** `check`, `scan` and `fit`: commands that submit nothing. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ffmpeg, makeImage, makeVideo } from '#test/fixtures/media.ts';
import { type Ended, understudy } from './terminal.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const inputs = (video = 'dance.mp4') => ['--image', at('hero.png'), '--video', at(video)];
const cli = (...args: readonly string[]): Promise<Ended> => understudy(args, { home: at('home') });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-'));
  await makeImage(at('hero.png'), { width: 1500, height: 500 });
  await makeVideo(at('dance.mp4'), { seconds: 8 });
  // One shot of 4 s, a cut, and one of 9 s.
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'mandelbrot=size=480x640:rate=25'],
    ...['-f', 'lavfi', '-i', 'testsrc2=size=480x640:rate=25'],
    ...['-filter_complex', '[0:v]trim=duration=4[a];[1:v]trim=duration=9[b];[a][b]concat=n=2:v=1:a=0'],
    ...['-pix_fmt', 'yuv420p', at('two-shots.mp4')],
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rowsSchema = z.array(
  z.object({
    model: z.string(),
    orientation: z.string(),
    verdict: z.string(),
    window: z.object({ startSec: z.number(), endSec: z.number() }),
    image: z.object({ steps: z.array(z.object({ kind: z.string(), edge: z.string().optional() })) }),
    estimate: z.unknown(),
  }),
);

describe('check', () => {
  it('reports every model and orientation for one pair of files', async () => {
    const { status, json } = await cli('check', ...inputs(), '--orientation', 'all');
    const rows = rowsSchema.parse(json);
    expect([status, rows.length, new Set(rows.map(({ verdict }) => verdict))]).toEqual([
      0,
      26,
      new Set(['fixable']),
    ]);
    expect(rows.find(({ model }) => model === 'novita/kling-v2.6-pro')?.estimate).toEqual({
      unknown: 'Novita has published no price for this model.',
    });
  });

  it.each([
    [[], ['pad', 'encode'], 'blur'],
    [['--image-shape', 'plain'], ['pad', 'encode'], 'plain'],
    [['--image-shape', 'crop:0,1'], ['crop', 'encode'], undefined],
  ])('applies the image shape option: %j', async (options, kinds, edge) => {
    const { json } = await cli('check', ...inputs(), '--model', 'fal/kling-v2.6-pro', ...options);
    const steps = rowsSchema.parse(json)[0]?.image.steps ?? [];
    expect([steps.map(({ kind }) => kind), steps[0]?.edge]).toEqual([kinds, edge]);
  });

  it.each([['crop:2,0'], ['crop:a'], ['square']])('rejects the shape %s', async (shape) => {
    expect((await cli('check', ...inputs(), '--image-shape', shape)).status).toBe(2);
  });
});

describe('the best part of a video', () => {
  const windowOf = ({ json }: Ended) =>
    z.object({ window: rowsSchema.element.shape.window }).parse(json).window;

  it('is found by scan and contains no cut', async () => {
    const { status, json } = await cli('scan', at('two-shots.mp4'));
    const found = z
      .object({
        cutsSec: z.array(z.number()),
        bestWindows: z.array(z.object({ startSec: z.number(), endSec: z.number() })),
      })
      .parse(json);
    expect(status).toBe(0);
    expect(found.cutsSec).toHaveLength(1);
    expect(Math.abs((found.cutsSec[0] ?? 0) - 4)).toBeLessThanOrEqual(2 / 25);
    expect(found.bestWindows.length).toBeGreaterThan(0);
    expect(found.bestWindows.filter(({ startSec, endSec }) => startSec < 4 && endSec > 4)).toEqual([]);
  });

  it('is the default trim of a video that is too long', async () => {
    const fit = (...options: readonly string[]) =>
      cli('fit', ...inputs('two-shots.mp4'), '--model', 'fal/kling-v2.6-pro', '--out', at('out'), ...options);
    const best = await fit();
    const { startSec, endSec } = windowOf(best);
    expect([best.status, startSec >= 4 || endSec <= 4]).toEqual([0, true]);
    expect(best.stderr).toContain('Best selection used: ');
    expect(windowOf(await fit('--start', '2', '--end', '6'))).toEqual({ startSec: 2, endSec: 6 });
    expect((await readdir(at('out'))).sort()).toEqual(['character.png', 'motion.mp4']);
  });

  it('cannot be combined with --start or --end', async () => {
    const { status } = await cli('check', ...inputs(), '--window', 'best', '--start', '1');
    expect(status).toBe(2);
  });

  it('is not available for an image', async () => {
    const { status, json } = await cli('scan', at('hero.png'));
    expect([status, json]).toMatchObject([3, { error: { code: 'file-is-image', charged: 'no' } }]);
  });
});

it('rejects a model without a delivery for the video before the question about the price', async () => {
  const { status, json } = await understudy(
    ['run', ...inputs(), '--model', 'runpod/kling-v2.6-std', '--yes'],
    { home: at('home'), environment: { RUNPOD_API_KEY: 'sandbox-runpod-key' } },
  );
  expect([status, json]).toMatchObject([6, { error: { code: 'delivery-missing', charged: 'no' } }]);
});

import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builds, ffmpeg, makeVideo } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { fittingWith } from './fitting.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-size-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const limitBytes = 450_000;
const limited = {
  ...testModel,
  video: { ...testModel.video, maxBytes: { ...testModel.video.maxBytes, value: limitBytes } },
};
const heavy = ['-preset', 'ultrafast', '-crf', '12'];

// Each encodes a video twice or more: a minute on a loaded machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: buildPath }) => {
  const { made } = fittingWith(buildPath, () => folder, limited);

  test.each([
    ['with motion', 'testsrc2=size=352x352:rate=20,scroll=horizontal=0.03,noise=alls=12:allf=t'],
    ['of grain only', 'color=c=gray:size=352x352:rate=20,noise=alls=60:allf=t+u'],
    [
      'with a still beginning, then grain',
      "smptebars=size=352x352:rate=20,noise=alls=40:allf=t+u:enable='gte(t,2)'",
    ],
    [
      'with grain, then a still end',
      "smptebars=size=352x352:rate=20,noise=alls=40:allf=t+u:enable='lt(t,2)'",
    ],
  ])('a video %s fills its size limit and never exceeds it', async (_, source) => {
    const videoPath = at('limited.mp4');
    await ffmpeg('-f', 'lavfi', '-i', source, '-t', '4.5', '-pix_fmt', 'yuv420p', ...heavy, videoPath);
    const { facts, folder: target } = await made(videoPath, { trim: { startSec: 0.2, endSec: 4.2 } });
    expect(facts.sizeBytes).toBeLessThanOrEqual(limitBytes);
    expect(facts.sizeBytes).toBeGreaterThanOrEqual(limitBytes * 0.9);
    // Neither the encoder's stats nor an incomplete video remain.
    expect(await readdir(target)).toEqual(['motion.mp4']);
  });

  test('does not enlarge a simple video up to its size limit', async () => {
    const videoPath = await makeVideo(at('easy.mkv'), { seconds: 5, options: ['-c:v', 'ffv1'] });
    const { facts } = await made(videoPath, { trim: { startSec: 1, endSec: 4 } });
    expect((await stat(videoPath)).size).toBeGreaterThan(limitBytes);
    expect(facts.sizeBytes).toBeLessThan(limitBytes);
  });
});

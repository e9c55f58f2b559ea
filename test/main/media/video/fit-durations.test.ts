/** The video that is sent has one duration for every reader, whatever the tracks and headers of its source state. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planFit } from '#contract/rules/plan.ts';
import { fittingImage } from '#test/fixtures/facts.ts';
import { builds } from '#test/fixtures/media.ts';
import { testModel, wideLimits } from '#test/fixtures/model.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { defaultChoices, fittingWith } from './fitting.ts';
import { joined, type Row, rows } from './uneven-rows.ts';
import { makeTracks, statedLengths } from './uneven-videos.ts';

const minSec = { ...testModel.video.minSec, value: 1 };
const model = { ...testModel, ...wideLimits, video: { ...wideLimits.video, minSec } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-durations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Each is made once. */
const videos = new Map<Row, Promise<string>>();
const videoOf = (row: Row): Promise<string> => {
  const videoPath = videos.get(row) ?? row.make(folder);
  videos.set(row, videoPath);
  return videoPath;
};

const named = rows.map((row) => [row.what, row] as const);

describe('the duration of a video is that of its frames', () => {
  const { factsOf } = fittingWith(undefined, () => folder, model);

  test.each(gateCases(named))('%s', async (_, row) => {
    const video = await factsOf(await videoOf(row));
    const plan = planFit({ image: fittingImage, video, model, choices: defaultChoices });
    const about = plan.reasons.filter(({ code }) => /duration|uneven|late|hidden|restart/.test(code));
    const codes = about.map(({ code }) => code);
    if (row.code === null) expect(codes).toEqual([]);
    else expect(codes).toContain(row.code);
    expect(Math.abs(plan.expected.outputSec - row.sec)).toBeLessThan(0.15);
    expect(plan.verdict).not.toBe('impossible');
  });

  test.each(['b.mp4', 'b.mkv', 'b.flv'])(
    'reports joined %s, of which only the first is read',
    async (name) => {
      const video = await factsOf(await joined(folder, name));
      const plan = planFit({ image: fittingImage, video, model, choices: defaultChoices });
      expect([video.hasRestarts, plan.verdict]).toEqual([true, 'impossible']);
    },
  );
});

describe.each(builds)('with $name', ({ path: buildPath }) => {
  const { made } = fittingWith(buildPath, () => folder, model);

  test.each(gateCases(named.filter(([, { isFitted }]) => isFitted)))(
    '%s: sent with one duration',
    async (_, row) => {
      const { path } = await made(await videoOf(row));
      const { container, video } = await statedLengths(path);
      expect(Math.abs(video - row.sec)).toBeLessThan(0.15);
      expect(container).toBeLessThan(video + 0.05);
    },
  );

  test.each([
    ['aac at 44.1 kHz', 'limit.mp4', ['-ar', '44100'], 2],
    ['aac at 8 kHz', 'limit8.mov', ['-ar', '8000'], 2],
    ['mp3', 'limit3.mp4', ['-c:a', 'mp3'], 2],
    ['aac that is transcoded', 'limit.mp4', ['-ar', '44100'], 2.35],
  ])('a part of the maximum length is not longer, with %s', async (_, name, options, startSec) => {
    const videoPath = await makeTracks(join(folder, name), {
      video: { sec: 13 },
      audio: { sec: 13 },
      options,
    });
    const { path } = await made(videoPath, { trim: { startSec, endSec: startSec + 10 } });
    const { container, video, audio } = await statedLengths(path);
    expect(container).toBeLessThanOrEqual(10.001);
    expect([video > 9.85, audio > 9.6]).toEqual([true, true]);
  });
});

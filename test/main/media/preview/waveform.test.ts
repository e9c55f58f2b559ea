import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { waveformSchema } from '#contract/model/scan.ts';
import { createWaveform } from '#main/media/preview/waveform.ts';
import { builds, ffmpeg, ffmpegWith } from '#test/fixtures/media.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-waveform-'));
  // A second of silence, a loud second, a second at half the amplitude.
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'color=c=gray:size=64x64:rate=10'],
    ...['-f', 'lavfi', '-i', 'aevalsrc=0.8*sin(2*PI*400*t)*(gte(t\\,1)-0.5*gte(t\\,2)):s=44100'],
    ...['-t', '3', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le', at('loud.mov')],
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const firstTrack = { audioStream: 0, audioChannels: null };

const hear = async (
  build: string,
  path: string,
  more: { durationSec?: number; signal?: AbortSignal } = {},
) => {
  const progress: number[] = [];
  const waveform = await createWaveform({ ffmpeg: ffmpegWith(build) })({
    path,
    facts: { durationSec: more.durationSec ?? 3, audioCodec: 'aac', ...firstTrack },
    signal: more.signal ?? new AbortController().signal,
    onProgress: (fraction) => progress.push(fraction),
  });
  return { waveform, progress };
};
const loudest = (peaks: readonly number[], fromSec: number, toSec: number, stepSec: number) =>
  Math.max(...peaks.slice(Math.ceil(fromSec / stepSec), Math.floor(toSec / stepSec)));

describe.each(builds)('with $name', ({ path: build }) => {
  test('is flat for silence, and half as high for half the amplitude', async () => {
    const { waveform, progress } = await hear(build, at('loud.mov'));
    const { stepSec, peaks } = waveform.ok ? waveform.value : { stepSec: 0, peaks: [] };
    expect(waveformSchema.parse({ stepSec, peaks })).toEqual({ stepSec: 0.01, peaks });
    expect(peaks).toHaveLength(300);
    const heard = [0, 1, 2].map((sec) => loudest(peaks, sec + 0.05, sec + 0.95, stepSec));
    expect(heard.map((peak) => peak.toFixed(1))).toEqual(['0.0', '0.8', '0.4']);
    expect(progress.at(-1)).toBeCloseTo(1, 1);
  });

  test('places late audio at the time of its frames', async () => {
    await ffmpeg(
      ...['-i', at('loud.mov'), '-itsoffset', '1.5', '-i', at('loud.mov')],
      ...['-map', '0:v', '-map', '1:a', '-c', 'copy', at('late.mov')],
    );
    const { waveform } = await hear(build, at('late.mov'), { durationSec: 4.5 });
    const { stepSec, peaks } = waveform.ok ? waveform.value : { stepSec: 0, peaks: [] };
    expect(loudest(peaks, 0, 2.45, stepSec)).toBeLessThan(0.05);
    expect(loudest(peaks, 2.55, 3.4, stepSec)).toBeGreaterThan(0.7);
  });

  test('has no more peaks for a video of hours than a screen can show', async () => {
    const { waveform } = await hear(build, at('loud.mov'), { durationSec: 7200 });
    expect(waveform.ok && waveform.value.peaks.length).toBeLessThanOrEqual(4000);
    expect(waveform.ok && waveform.value.stepSec).toBeGreaterThanOrEqual(1.8);
  });
});

test('has no peaks for a video without audio, which is not opened', async () => {
  const waveform = await createWaveform({ ffmpeg: ffmpegWith() })({
    path: at('nowhere.mp4'),
    facts: { durationSec: 3, audioCodec: null, ...firstTrack },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(waveform).toEqual(ok({ stepSec: 0.01, peaks: [] }));
});

test('reads all samples for any chunking', async () => {
  const samples = Buffer.alloc(1600);
  samples.writeInt16LE(-32_768, 160);
  samples.writeInt16LE(16_384, 1440);
  const pieces = [1, 160, 2, 1278].map((length, index, all) => {
    const from = all.slice(0, index).reduce((sum, each) => sum + each, 0);
    return samples.subarray(from, from + length);
  });
  const waveform = await createWaveform({
    ffmpeg: {
      stream: async (_input, _args, { onChunk }) => {
        for (const piece of [...pieces, samples.subarray(1441)]) onChunk(piece);
        return ok({});
      },
    },
  })({
    path: 'any',
    facts: { durationSec: 0.1, audioCodec: 'aac', ...firstTrack },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  expect(waveform).toEqual(ok({ stepSec: 0.01, peaks: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0.5] }));
});

test('ends when cancelled, and reports a file that is not a video', async () => {
  const [build] = builds;
  const stopped = await hear(build?.path ?? '', at('loud.mov'), { signal: AbortSignal.abort() });
  const missing = await hear(build?.path ?? '', at('nowhere.mp4'));
  expect([stopped.waveform, missing.waveform].map((answer) => answer.ok || answer.error.code)).toEqual([
    'cancelled',
    'tool-failed',
  ]);
});

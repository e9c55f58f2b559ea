/** Tiny videos with known audio tracks, and the tones in a file. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { builds, ffmpeg } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';

/** Accepts videos of any size and of a part of a second, so that tests stay fast. */
export const tinyModel: ModelSpec = {
  ...testModel,
  video: {
    ...testModel.video,
    minSidePx: { ...testModel.video.minSidePx, value: 16 },
    minSec: { ...testModel.video.minSec, value: 0.2 },
  },
};

export type Tone = {
  readonly hz: number;
  readonly options?: readonly string[];
  readonly seconds?: number;
  /** When it begins. */
  readonly atSec?: number;
};

/** 160 x 90 with a keyframe each half second, and an audio track for each tone; `options` follow all others. */
export const makeTones = async (
  path: string,
  tones: readonly Tone[],
  more: { readonly seconds?: number; readonly options?: readonly string[] } = {},
): Promise<string> => {
  const { seconds = 2, options = [] } = more;
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=12:duration=${seconds}`],
    ...tones.flatMap(({ hz, seconds: lasts = seconds, atSec = 0 }) => [
      ...['-itsoffset', String(atSec), '-f', 'lavfi', '-i', `sine=frequency=${hz}:duration=${lasts}`],
    ]),
    ...['-map', '0', ...tones.flatMap((_, index) => ['-map', String(index + 1)])],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '6', '-keyint_min', '6', '-sc_threshold', '0'],
    ...['-bf', '0', '-pix_fmt', 'yuv420p'],
    ...tones.flatMap((tone, index) =>
      (tone.options ?? ['-c:a', 'aac']).map((option) => option.replace(/^(-[a-z]+)(:a)?$/, `$1:a:${index}`)),
    ),
    ...options,
    `file:${path}`,
  );
  return path;
};

/** Replaces the `nth` occurrence of one text by another of the same length, from 0. */
export const patch = async (path: string, from: string, to: string, nth = 0): Promise<string> => {
  const bytes = await readFile(path);
  let at = -1;
  for (let count = 0; count <= nth; count += 1) at = bytes.indexOf(from, at + 1, 'latin1');
  if (at < 0 || from.length !== to.length) throw new Error(`no ${from} to replace in ${path}`);
  bytes.write(to, at, 'latin1');
  await writeFile(path, bytes);
  return path;
};

/**
 * Changes the `nth` audio track of an MP4 or MOV to a codec that ffmpeg does not know (`apac`) or cannot decode
 * (`ac-4`).
 */
export const makeUnknown = async (path: string, nth: number, codec = 'apac'): Promise<string> => {
  const bytes = await readFile(path);
  const entries: number[] = [];
  for (let at = bytes.indexOf('stsd', 0, 'latin1'); at >= 0; at = bytes.indexOf('stsd', at + 4, 'latin1'))
    if (bytes.toString('latin1', at + 16, at + 20) === 'mp4a') entries.push(at + 16);
  const entry = entries[nth] ?? 0;
  // The descriptor, which also identifies the codec, is changed as well.
  bytes.write('dapa', bytes.indexOf('esds', entry, 'latin1'), 'latin1');
  bytes.write(codec, entry, 'latin1');
  await writeFile(path, bytes);
  return path;
};

/** The frequency of the first audio track of a file; null: it has none, or is silent. */
export const pitchOf = async (path: string): Promise<number | null> => {
  const args = ['-v', 'error', '-i', `file:${path}`, '-map', '0:a:0', '-ac', '1', '-ar', '16000'];
  const heard = await promisify(execFile)(
    builds.at(-1)?.path ?? 'ffmpeg',
    [...args, '-f', 's16le', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 },
  ).catch(() => null);
  if (heard === null) return null;
  const bytes = heard.stdout;
  const samples = Array.from({ length: bytes.length >> 1 }, (_, index) => bytes.readInt16LE(index * 2));
  const middle = samples.slice(samples.length >> 2, (samples.length * 3) >> 2);
  const crossings = middle.filter((sample, index) => (middle[index - 1] ?? 0) < 0 && sample >= 0).length;
  return crossings === 0 ? null : Math.round((crossings * 16_000) / middle.length / 10) * 10;
};

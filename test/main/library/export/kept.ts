/** A saved item with real videos: brightness encodes a frame's number, colour encodes whether it is the reference or the result. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ExportChoices, ExportProgress } from '#contract/model/export.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { createExports } from '#main/library/export/exports.ts';
import type { Ffmpeg } from '#main/media/ffmpeg/ffmpeg.ts';
import type { ImageDecoder } from '#main/media/image/image-decoder.ts';
import { createAudioTrack } from '#main/media/probe/main-streams.ts';
import { ffmpeg, ffmpegWith, imageDecoder, mediaWith, silentLog } from '#test/fixtures/media.ts';
import { itemOf, jobRecord } from '../../jobs/samples.ts';

export type VideoOptions = {
  readonly seconds?: number;
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
  /** Tone in hertz; absent: no audio. */
  readonly toneHz?: number;
  readonly toneSec?: number;
  /** Noise that is expensive to encode. */
  readonly isNoisy?: boolean;
  /** Stored with rotation: the upper half is white, and players display it on the left. */
  readonly isTurned?: boolean;
};

/** Luma of the n-th frame. */
export const brightness = (frame: number): number => 40 + (frame % 20) * 9;
/** Chroma far from grey on one of the two axes. */
const tints = { reference: 'cb=100:cr=200', result: 'cb=200:cr=100' } as const;

const makeVideo = async (path: string, side: keyof typeof tints, videoPath: VideoOptions): Promise<void> => {
  const {
    seconds = 2,
    width = 96,
    height = 128,
    fps = 10,
    toneHz,
    isNoisy = false,
    isTurned = false,
  } = videoPath;
  const half = isTurned ? ['-vf', 'drawbox=0:0:iw:ih/2:color=white:t=fill'] : [];
  const made = isTurned ? `${path}.flat.mp4` : path;
  const imagePath = isNoisy ? 'noise=alls=70:allf=t+u' : `geq=lum='40+mod(N,20)*9':${tints[side]}`;
  await ffmpeg(
    ...[
      '-f',
      'lavfi',
      '-i',
      `color=gray:s=${width}x${height}:r=${fps}:d=${seconds},format=yuv420p,${imagePath}`,
    ],
    ...(toneHz === undefined
      ? []
      : ['-f', 'lavfi', '-i', `sine=frequency=${toneHz}:d=${videoPath.toneSec ?? seconds}`]),
    ...['-c:v', 'libx264', '-crf', '8', '-pix_fmt', 'yuv420p', '-colorspace', 'bt709', ...half, made],
  );
  if (isTurned) await ffmpeg('-i', made, '-c', 'copy', '-metadata:s:v', 'rotate=90', path);
};

const factsOf = async (path: string): Promise<VideoFacts> => {
  const probed = await mediaWith().probe(path);
  if (!probed.ok || probed.value.kind !== 'video') throw new Error(JSON.stringify(probed));
  return probed.value;
};

export type Kept = {
  readonly item: Item;
  readonly folder: string;
  readonly reference: string;
  readonly result: string;
};

export const keep = async (reference: VideoOptions, result: VideoOptions): Promise<Kept> => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-export-'));
  const paths = { reference: join(folder, 'motion.mp4'), result: join(folder, 'result.mp4') };
  await makeVideo(paths.reference, 'reference', reference);
  await makeVideo(paths.result, 'result', result);
  const item = itemOf(jobRecord('j1'), {
    video: { file: 'motion.mp4', name: 'squats.mp4', facts: await factsOf(paths.reference) },
    result: { file: 'result.mp4', facts: await factsOf(paths.result) },
  });
  return { item, folder, ...paths };
};

/** A result of another model with the frames of this item's reference, so that its colour identifies it. */
export const otherOf = ({ item, ...paths }: Kept): Kept => ({
  ...paths,
  result: paths.reference,
  item: {
    ...item,
    id: itemIdSchema.parse('item-0002'),
    modelName: 'Kling v3.0 pro (Novita)',
    choices: { ...item.choices, modelId: modelIdSchema.parse('novita/kling-v3-pro') },
    result: { ...item.result, facts: item.video.facts },
  },
});

export const choices = (more: Partial<ExportChoices> = {}): ExportChoices => ({
  layout: 'side-by-side',
  audio: 'none',
  hasLabels: false,
  labels: { reference: 'Reference', result: 'Result' },
  maxBytes: null,
  ...more,
});

export const openExports = (
  { item, folder, reference, result }: Kept,
  more: {
    readonly ffmpegPath?: string | undefined;
    readonly encode?: Ffmpeg['encode'];
    readonly drawText?: ImageDecoder['text'];
    /** Another result in the library. */
    readonly other?: Kept;
  } = {},
) => {
  const events: (readonly ExportProgress[])[] = [];
  const ownFolder = join(folder, randomUUID());
  const tool = ffmpegWith(more.ffmpegPath);
  let now = new Date();
  const exports = createExports({
    ffmpeg: { probe: tool.probe, encode: more.encode ?? tool.encode },
    audioTrack: createAudioTrack(tool),
    drawText: more.drawText ?? imageDecoder.text,
    probeFacts: mediaWith(more.ffmpegPath).probeFacts,
    itemOf: (id) => {
      if (id === item.id) return ok(item);
      return id === more.other?.item.id ? ok(more.other.item) : fail('item-unknown');
    },
    itemPaths: async (id) => {
      const kept = id === item.id ? { result, reference } : more.other;
      return kept
        ? ok({ folder, result: kept.result, poster: '', image: '', video: kept.reference })
        : fail('item-unknown');
    },
    folder: ownFolder,
    now: () => now,
    onChange: (running) => events.push(running),
    log: silentLog,
  });
  return {
    exports,
    events,
    folder: ownFolder,
    wait: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    /** Makes an export and returns its path and facts; beside the other result where there is one. */
    make: async (requested: Partial<ExportChoices>, audioPath?: string) => {
      const made = await exports.make({
        itemId: item.id,
        besideId: more.other?.item.id ?? null,
        choices: choices(requested),
        ...(audioPath === undefined ? {} : { audioPath }),
      });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      const path = exports.pathOf(made.value.exportId)?.path ?? '';
      return { ...made.value, path, facts: await factsOf(path) };
    },
  };
};

const capture = async (path: string, args: readonly string[]): Promise<Buffer> => {
  const captured = await ffmpegWith().capture({ path, demuxer: null }, args);
  if (!captured.ok) throw new Error(JSON.stringify(captured.error));
  return captured.value;
};

export type Colour = { readonly y: number; readonly u: number; readonly v: number };

/** The colour around one point in every frame; `at`: fractions of the width and height. */
export const coloursAt = async (
  path: string,
  at: { readonly x: number; readonly y: number },
): Promise<readonly Colour[]> => {
  const spot = `crop=4:4:2*floor(iw*${at.x}/2):2*floor(ih*${at.y}/2),format=yuv444p`;
  const raw = await capture(path, ['-map', '0:v:0', '-vf', spot, '-f', 'rawvideo']);
  const mean = (from: number) => raw.subarray(from, from + 16).reduce((sum, value) => sum + value, 0) / 16;
  return Array.from({ length: raw.length / 48 }, (_, n) => ({
    y: mean(n * 48),
    u: mean(n * 48 + 16),
    v: mean(n * 48 + 32),
  }));
};

export const isReference = ({ u, v }: Colour): boolean => v > 170 && u < 120;
export const isResult = ({ u, v }: Colour): boolean => u > 170 && v < 120;

/** The decoded audio as samples from -1 to 1 at 8000 Hz. */
export const samplesOf = async (path: string): Promise<Float32Array> => {
  const raw = await capture(path, ['-map', '0:a:0', '-ac', '1', '-ar', '8000', '-f', 'f32le']);
  return new Float32Array(new Uint8Array(raw).buffer);
};

/** Frequency of a tone in hertz. */
export const pitchOf = (samples: Float32Array): number => {
  const crossings = samples.reduce(
    (count, value, index) => count + (value >= 0 && (samples[index - 1] ?? 0) < 0 ? 1 : 0),
    0,
  );
  return crossings / (samples.length / 8000);
};

export const loudnessOf = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length));

/** The stored video packets, independent of the container. */
export const frameHashesIn = (path: string): Promise<Buffer> =>
  capture(path, ['-map', '0:v:0', '-c', 'copy', '-bsf:v', 'h264_mp4toannexb', '-f', 'h264']);

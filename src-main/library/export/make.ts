/** Writes one export to a file. Where a size limit applies, the bit rate is found by measuring attempts. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ExportChoices } from '#contract/model/export.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Item } from '#contract/model/item.ts';
import { sendableAudioCodecs } from '#contract/rules/audio.ts';
import {
  type ExportObstacle,
  exportObstacle,
  exportSec,
  type Pair,
  pairOf,
  type Side,
  videoKbps,
} from '#contract/rules/export.ts';
import { minKbps, pixelsWorthTheirBits } from '#contract/rules/size.ts';
import type { Ffmpeg } from '../../media/ffmpeg/ffmpeg.ts';
import type { ImageDecoder } from '../../media/image/image-decoder.ts';
import type { AudioTrack, createAudioTrack } from '../../media/probe/main-streams.ts';
import { audioFilter, copyArguments, drawArguments, type Quality } from './arguments.ts';
import { audioTrackOf, matrixOf } from './input-facts.ts';
import { createScene, type Scene } from './scene.ts';

export type MakeRequest = {
  readonly item: Item;
  /** The result in place of the reference; null: the reference. */
  readonly other: Item | null;
  readonly choices: ExportChoices;
  /** Full paths of the two videos. */
  readonly paths: { readonly [side in Side]: string };
  /** Full path of another file whose audio replaces that of the reference. */
  readonly audioPath: string | null;
  /** Full path of the file to write. */
  readonly outPath: string;
  /** An empty folder for temporary files; the caller removes it. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  /** 0..1, never decreasing. */
  readonly onProgress: (fraction: number) => void;
};

/** Each size determines the next rate; the second attempt is nearly always below the limit. */
const maxTries = 4;
/** Below this fraction of the limit another attempt is made. */
const enoughShare = 0.9;
const aimShare = 0.965;

/** MP4 can hold these without encoding. */
const copiedCodecs: readonly string[] = ['h264', 'hevc', 'av1', 'mpeg4', 'vp9'];

type AudioFrom = { readonly path: string; readonly isResult: boolean; readonly track: AudioTrack };

const refusal = (obstacle: ExportObstacle, isBesideReference: boolean) => {
  switch (obstacle) {
    case 'beside-silent':
      return fail('audio-missing', { owner: isBesideReference ? 'reference' : 'other-result' });
    case 'result-silent':
      return fail('audio-missing', { owner: 'result' });
    case 'limit-too-small':
      return fail('limit-too-small');
    default:
      return assertNever(obstacle);
  }
};

export const createMakeExport = (deps: {
  readonly ffmpeg: Pick<Ffmpeg, 'encode' | 'probe'>;
  readonly audioTrack: ReturnType<typeof createAudioTrack>;
  readonly drawText: ImageDecoder['text'];
}) => {
  const { ffmpeg, audioTrack } = deps;
  const makeScene = createScene(deps);

  const audioOf = async (request: MakeRequest): Promise<Result<AudioFrom | null>> => {
    const { item, other, choices, paths, audioPath, signal } = request;
    if (audioPath !== null) {
      const track = await audioTrackOf({ audioTrack, path: audioPath, signal });
      return track.ok ? ok({ path: audioPath, isResult: false, track: track.value }) : track;
    }
    if (choices.audio === 'none') return ok(null);
    const { audio: side } = choices;
    return ok({ path: paths[side], isResult: side === 'result', track: pairOf(item, other)[side] });
  };

  const copyResult = async (request: MakeRequest, audio: AudioFrom | null): Promise<Result<unknown>> => {
    const { item, paths, outPath, workFolder, signal, onProgress } = request;
    const { facts } = item.result;
    const isCopied = audio?.isResult === true && sendableAudioCodecs.includes(facts.audioCodec ?? '');
    const other = audio === null || isCopied ? null : audio;
    return ffmpeg.encode({
      inputs: [
        { path: paths.result, demuxer: null },
        ...(other === null ? [] : [{ path: other.path, demuxer: null }]),
      ],
      args: copyArguments({
        videoCodec: facts.videoCodec,
        audio:
          other === null
            ? isCopied
              ? audio.track
              : null
            : { filter: audioFilter(1, other.track, facts.durationSec) },
      }),
      outPath,
      outFolder: workFolder,
      lengthSec: facts.durationSec,
      signal,
      onProgress,
    });
  };

  const encodeScene = (
    request: MakeRequest,
    scene: Scene,
    run: {
      readonly audio: AudioFrom | null;
      readonly quality: Quality;
      readonly onProgress: (fraction: number) => void;
    },
  ): Promise<Result<unknown>> => {
    const { choices, outPath, workFolder, signal } = request;
    const { inputs, image, rate, lengthSec } = scene;
    const { audio, quality, onProgress } = run;
    const isMeasured = quality.kind === 'good' || quality.pass === 2;
    return ffmpeg.encode({
      inputs: audio === null ? inputs : [...inputs, { path: audio.path, demuxer: null }],
      args: drawArguments({
        image,
        audio: audio === null ? null : audioFilter(inputs.length, audio.track, lengthSec),
        rate,
        lengthSec,
        quality,
      }),
      outPath,
      outFolder: workFolder,
      // An encoding that reaches the limit is repeated, so it can stop there.
      ...(isMeasured && choices.maxBytes !== null ? { maxBytes: choices.maxBytes } : {}),
      lengthSec,
      signal,
      onProgress,
    });
  };

  /** Two passes: the first measures the complexity, the second distributes the bits that the limit allows. */
  const encodeUnder = async (
    request: MakeRequest,
    scene: Scene,
    under: { readonly audio: AudioFrom | null; readonly maxBytes: number },
  ): Promise<Result<unknown>> => {
    const { outPath, workFolder, onProgress } = request;
    const { audio, maxBytes } = under;
    const { lengthSec } = scene;
    const logPath = join(workFolder, 'pass');
    let kbps = Math.max(minKbps, videoKbps({ maxBytes, lengthSec, hasAudio: audio !== null }));
    const first = await encodeScene(request, scene, {
      audio,
      quality: { kind: 'pass', pass: 1, kbps, logPath },
      onProgress: (fraction) => onProgress(0.35 + fraction * 0.25),
    });
    if (!first.ok) return first;
    for (let attempt = 1; attempt <= maxTries; attempt += 1) {
      const second = await encodeScene(request, scene, {
        audio,
        quality: { kind: 'pass', pass: 2, kbps, logPath },
        onProgress: (fraction) => onProgress(0.6 + fraction * 0.4),
      });
      if (!second.ok) return second;
      const { size } = await stat(outPath);
      const isUnder = size <= maxBytes;
      if (isUnder && (size >= maxBytes * enoughShare || attempt === maxTries)) return ok({});
      // The size of an encoding that was stopped at the limit is unknown.
      kbps = Math.max(minKbps, Math.floor(isUnder ? kbps * ((maxBytes * aimShare) / size) : kbps * 0.95));
    }
    return fail('limit-too-small');
  };

  const drawUnder = async (
    request: MakeRequest,
    audio: AudioFrom | null,
    matrix: { readonly [side in Side]: string },
  ): Promise<Result<unknown>> => {
    const { choices, outPath, onProgress } = request;
    const { maxBytes } = choices;
    const scene = await makeScene({ ...request, matrix });
    if (!scene.ok) return scene;
    const good = await encodeScene(request, scene.value, {
      audio,
      quality: { kind: 'good' },
      onProgress: (fraction) => onProgress(maxBytes === null ? fraction : fraction * 0.35),
    });
    if (!good.ok || maxBytes === null) return good;
    const { size } = await stat(outPath);
    if (size < maxBytes) return ok({});
    const { rate, lengthSec } = scene.value;
    const fps = rate.frames / rate.seconds;
    const maxPixels = pixelsWorthTheirBits({ maxBytes, lengthSec, fps });
    const smaller = await makeScene({ ...request, matrix, maxPixels });
    return smaller.ok ? encodeUnder(request, smaller.value, { audio, maxBytes }) : smaller;
  };

  const draw = async (request: MakeRequest, audio: AudioFrom | null): Promise<Result<unknown>> => {
    const { item, other, paths, signal } = request;
    const facts = pairOf(item, other);
    const beside = await matrixOf({ ffmpeg, path: paths.beside, signal }, facts.beside);
    if (!beside.ok) return beside;
    const result = await matrixOf({ ffmpeg, path: paths.result, signal }, facts.result);
    if (!result.ok) return result;
    return drawUnder(request, audio, { beside: beside.value, result: result.value });
  };

  return async (request: MakeRequest): Promise<Result<unknown>> => {
    const { item, other, choices, outPath, audioPath } = request;
    const { layout, maxBytes } = choices;
    const judged: ExportChoices = audioPath === null ? choices : { ...choices, audio: 'none' };
    const obstacle = exportObstacle(pairOf(item, other), judged);
    if (obstacle !== null) return refusal(obstacle, other === null);
    const found = await audioOf(request);
    if (!found.ok) return found;
    const audio = found.value;
    if (layout === 'result' && copiedCodecs.includes(item.result.facts.videoCodec)) {
      const copied = await copyResult(request, audio);
      if (!copied.ok) return copied;
      const { size } = await stat(outPath);
      if (maxBytes === null || size <= maxBytes) return copied;
    }
    return draw(request, audio);
  };
};

/** Whether the output has the expected duration, within one and a half frames and the rounding of audio. */
export const isAsLong = (
  made: Pick<VideoFacts, 'durationSec'>,
  pair: Pair,
  choices: ExportChoices,
): boolean => {
  const toleranceSec = 1.5 / Math.min(pair.beside.fps, pair.result.fps, 30) + 0.03;
  return Math.abs(made.durationSec - exportSec(pair, choices.layout)) <= toleranceSec;
};

export const tooShort = (made: Pick<VideoFacts, 'durationSec'>) =>
  fail('tool-failed', {
    subject: 'ffmpeg',
    reason: 'made-wrong-length',
    durationSec: made.durationSec,
  });

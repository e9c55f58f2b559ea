/**
 * Verifies every file that is sent, however it was made: kept, stripped, copied or encoded. The file is probed again
 * and compared with the model's limits by the rules for sources, and with its plan.
 */
import { dirname } from 'node:path';
import type { MadeFault } from '#contract/error-parameters.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenFacts, SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import type { ImageLimits, VideoLimits } from '#contract/model/model-spec.ts';
import type { Reason } from '#contract/model/plan.ts';
import { planAudio } from '#contract/rules/audio.ts';
import { judgeDuration, sameSec, unevenSec } from '#contract/rules/duration.ts';
import { judgeImage, judgeVideo } from '#contract/rules/limits.ts';
import { isFull } from '../storage/path.ts';
import type { ProbeFacts } from './probe/probe.ts';

export type ExpectedVideo = {
  readonly limits: VideoLimits;
  /** The model's maximum for this orientation. */
  readonly maxSec: number;
  /** Of this plan, which may be lower than the model's limit. */
  readonly maxBytes: number;
  /** Expected duration and its tolerance. */
  readonly lengthSec: number;
  readonly toleranceSec: number;
  /** No reader may report a longer duration. */
  readonly longestSec: number;
  readonly fps: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly audio: 'none' | 'optional' | 'required';
};

/** Frame rates closer than this fraction are equal apart from rounding. */
const sameRate = 0.01;

const ofReason = ({ code, actual, limit, source }: Reason): MadeFault => ({
  ...{ code, actual, expected: limit, source },
});

const when = (isSo: boolean, code: MadeFault['code'], actual = '', expected = ''): readonly MadeFault[] =>
  isSo ? [{ code, actual, expected }] : [];

/** Checks the audio like a source's: a sendable codec that can be decoded. A short track is no fault. */
const audioReasons = (made: SeenVideoFacts): readonly Reason[] =>
  planAudio(made, { keepAudio: true, window: { startSec: 0, endSec: made.durationSec } }).reasons.filter(
    ({ severity }) => severity === 'mended',
  );

/** Faults of a fitted video, for the log; empty: it may be sent. */
export const judgeMadeVideo = (made: SeenVideoFacts, expected: ExpectedVideo): readonly MadeFault[] => {
  const { limits, maxSec, maxBytes, size, fps, audio, lengthSec, toleranceSec } = expected;
  const { durationSec, firstFrameSec, sizeBytes, audioCodec, keyframesSec, width, height } = made;
  const { value: minSec } = limits.minSec;
  const readSec = Math.max(durationSec, made.containerSec ?? 0, made.tracksEndSec ?? 0);
  const longestSec = Math.min(expected.longestSec, maxSec);
  const isOtherSize = width !== size.width || height !== size.height;
  return [
    ...judgeVideo(made, limits).map(ofReason),
    ...judgeDuration(made, { isTrimmed: false, maxSec }).map(ofReason),
    ...audioReasons(made).map(ofReason),
    ...when(made.sizeChanges.length > 0, 'size-changes'),
    ...when(sizeBytes > maxBytes, 'too-many-bytes', `${sizeBytes} bytes`, `${maxBytes} bytes`),
    ...when(Math.abs(durationSec - lengthSec) > toleranceSec, 'length', `${durationSec} s`, `${lengthSec} s`),
    ...when(readSec > longestSec + sameSec, 'read-as-longer', `${readSec} s`, `${longestSec} s`),
    ...when(durationSec < minSec - sameSec, 'too-short', `${durationSec} s`, `${minSec} s`),
    ...when(firstFrameSec > unevenSec, 'first-frame-late', `${firstFrameSec} s`),
    ...when((keyframesSec?.[0] ?? 0) > firstFrameSec + sameSec, 'no-key-frame-at-start'),
    ...when(Math.abs(made.fps - fps) > fps * sameRate, 'frame-rate', `${made.fps}`, `${fps}`),
    ...when(isOtherSize, 'frame-size', `${width} x ${height}`, `${size.width} x ${size.height}`),
    ...when(audio === 'none' && audioCodec !== null, 'unexpected-audio', `${audioCodec}`),
    ...when(audio === 'required' && audioCodec === null, 'audio-absent'),
  ];
};

export type ExpectedImage = { readonly limits: ImageLimits; readonly maxBytes: number };

export const judgeMadeImage = (
  made: SeenImageFacts,
  { limits, maxBytes }: ExpectedImage,
): readonly MadeFault[] => [
  ...judgeImage(made, limits).map(ofReason),
  ...when(made.sizeBytes > maxBytes, 'too-many-bytes', `${made.sizeBytes} bytes`, `${maxBytes} bytes`),
];

/** The error for a fitted file that fails verification, with its faults. */
export const unfit = (faults: readonly MadeFault[]) =>
  fail('tool-failed', { subject: 'ffmpeg', reason: 'made-not-as-planned', faults: [...faults] });

/** Returns the faults of a fitted file. One that cannot be read at all is a failure. */
export const createVerify = (probeFacts: ProbeFacts, isDiskFull = isFull) => {
  const probeFile = async (path: string, signal: AbortSignal): Promise<Result<SeenFacts>> => {
    const seen = await probeFacts(path, { signal });
    if (seen.ok || !['file-not-media', 'file-empty'].includes(seen.error.code)) return seen;
    // ffmpeg may exit successfully although the disk was full for its last bytes.
    if (await isDiskFull(dirname(path))) return fail('disk-full');
    return fail('tool-failed', { subject: 'ffmpeg', reason: 'made-unreadable' });
  };
  type Faults = Promise<Result<readonly MadeFault[]>>;
  return {
    video: async (path: string, expected: ExpectedVideo, signal: AbortSignal): Faults => {
      const seen = await probeFile(path, signal);
      if (!seen.ok) return seen;
      const { value: made } = seen;
      return ok(made.kind === 'video' ? judgeMadeVideo(made, expected) : when(true, 'not-a-video'));
    },
    image: async (path: string, expected: ExpectedImage, signal: AbortSignal): Faults => {
      const seen = await probeFile(path, signal);
      if (!seen.ok) return seen;
      const { value: made } = seen;
      return ok(made.kind === 'image' ? judgeMadeImage(made, expected) : when(true, 'not-an-image'));
    },
  };
};

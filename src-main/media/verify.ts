/**
 * What is sent is verified, whatever way it was made: kept, stripped, copied or encoded. A made file is looked at again and
 * held against the model's limits by the rules that judge a source, and against what its plan asks.
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
import { isFull } from '../storage/free-space.ts';
import type { ProbeFacts } from './probe/probe.ts';

export type ExpectedVideo = {
  readonly limits: VideoLimits;
  /** What the model takes of this orientation. */
  readonly maxSec: number;
  /** Of this plan, which may ask for less than the model takes. */
  readonly maxBytes: number;
  /** How long it is meant to be, and how far from that it may be. */
  readonly lengthSec: number;
  readonly toleranceSec: number;
  /** No reader may take it for longer than this. */
  readonly longestSec: number;
  readonly fps: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly audio: 'none' | 'optional' | 'required';
};

/** Frame rates closer than this share are the same one, rounded. */
const sameRate = 0.01;

const ofReason = ({ code, actual, limit, source }: Reason): MadeFault => ({
  ...{ code, actual, expected: limit, source },
});

const when = (isSo: boolean, code: MadeFault['code'], actual = '', expected = ''): readonly MadeFault[] =>
  isSo ? [{ code, actual, expected }] : [];

/** Its audio as a source's: of a codec that is sent, and one that can be decoded. That there is little of it is no fault. */
const audioReasons = (made: SeenVideoFacts): readonly Reason[] =>
  planAudio(made, { keepAudio: true, window: { startSec: 0, endSec: made.durationSec } }).reasons.filter(
    ({ severity }) => severity === 'mended',
  );

/** How a made video differs from what was expected; empty: it may be sent. */
export const judgeMadeVideo = (made: SeenVideoFacts, expected: ExpectedVideo): readonly MadeFault[] => {
  const { limits, maxSec, size, fps, audio, lengthSec, toleranceSec, longestSec } = expected;
  const { durationSec, containerSec, tracksEndSec, firstFrameSec, sizeBytes, audioCodec } = made;
  const { width, height, keyframesSec } = made;
  const readSec = Math.max(durationSec, containerSec ?? 0, tracksEndSec ?? 0);
  return [
    ...judgeVideo(made, limits).map(ofReason),
    ...judgeDuration(made, { isTrimmed: false, maxSec }).map(ofReason),
    ...audioReasons(made).map(ofReason),
    ...when(made.sizeChanges.length > 0, 'size-changes'),
    ...when(
      sizeBytes > expected.maxBytes,
      'too-many-bytes',
      `${sizeBytes} bytes`,
      `${expected.maxBytes} bytes`,
    ),
    ...when(Math.abs(durationSec - lengthSec) > toleranceSec, 'length', `${durationSec} s`, `${lengthSec} s`),
    ...when(
      readSec > Math.min(longestSec, maxSec) + sameSec,
      'read-as-longer',
      `${readSec} s`,
      `${Math.min(longestSec, maxSec)} s`,
    ),
    ...when(
      durationSec < limits.minSec.value - sameSec,
      'too-short',
      `${durationSec} s`,
      `${limits.minSec.value} s`,
    ),
    ...when(firstFrameSec > unevenSec, 'first-frame-late', `${firstFrameSec} s`),
    ...when((keyframesSec?.[0] ?? 0) > firstFrameSec + sameSec, 'no-key-frame-at-start'),
    ...when(Math.abs(made.fps - fps) > fps * sameRate, 'frame-rate', `${made.fps}`, `${fps}`),
    ...when(
      width !== size.width || height !== size.height,
      'frame-size',
      `${width} x ${height}`,
      `${size.width} x ${size.height}`,
    ),
    ...when(audio === 'none' && audioCodec !== null, 'unexpected-audio', `${audioCodec}`),
    ...when(audio === 'required' && audioCodec === null, 'audio-absent'),
  ];
};

export type ExpectedImage = { readonly limits: ImageLimits; readonly maxBytes: number };

export const judgeMadeImage = (made: SeenImageFacts, expected: ExpectedImage): readonly MadeFault[] => [
  ...judgeImage(made, expected.limits).map(ofReason),
  ...when(
    made.sizeBytes > expected.maxBytes,
    'too-many-bytes',
    `${made.sizeBytes} bytes`,
    `${expected.maxBytes} bytes`,
  ),
];

/** A made file that its check refuses, with what is wrong with it. */
export const unfit = (faults: readonly MadeFault[]) =>
  fail('tool-failed', { subject: 'ffmpeg', reason: 'made-not-as-planned', faults: [...faults] });

/** Answers the faults of a made file. One that cannot be read at all is a failure. */
export const createVerify = (look: ProbeFacts, isDiskFull = isFull) => {
  const lookAt = async (path: string, signal: AbortSignal): Promise<Result<SeenFacts>> => {
    const seen = await look(path, { signal });
    if (seen.ok || !['file-not-media', 'file-empty'].includes(seen.error.code)) return seen;
    // ffmpeg may end well though its last bytes found no room.
    if (await isDiskFull(dirname(path))) return fail('disk-full');
    return fail('tool-failed', { subject: 'ffmpeg', reason: 'made-unreadable' });
  };
  return {
    video: async (
      path: string,
      expected: ExpectedVideo,
      signal: AbortSignal,
    ): Promise<Result<readonly MadeFault[]>> => {
      const seen = await lookAt(path, signal);
      if (!seen.ok) return seen;
      return ok(
        seen.value.kind === 'video' ? judgeMadeVideo(seen.value, expected) : when(true, 'not-a-video'),
      );
    },
    image: async (
      path: string,
      expected: ExpectedImage,
      signal: AbortSignal,
    ): Promise<Result<readonly MadeFault[]>> => {
      const seen = await lookAt(path, signal);
      if (!seen.ok) return seen;
      return ok(
        seen.value.kind === 'image' ? judgeMadeImage(seen.value, expected) : when(true, 'not-an-image'),
      );
    },
  };
};

/**
 * What is sent is verified, whatever way it was made: kept, stripped, copied or encoded. A made file is looked at again and
 * held against the model's limits by the rules that judge a source, and against what its plan asks.
 */
import { dirname } from 'node:path';
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

const inWords = ({ code, actual, limit }: Reason): string => `${code}: ${actual} (${limit})`;

const when = (isSo: boolean, fault: string): readonly string[] => (isSo ? [fault] : []);

/** Its audio as a source's: of a codec that is sent, and one that can be decoded. That there is little of it is no fault. */
const audioReasons = (made: SeenVideoFacts): readonly Reason[] =>
  planAudio(made, { keepAudio: true, window: { startSec: 0, endSec: made.durationSec } }).reasons.filter(
    ({ severity }) => severity === 'mended',
  );

/** What is wrong with a made clip, for the log; empty: it may be sent. */
export const judgeMadeVideo = (made: SeenVideoFacts, expected: ExpectedVideo): readonly string[] => {
  const { limits, maxSec, size, fps, audio, lengthSec, toleranceSec, longestSec } = expected;
  const { durationSec, containerSec, tracksEndSec, firstFrameSec, sizeBytes, audioCodec } = made;
  const { width, height, keyframesSec } = made;
  const readSec = Math.max(durationSec, containerSec ?? 0, tracksEndSec ?? 0);
  return [
    ...judgeVideo(made, limits).map(inWords),
    ...judgeDuration(made, { isTrimmed: false, maxSec }).map(inWords),
    ...audioReasons(made).map(inWords),
    ...when(made.sizeChanges.length > 0, 'frames of several sizes'),
    ...when(sizeBytes > expected.maxBytes, `${sizeBytes} bytes`),
    ...when(
      Math.abs(durationSec - lengthSec) > toleranceSec,
      `video of ${durationSec} s, not ${lengthSec} s`,
    ),
    ...when(readSec > Math.min(longestSec, maxSec) + sameSec, `read as ${readSec} s`),
    ...when(durationSec < limits.minSec.value - sameSec, `only ${durationSec} s`),
    ...when(firstFrameSec > unevenSec, `first frame at ${firstFrameSec} s`),
    ...when((keyframesSec?.[0] ?? 0) > firstFrameSec + sameSec, 'no key frame at the start'),
    ...when(Math.abs(made.fps - fps) > fps * sameRate, `${made.fps} frames a second, not ${fps}`),
    ...when(
      width !== size.width || height !== size.height,
      `${width} x ${height}, not ${size.width} x ${size.height}`,
    ),
    ...when(audio === 'none' && audioCodec !== null, `audio ${audioCodec}`),
    ...when(audio === 'required' && audioCodec === null, 'no audio'),
  ];
};

export type ExpectedImage = { readonly limits: ImageLimits; readonly maxBytes: number };

export const judgeMadeImage = (made: SeenImageFacts, expected: ExpectedImage): readonly string[] => [
  ...judgeImage(made, expected.limits).map(inWords),
  ...when(made.sizeBytes > expected.maxBytes, `${made.sizeBytes} bytes`),
];

/** A made file that its check refuses, with what is wrong with it. */
export const unfit = (faults: readonly string[]) =>
  fail('tool-failed', { subject: 'ffmpeg', detail: `What was made is not as planned. ${faults.join('; ')}` });

/** Answers the faults of a made file. One that cannot be read at all is a failure. */
export const createVerify = (look: ProbeFacts, isDiskFull = isFull) => {
  const lookAt = async (path: string, signal: AbortSignal): Promise<Result<SeenFacts>> => {
    const seen = await look(path, { signal });
    if (seen.ok || !['file-not-media', 'file-empty'].includes(seen.error.code)) return seen;
    // ffmpeg may end well though its last bytes found no room.
    if (await isDiskFull(dirname(path))) return fail('disk-full');
    return fail('tool-failed', { subject: 'ffmpeg', detail: 'What was made cannot be read.' });
  };
  return {
    video: async (
      path: string,
      expected: ExpectedVideo,
      signal: AbortSignal,
    ): Promise<Result<readonly string[]>> => {
      const seen = await lookAt(path, signal);
      if (!seen.ok) return seen;
      return ok(seen.value.kind === 'video' ? judgeMadeVideo(seen.value, expected) : ['no clip']);
    },
    image: async (
      path: string,
      expected: ExpectedImage,
      signal: AbortSignal,
    ): Promise<Result<readonly string[]>> => {
      const seen = await lookAt(path, signal);
      if (!seen.ok) return seen;
      return ok(seen.value.kind === 'image' ? judgeMadeImage(seen.value, expected) : ['no image']);
    },
  };
};

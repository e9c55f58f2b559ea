/**
 * Encodes a video as planned: in most cases once, again where the file is too large or worse than the size limit
 * requires.
 */
import { stat } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { RateRequest } from './bit-rate.ts';
import type { Colours } from './colour.ts';
import { encodeArguments } from './encode-arguments.ts';
import { firstPassOf, passPath, removePass } from './first-pass.ts';
import type { FitVideoRequest } from './fit-video-request.ts';
import { letterboxInput } from './letterbox.ts';
import { type Attempt, firstTry, nextTry, type Try } from './next-try.ts';
import { frameCount, seekTo } from './video-arguments.ts';
import { findStep } from './video-filters.ts';

type Encode = Extract<VideoStep, { kind: 'encode' }>;

/** The attempts end long before; more than this many would be a bug. */
const maxTries = 12;

export type EncodeVideoRequest = FitVideoRequest & {
  readonly to: string;
  readonly colours: Colours;
};

export const createEncodeVideo = ({ ffmpeg }: { readonly ffmpeg: Ffmpeg }) => {
  const runTries = async (request: EncodeVideoRequest, encode: Encode): Promise<Result<unknown>> => {
    const { path, facts, steps, window, folder, signal, onProgress, colours, to } = request;
    const { width, height, isAnamorphic } = facts;
    const lengthSec = lengthOf(request);
    const seek = seekTo(window, findStep(steps, 'cut') !== undefined, facts);
    const ownTurn = findStep(steps, 'letterbox') ? letterboxInput : [];
    const frames = frameCount(lengthSec, encode.fps, request.limits.minSec.value);
    const rates = rateRequest(request, encode);
    const attempts: Attempt[] = [];
    let attempt: Try | null = firstTry(rates);
    while (attempt && attempts.length < maxTries) {
      const encoded = await ffmpeg.encode({
        inputs: [{ path, demuxer: null, options: [...ownTurn, ...seek.input] }],
        args: encodeArguments({
          ...{ steps, encode, frames, colours, facts },
          rate: attempt.rate,
          pass: { number: attempt.pass, path: passPath(to) },
          stretched: isAnamorphic ? { width, height } : null,
          leadSec: seek.leadSec,
        }),
        outPath: to,
        outFolder: folder,
        maxBytes: encode.maxBytes * 2,
        lengthSec,
        signal,
        onProgress,
      });
      if (!encoded.ok) return encoded;
      attempts.push({ ...attempt, gotBytes: (await stat(to)).size });
      attempt = nextTry({ request: rates, attempts, first: await firstPassOf(to), frames });
    }
    return attempt === null
      ? ok({})
      : fail('tool-failed', {
          subject: 'ffmpeg',
          reason: 'made-too-large',
          maxBytes: encode.maxBytes,
        });
  };

  return async (request: EncodeVideoRequest, encode: Encode): Promise<Result<unknown>> => {
    if (findStep(request.steps, 'tone-map') && !(await ffmpeg.hasFilter('zscale')))
      return fail('tool-missing', {
        subject: 'zscale',
        reason: 'capability',
        capability: 'filter',
      });
    try {
      return await runTries(request, encode);
    } finally {
      await removePass(request.to);
    }
  };
};

const lengthOf = ({ window }: EncodeVideoRequest): number => window.endSec - window.startSec;

const rateRequest = (request: EncodeVideoRequest, encode: Encode): RateRequest => ({
  maxBytes: encode.maxBytes,
  lengthSec: lengthOf(request),
  hasAudio: encode.audio === 'aac',
  sourceBytes: request.facts.sizeBytes,
  sourceSec: request.facts.durationSec,
});

/** Encodes a clip as planned: once in the usual case, again where it came out too large or poorer than the cap asks. */
import { stat } from 'node:fs/promises';
import { fail, type Result } from '#contract/errors.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import type { ProbeFile } from '../facts/probe.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { lowerKbps, nearerKbps, type Rate, rateAgain, rateFor, videoKbps } from './bit-rate.ts';
import { createVerify, failed, isAsPlanned } from './clip-made.ts';
import type { Colours } from './colour.ts';
import { encodeArguments, type Pass } from './encode-arguments.ts';
import { firstPassOf, passPath, removePass } from './first-pass.ts';
import type { FitVideoRequest } from './fit-video.ts';
import { frameCount, seekTo } from './video-arguments.ts';
import { findStep } from './video-filters.ts';

type Encode = Extract<VideoStep, { kind: 'encode' }>;

/** The first estimate is nearly always under the cap; more than this many would be a bug. */
const maxTries = 7;
/** After so many that came out over the cap, a safer way is taken. */
const sureTry = 4;
/** After so many, one that is under the cap is good enough, however little it uses. */
const enoughTries = 3;

/** Less of the cap than this is worth another run where the clip would look better for it. */
const usedShare = 0.9;

type Try = { readonly rate: Rate; readonly pass: Pass };

export type EncodeClipRequest = FitVideoRequest & {
  readonly stream: number;
  readonly to: string;
  readonly colours: Colours;
};

export const createEncodeClip = (deps: { readonly ffmpeg: Ffmpeg; readonly probe: ProbeFile }) => {
  const { ffmpeg, probe } = deps;
  const verify = createVerify(probe);

  /** How to do better than `last`, which made `sizeBytes`; null: it is good. */
  const next = async (
    request: EncodeClipRequest,
    encode: Encode,
    last: Try & { readonly sizeBytes: number },
  ): Promise<Try | null> => {
    const { maxBytes } = encode;
    const { rate, pass, sizeBytes: gotBytes } = last;
    const isOver = gotBytes > maxBytes;
    if (rate.kind === 'quality')
      return isOver ? { rate: { ...rate, kbps: lowerKbps(rate.kbps, gotBytes, maxBytes) }, pass } : null;
    const lengthSec = lengthOf(request);
    const first = await firstPassOf(request.to);
    // One that was broken off for its size has left notes of a part only.
    const isKnown = first !== null && first.frames >= frameCount(lengthSec, encode.fps);
    const isPoor = gotBytes < maxBytes * usedShare && first?.isStarved === true;
    if (!isOver && !(isPoor && isKnown)) return null;
    if (pass.number === 2 || !isKnown) {
      const hasSound = encode.sound === 'aac';
      const kbps = nearerKbps({ kbps: rate.kbps, gotBytes, maxBytes, lengthSec, hasSound });
      return { rate: { ...rate, kbps }, pass };
    }
    const kbps = rateAgain(rateRequest(request, encode));
    // Where the source's own rate was the bound, there is nothing to gain.
    return isOver || kbps > rate.kbps ? { rate: { ...rate, kbps }, pass: { ...pass, number: 2 } } : null;
  };

  /** A rate that is never exceeded is sure to be under the cap, if less even. */
  const surely = (request: EncodeClipRequest, encode: Encode): Rate => ({
    kind: 'quality',
    kbps: videoKbps(rateRequest(request, encode)),
  });

  const runTries = async (request: EncodeClipRequest, encode: Encode): Promise<Result<unknown>> => {
    const { path, facts, steps, window, folder, signal, onProgress, colours, stream, to } = request;
    const { width, height, isAnamorphic } = facts;
    const lengthSec = lengthOf(request);
    const seek = seekTo(window, findStep(steps, 'cut') !== undefined, facts.container);
    let furthest = 0;
    // Another run begins at nothing, which nobody should see.
    const further = (fraction: number) => {
      furthest = Math.max(furthest, fraction);
      onProgress(furthest);
    };
    let attempt: Try = {
      rate: rateFor(rateRequest(request, encode)),
      pass: { number: 1, path: passPath(to) },
    };
    for (let count = 0; count < maxTries; count += 1) {
      const encoded = await ffmpeg.encode({
        inputs: [{ path, demuxer: null, options: seek.input }],
        args: encodeArguments({
          ...{ steps, encode, lengthSec, colours, stream },
          ...attempt,
          stretched: isAnamorphic ? { width, height } : null,
          leadSec: seek.leadSec,
        }),
        outPath: to,
        outFolder: folder,
        maxBytes: encode.maxBytes * 2,
        lengthSec,
        signal,
        onProgress: further,
      });
      if (!encoded.ok) return encoded;
      const { size } = await stat(to);
      const better = await next(request, encode, { ...attempt, sizeBytes: size });
      const isEnough = size <= encode.maxBytes && count >= enoughTries;
      if (!better || isEnough) {
        const frames = frameCount(lengthSec, encode.fps);
        return verify(to, (made) => isAsPlanned(made, encode, frames), signal);
      }
      attempt =
        count >= sureTry && size > encode.maxBytes ? { ...better, rate: surely(request, encode) } : better;
    }
    return failed(`The clip stays over ${encode.maxBytes} bytes.`);
  };

  return async (request: EncodeClipRequest, encode: Encode): Promise<Result<unknown>> => {
    if (findStep(request.steps, 'tone-map') && !(await ffmpeg.hasFilter('zscale')))
      return fail('tool-missing', {
        subject: 'zscale',
        detail: 'This ffmpeg cannot turn HDR into standard range.',
      });
    try {
      return await runTries(request, encode);
    } finally {
      await removePass(request.to);
    }
  };
};

const lengthOf = ({ window }: EncodeClipRequest): number => window.endSec - window.startSec;

const rateRequest = (request: EncodeClipRequest, encode: Encode) => ({
  maxBytes: encode.maxBytes,
  lengthSec: lengthOf(request),
  hasSound: encode.sound === 'aac',
  sourceBytes: request.facts.sizeBytes,
  sourceSec: request.facts.durationSec,
});

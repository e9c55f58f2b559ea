/**
 * Encodes a video as planned: in most cases once, again where the file is too large or worse than the size limit
 * requires.
 */
import { readFile, stat } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import { removeLeftover } from '../../storage/busy-retry.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { Colours } from './colour.ts';
import { encodeArguments } from './encode-arguments.ts';
import type { FitVideoRequest } from './fit-video-request.ts';
import {
  type Attempt,
  type FirstPass,
  firstTry,
  nextTry,
  type RateRequest,
  type Try,
} from './rate-control.ts';
import { frameCount, seekTo } from './video-arguments.ts';
import { findStep, letterboxInput, type Step } from './video-filters.ts';

/** x264's stats files, beside the output file; x264 appends its extensions. */
const endings = ['-0.log', '-0.log.mbtree', '-0.log.temp', '-0.log.mbtree.temp'];

const passPath = (outPath: string): string => `${outPath}.pass`;

const removePass = async (outPath: string): Promise<void> => {
  await Promise.all(endings.map((ending) => removeLeftover(`${passPath(outPath)}${ending}`)));
};

/** A frame above this quantiser has visible loss; `-crf 18` mostly stays below it. */
const lossyAbove = 23;
/** A video with fewer such frames than this fraction cannot be improved. */
const starvedShare = 0.1;

/** Parses the stats file, whose lines have the form `in:0 out:0 type:I ... q:21.96 ...;`. Pure. */
export const readPass = (log: string): FirstPass => {
  const quantisers = [...log.matchAll(/^in:\d+ .*? q:([\d.-]+)/gm)].map(([, q = '0']) => Number(q));
  const lossy = quantisers.filter((q) => q > lossyAbove).length;
  return { frames: quantisers.length, isStarved: lossy > quantisers.length * starvedShare };
};

/** Of the stats file; null: not usable. */
const firstPassOf = async (outPath: string): Promise<FirstPass | null> => {
  try {
    return readPass(await readFile(`${passPath(outPath)}${endings[0]}`, 'latin1'));
  } catch {
    return null;
  }
};

type Encode = Step<'encode'>;

/** The attempts end long before; more than this many would be a bug. */
const maxTries = 12;

type EncodeVideoRequest = FitVideoRequest & {
  readonly to: string;
  readonly colours: Colours;
};

const runTries = async (
  ffmpeg: Ffmpeg,
  request: EncodeVideoRequest,
  encode: Encode,
): Promise<Result<unknown>> => {
  const { path, facts, steps, window, limits, folder, signal, onProgress, colours, to } = request;
  const { width, height, isAnamorphic } = facts;
  const { maxBytes } = encode;
  const lengthSec = window.endSec - window.startSec;
  const seek = seekTo(window, findStep(steps, 'cut') !== undefined, facts);
  const ownTurn = findStep(steps, 'letterbox') ? letterboxInput : [];
  const frames = frameCount(lengthSec, encode.fps, limits.minSec.value);
  const rates: RateRequest = {
    ...{ maxBytes, lengthSec, hasAudio: encode.audio === 'aac' },
    ...{ sourceBytes: facts.sizeBytes, sourceSec: facts.durationSec },
  };
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
      maxBytes: maxBytes * 2,
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
    : fail('tool-failed', { subject: 'ffmpeg', reason: 'made-too-large', maxBytes });
};

export const createEncodeVideo =
  ({ ffmpeg }: { readonly ffmpeg: Ffmpeg }) =>
  async (request: EncodeVideoRequest, encode: Encode): Promise<Result<unknown>> => {
    try {
      return await runTries(ffmpeg, request, encode);
    } finally {
      await removePass(request.to);
    }
  };

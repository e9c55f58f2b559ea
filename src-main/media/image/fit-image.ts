/** Makes the picture that is sent. Follows the plan and decides nothing by itself. */
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ImageFacts } from '#contract/model/facts.ts';
import type { ImageLimits } from '#contract/model/model-spec.ts';
import type { ImageStep } from '#contract/model/plan.ts';
import type { LocalFile } from '../../artifacts.ts';
import { removeLeftover } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { checkSource, copySource, finishFile, type Place } from '../finish.ts';
import { createProbeFacts } from '../probe/probe.ts';
import { sniffImage } from '../probe/sniff.ts';
import { createVerify, unfit } from '../verify.ts';
import { partsOf } from './image.ts';
import { type ImageTarget, imageArguments } from './image-arguments.ts';
import { withImageInput } from './image-input.ts';
import { type Attempt, nextTarget } from './image-target.ts';
import { jpegParts, withJpegProfile } from './jpeg-parts.ts';
import { pngParts, withPngProfile } from './png-parts.ts';

type Encode = Extract<ImageStep, { kind: 'encode' }>;

type FitImageRequest = Place & {
  readonly path: string;
  readonly facts: ImageFacts;
  readonly steps: readonly ImageStep[];
  /** What the made picture is held against. */
  readonly limits: ImageLimits;
};

/** The largest picture takes seconds; one that takes longer is made to. In milliseconds. */
const encodeLimitMs = 120_000;

/** Programs differ by less than this in how small they can write the same PNG. */
const pngMargin = 2;

const failed = (reason: 'nothing-made' | 'made-unreadable') =>
  fail('tool-failed', { subject: 'ffmpeg', reason });

const tooLarge = (maxBytes: number) =>
  fail('tool-failed', { subject: 'ffmpeg', reason: 'made-too-large', maxBytes });

const isKindSent = (container: string): container is 'jpg' | 'png' =>
  container === 'jpg' || container === 'png';

/** The shorter side of what the steps draw. */
const drawnSidePx = (facts: ImageFacts, steps: readonly ImageStep[]): number =>
  steps.reduce(
    (side, step) => ('width' in step ? Math.min(step.width, step.height) : side),
    Math.min(facts.width, facts.height),
  );

/** A PNG that is over the cap as it is will not fall under it by being written again, unless it becomes smaller. */
const canBePng = ({ facts, steps }: FitImageRequest, { maxBytes }: Encode): boolean => {
  const isSmaller = steps.some((step) => step.kind === 'scale' || step.kind === 'crop');
  return facts.container !== 'png' || isSmaller || facts.sizeBytes < maxBytes * pngMargin;
};

/** Wide-gamut photos keep their look. Not where the numbers meant ink, nor where the profile is no such thing. */
const profileFor = (facts: ImageFacts, bytes: Buffer): Buffer | null => {
  const sniffed = facts.isCmyk ? null : sniffImage(bytes);
  const profile = sniffed && partsOf(sniffed.container, bytes).colourProfile;
  return profile?.toString('latin1', 16, 20) === 'RGB ' ? profile : null;
};

/** Another file may stand under its name by now. */
const readSource = async ({ path, facts, signal }: FitImageRequest): Promise<Result<Buffer>> => {
  try {
    const bytes = await readFile(path, { signal });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return sha256 === facts.sha256 ? ok(bytes) : fail('source-gone', { subject: basename(path) });
  } catch (cause) {
    return signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, basename(path)) };
  }
};

/** Without what ffmpeg signs its pictures with, and with the source's colours. */
const finished = (made: Buffer, target: ImageTarget, profile: Buffer | null): Buffer | null => {
  const { stripped } = target.container === 'png' ? pngParts(made) : jpegParts(made);
  if (stripped === null) return null;
  return target.container === 'png' ? withPngProfile(stripped, profile) : withJpegProfile(stripped, profile);
};

/** Drawn anew just as it is, where no smaller change comes out as planned. */
const encodeInstead = ({ facts, limits }: FitImageRequest): Encode => ({
  kind: 'encode',
  container: facts.container === 'png' || facts.hasAlpha ? 'png' : 'jpg',
  maxBytes: Math.min(facts.sizeBytes, limits.maxBytes.value),
  because: ['image-metadata'],
});

export const createFitImage = (ffmpeg: Ffmpeg) => {
  const verify = createVerify(createProbeFacts(ffmpeg));
  const faultsOf = (path: string, { limits, signal }: FitImageRequest, maxBytes = limits.maxBytes.value) =>
    verify.image(path, { limits, maxBytes }, signal);

  /** Writes one try; answers its size. */
  const write = async (
    request: FitImageRequest & { readonly target: ImageTarget; readonly to: string },
  ): Promise<Result<number>> => {
    const { path, facts, steps, folder, signal, target, to } = request;
    const encoded = await withImageInput({ path, facts, folder }, ({ input, prepared }) =>
      ffmpeg.encode({
        inputs: [input],
        args: imageArguments({ facts, prepared }, steps, target),
        outPath: to,
        outFolder: folder,
        lengthSec: null,
        limitMs: encodeLimitMs,
        signal,
        onProgress: () => undefined,
      }),
    );
    if (!encoded.ok) return encoded;
    // Some broken pictures end ffmpeg well with nothing written.
    if ((await stat(to)).size === 0) return failed('nothing-made');
    const bytes = finished(await readFile(to), target, profileFor(facts, await readFile(path)));
    if (bytes === null) return failed('made-unreadable');
    await writeFile(to, bytes);
    return ok(bytes.length);
  };

  /** Encoded once more where the outcome cannot be read: ffmpeg ends well on a disk that was full for a moment. */
  const encodeImage = async (
    request: FitImageRequest,
    encode: Encode,
    isRetry = false,
  ): Promise<Result<LocalFile>> => {
    const { facts, steps, folder, signal } = request;
    const { maxBytes } = encode;
    const sidePx = drawnSidePx(facts, steps);
    const container = canBePng(request, encode) ? encode.container : 'jpg';
    const attempts: Attempt[] = [];
    let fitting: LocalFile | null = null;
    for (;;) {
      const next = nextTarget({ container, maxBytes, sidePx, attempts });
      if (next.kind === 'give-up') return tooLarge(maxBytes);
      if (next.kind === 'take' && fitting) return ok(fitting);
      const { target } = next;
      let isOver = false;
      let isUnreadable = false;
      const made: Result<LocalFile> = await finishFile(
        { folder, signal, stem: 'character', extension: target.container },
        async (to) => {
          const written = await write({ ...request, target, to });
          if (!written.ok) return written;
          attempts.push({ target, sizeBytes: written.value });
          isOver = written.value > maxBytes;
          if (isOver) return tooLarge(maxBytes);
          const faults = await faultsOf(to, request, maxBytes);
          isUnreadable = !faults.ok && faults.error.code === 'tool-failed';
          return faults.ok && faults.value.length > 0 ? unfit(faults.value) : faults;
        },
      );
      // One that fits is never followed by a worse one that fits, so the last is the best and stands in the folder.
      if (made.ok) fitting = made.value;
      else if (!isOver) {
        if (fitting) await removeLeftover(fitting.path);
        return isUnreadable && !isRetry ? encodeImage(request, encode, true) : made;
      }
    }
  };

  /** The same picture without the notes beside it. A file that cannot be taken apart is drawn anew. */
  const stripImage = async (request: FitImageRequest): Promise<Result<LocalFile>> => {
    const { facts, folder, signal } = request;
    const { container } = facts;
    const anew = (): Promise<Result<LocalFile>> => encodeImage(request, encodeInstead(request));
    // The notes also say which way up it is.
    if (!isKindSent(container) || facts.isMirrored || facts.rotationDeg !== 0) return anew();
    const bytes = await readSource(request);
    if (!bytes.ok) return bytes;
    const { stripped } = partsOf(container, bytes.value);
    if (stripped === null) return anew();
    let isUnfit = false;
    const made = await finishFile({ folder, signal, stem: 'character', extension: container }, async (to) => {
      await writeFile(to, stripped);
      const faults = await faultsOf(to, request);
      isUnfit = faults.ok ? faults.value.length > 0 : faults.error.code === 'tool-failed';
      return isUnfit ? unfit(faults.ok ? faults.value : []) : faults;
    });
    return isUnfit ? anew() : made;
  };

  return async (request: FitImageRequest): Promise<Result<LocalFile>> => {
    const { path, facts, steps, folder, signal } = request;
    const source = await checkSource(request);
    if (!source.ok) return source;
    const encode = steps.find((step): step is Encode => step.kind === 'encode');
    if (encode) return encodeImage(request, encode);
    if (steps.some((step) => step.kind === 'strip')) return stripImage(request);
    const kept = await copySource(
      { folder, signal },
      'character',
      { path, facts, container: facts.container },
      (to) => faultsOf(to, request),
    );
    if (!kept.ok) return kept;
    return kept.value === null ? encodeImage(request, encodeInstead(request)) : ok(kept.value);
  };
};

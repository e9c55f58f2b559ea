/** Makes the image that is sent. Executes the plan and makes no decisions of its own. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ImageFacts } from '#contract/model/facts.ts';
import type { ImageLimits } from '#contract/model/model-spec.ts';
import type { ImageStep } from '#contract/model/plan.ts';
import type { LocalFile } from '../../artifacts.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { checkSource, copySource, finishFile, finishVerified, type Place } from '../finish.ts';
import { createProbeFacts } from '../probe/probe.ts';
import { sniffImage } from '../probe/sniff.ts';
import { createVerify, unfit } from '../verify.ts';
import { createDrawSource } from './draw-source.ts';
import { partsOf } from './image.ts';
import type { ImageDecoder } from './image-decoder.ts';

type Encode = Extract<ImageStep, { kind: 'encode' }>;

type FitImageRequest = Place & {
  readonly path: string;
  readonly facts: ImageFacts;
  readonly steps: readonly ImageStep[];
  /** The limits against which the made image is verified. */
  readonly limits: ImageLimits;
};

/** PNG encoders differ by less than this factor in the size of the same image. */
const pngMargin = 2;

const isKindSent = (container: string): container is 'jpg' | 'png' =>
  container === 'jpg' || container === 'png';

/** A PNG above the limit stays above it when it is encoded again, unless its dimensions shrink. */
const canBePng = ({ facts, steps }: FitImageRequest, { maxBytes }: Encode): boolean => {
  const isSmaller = steps.some((step) => step.kind === 'scale' || step.kind === 'crop');
  return facts.container !== 'png' || isSmaller || facts.sizeBytes < maxBytes * pngMargin;
};

/** The file may have been replaced since it was opened. */
const readSource = async ({ path, facts, signal }: FitImageRequest): Promise<Result<Buffer>> => {
  try {
    const bytes = await readFile(path, { signal });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return sha256 === facts.sha256 ? ok(bytes) : fail('source-gone', { subject: basename(path) });
  } catch (cause) {
    return signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, basename(path)) };
  }
};

/** Encodes the image unchanged, where a smaller change fails verification. */
const encodeInstead = ({ facts, limits }: FitImageRequest): Encode => ({
  kind: 'encode',
  container: facts.container === 'png' || facts.hasAlpha ? 'png' : 'jpg',
  maxBytes: Math.min(facts.sizeBytes, limits.maxBytes.value),
  because: ['image-metadata'],
});

export const createFitImage = (ffmpeg: Ffmpeg, images: ImageDecoder) => {
  const verify = createVerify(createProbeFacts(ffmpeg));
  const drawSource = createDrawSource(ffmpeg, images);
  const faultsOf = (path: string, { limits, signal }: FitImageRequest, maxBytes = limits.maxBytes.value) =>
    verify.image(path, { limits, maxBytes }, signal);

  /** Encoded once more when the output cannot be read: a write can succeed on a disk that was full for a moment. */
  const encodeImage = async (
    request: FitImageRequest,
    encode: Encode,
    isRetry = false,
  ): Promise<Result<LocalFile>> => {
    const { path, facts, steps, folder, signal } = request;
    const { maxBytes } = encode;
    const container = canBePng(request, encode) ? encode.container : 'jpg';
    const drawn = await drawSource({
      ...{ path, facts, steps, signal },
      target: { kind: 'fit', container, maxBytes },
    });
    // The file was an image when it was opened, so a decoding error is a failure of this step.
    if (!drawn.ok)
      return drawn.error.code === 'file-not-media'
        ? fail('tool-failed', {
            ...(drawn.error.detail === undefined ? {} : { detail: drawn.error.detail }),
            subject: 'sharp',
            reason: 'nothing-made',
          })
        : drawn;
    const bytes = Buffer.from(drawn.value);
    const extension = sniffImage(bytes)?.container === 'png' ? 'png' : 'jpg';
    let isUnreadable = false;
    const made = await finishFile({ folder, signal, stem: 'character', extension }, async (to) => {
      await writeFile(to, bytes);
      const faults = await faultsOf(to, request, maxBytes);
      isUnreadable = !faults.ok && faults.error.code === 'tool-failed';
      return faults.ok && faults.value.length > 0 ? unfit(faults.value) : faults;
    });
    return isUnreadable && !isRetry ? encodeImage(request, encode, true) : made;
  };

  /** The same image without its metadata. A file whose parts cannot be parsed is encoded. */
  const stripImage = async (request: FitImageRequest): Promise<Result<LocalFile>> => {
    const { facts, folder, signal } = request;
    const { container } = facts;
    const encode = (): Promise<Result<LocalFile>> => encodeImage(request, encodeInstead(request));
    // The orientation is part of the metadata.
    if (!isKindSent(container) || facts.isMirrored || facts.rotationDeg !== 0) return encode();
    const bytes = await readSource(request);
    if (!bytes.ok) return bytes;
    const { stripped } = partsOf(container, bytes.value);
    if (stripped === null) return encode();
    const made = await finishVerified(
      { folder, signal, stem: 'character', extension: container },
      async (to) => ok(await writeFile(to, stripped)),
      (to) => faultsOf(to, request),
    );
    if (!made.ok) return made;
    return made.value === null ? encode() : ok(made.value);
  };

  return async (request: FitImageRequest): Promise<Result<LocalFile>> => {
    const { path, facts, steps, folder, signal } = request;
    const source = await checkSource(request);
    if (!source.ok) return source;
    const encode = steps.find((step): step is Encode => step.kind === 'encode');
    if (encode) return encodeImage(request, encode);
    if (steps.some((step) => step.kind === 'strip')) return stripImage(request);
    const place = { folder, signal, stem: 'character' };
    const kept = await copySource(place, { path, facts, container: facts.container }, (to) =>
      faultsOf(to, request),
    );
    if (!kept.ok) return kept;
    return kept.value === null ? encodeImage(request, encodeInstead(request)) : ok(kept.value);
  };
};

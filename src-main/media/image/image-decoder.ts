/** Decodes and draws images, and draws text, in worker processes. */
import { assertNever } from '#contract/assert-never.ts';
import { fail, type Result } from '#contract/errors.ts';
import type { WorkerProcess } from '../../ports.ts';
import { createWorkerPool } from '../worker/worker-pool.ts';
import {
  type DecodedFacts,
  type DrawnText,
  type DrawRequest,
  decodedFactsSchema,
  drawnSchema,
  failureSchema,
  type ImageFailure,
  type ImageFile,
  type ImageRequest,
  type TextRequest,
  textReplySchema,
} from './image-requests.ts';

const maxProcesses = 2;
const defaultLimits = {
  /** Reading a header, and the first frame of an animation. */
  factsMs: 30_000,
  /** The largest image takes seconds; a longer run is a hostile file. */
  drawMs: 120_000,
  /** The first text of a process waits until all fonts of the system are listed. */
  textMs: 60_000,
  /** Starting takes about 0.2 s, which the images of one batch share. */
  idleMs: 20_000,
};
type Limits = typeof defaultLimits;

export type ImageDecoder = {
  /** `file-not-media` where the file is damaged, `file-too-large` where it has too many pixels. */
  readonly facts: (file: ImageFile, signal: AbortSignal) => Promise<Result<DecodedFacts>>;
  /** The bytes of a JPEG or PNG in sRGB without metadata. */
  readonly draw: (request: DrawRequest, signal: AbortSignal) => Promise<Result<Uint8Array>>;
  /** null: the text has no visible character, or there is no room for even one. */
  readonly text: (request: TextRequest, signal: AbortSignal) => Promise<Result<DrawnText | null>>;
};

/** Missing libraries and damaged images fail one request only. */
const failureOf = (failure: ImageFailure): Result<never> => {
  switch (failure.reason) {
    case 'unreadable':
      return fail('file-not-media', failure.detail === '' ? {} : { detail: failure.detail });
    case 'too-large':
      return fail('file-too-large', {
        size: { kind: 'pixels', width: failure.width, height: failure.height },
      });
    case 'library-missing':
      return fail('tool-missing', {
        subject: failure.library,
        reason: 'not-found',
        ...(failure.detail === '' ? {} : { detail: failure.detail }),
      });
    case 'text-failed':
      return fail('tool-failed', {
        subject: 'sharp',
        reason: 'nothing-made',
        ...(failure.detail === '' ? {} : { detail: failure.detail }),
      });
    case 'over-limit':
      return fail('tool-failed', { subject: 'sharp', reason: 'made-too-large', maxBytes: failure.maxBytes });
    default:
      return assertNever(failure);
  }
};

export const createImageDecoder = (
  start: () => WorkerProcess,
  limits: Limits = defaultLimits,
): ImageDecoder => {
  const { ask } = createWorkerPool({
    start,
    subject: 'sharp',
    maxProcesses,
    idleMs: limits.idleMs,
    failureOf: (failure) => {
      const parsed = failureSchema.safeParse(failure);
      return parsed.success
        ? failureOf(parsed.data)
        : fail('tool-failed', { subject: 'sharp', reason: 'answer-invalid' });
    },
  });
  return {
    facts: (file, signal) =>
      ask(
        { kind: 'facts', ...file } satisfies ImageRequest,
        { limitMs: limits.factsMs, signal },
        (value) => decodedFactsSchema.safeParse(value).data,
      ),
    draw: (request, signal) =>
      ask(
        { kind: 'draw', ...request } satisfies ImageRequest,
        { limitMs: limits.drawMs, signal },
        (value) => drawnSchema.safeParse(value).data?.bytes,
      ),
    text: (request, signal) =>
      ask(
        { kind: 'text', ...request } satisfies ImageRequest,
        { limitMs: limits.textMs, signal },
        (value) => textReplySchema.safeParse(value).data,
      ),
  };
};

/** Decodes and draws images and draws text in child processes: started on demand, one request at a time each, ended when idle or when a request times out. */
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import { createLimiter } from '../../limiter.ts';
import type { ImageProcess, Ports } from '../../ports.ts';
import {
  type DecodedFacts,
  type DrawnText,
  type DrawRequest,
  decodedFactsSchema,
  drawnSchema,
  type ImageFailure,
  type ImageFile,
  type ImageRequest,
  replySchema,
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

type Worker = {
  readonly process: ImageProcess;
  /** Resolves the running request; null while idle. */
  settle: ((result: Result<unknown>) => void) | null;
  idleTimer: NodeJS.Timeout | null;
  hasEnded: boolean;
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
  start: NonNullable<Ports['startImageProcess']>,
  limits: Limits = defaultLimits,
): ImageDecoder => {
  const idle: Worker[] = [];
  const limiter = createLimiter(maxProcesses);

  const end = (worker: Worker): void => {
    worker.hasEnded = true;
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    clearTimeout(worker.idleTimer ?? undefined);
    worker.process.kill();
  };

  const startWorker = (): Worker => {
    const worker: Worker = { process: start(), settle: null, idleTimer: null, hasEnded: false };
    worker.process.onMessage((message) => {
      const reply = replySchema.safeParse(message);
      if (!reply.success) end(worker);
      worker.settle?.(
        reply.success
          ? reply.data.kind === 'done'
            ? ok(reply.data.value)
            : failureOf(reply.data.failure)
          : fail('tool-failed', { subject: 'sharp', reason: 'answer-invalid' }),
      );
    });
    worker.process.onExit(() => {
      end(worker);
      worker.settle?.(fail('tool-failed', { subject: 'sharp', reason: 'exit' }));
    });
    return worker;
  };

  const release = (worker: Worker): void => {
    if (worker.hasEnded) return;
    worker.process.hold(false);
    worker.idleTimer = setTimeout(() => end(worker), limits.idleMs).unref();
    idle.push(worker);
  };

  const run = (request: ImageRequest, limitMs: number, signal: AbortSignal): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      const worker = idle.pop() ?? startWorker();
      clearTimeout(worker.idleTimer ?? undefined);
      worker.process.hold(true);
      const stop = (result: Result<never>) => {
        end(worker);
        worker.settle?.(result);
      };
      const abort = () => stop(fail('cancelled'));
      const timer = setTimeout(() => stop(fail('tool-timeout', { subject: 'sharp' })), limitMs);
      signal.addEventListener('abort', abort, { once: true });
      worker.settle = (result) => {
        worker.settle = null;
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        release(worker);
        resolve(result);
      };
      worker.process.send(request);
    });

  const ask = async <T>(
    request: ImageRequest,
    call: { readonly limitMs: number; readonly signal: AbortSignal },
    parse: (value: unknown) => T | undefined,
  ): Promise<Result<T>> => {
    const answered = await limiter(() => run(request, call.limitMs, call.signal), call.signal);
    if (!answered.ok) return answered;
    const value = parse(answered.value);
    return value === undefined
      ? fail('tool-failed', { subject: 'sharp', reason: 'answer-invalid' })
      : ok(value);
  };

  return {
    facts: (file, signal) =>
      ask({ kind: 'facts', ...file }, { limitMs: limits.factsMs, signal }, (value) => {
        return decodedFactsSchema.safeParse(value).data;
      }),
    draw: (request, signal) =>
      ask({ kind: 'draw', ...request }, { limitMs: limits.drawMs, signal }, (value) => {
        return drawnSchema.safeParse(value).data?.bytes;
      }),
    text: (request, signal) =>
      ask({ kind: 'text', ...request }, { limitMs: limits.textMs, signal }, (value) => {
        return textReplySchema.safeParse(value).data;
      }),
  };
};

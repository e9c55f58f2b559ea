/** Sends a free request and retries it after temporary failures: with the bytes of a file, counted as they are sent. */
import type { FileHandle } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { LocalFile } from '../artifacts.ts';
import { toFileError } from '../storage/file-error.ts';
import { openForReading } from '../storage/path.ts';
import { retryAfterSec } from './http.ts';
import { codeOf } from './request-sent.ts';
import { type RetryDeps, retry } from './retry.ts';

export type RetriedRequest = {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Created for each attempt, because a signature contains the time. */
  readonly head: () => Promise<{ readonly url: URL; readonly headers: Headers }>;
  readonly body?: string | LocalFile;
  readonly signal: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
};

export type Outcome =
  /** `text`: only the beginning of the body. `tries`: including this one. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
      readonly tries: number;
    }
  | { readonly kind: 'unreachable'; readonly code: string };

/** No data for this long means a dead connection, however slow the line is, in milliseconds. */
const silenceMs = { file: 120_000, small: 30_000 };
const maxAttempts = 3;
const backoff = { firstMs: 2000 };
const maxTextBytes = 20_000;

/** A failure that a retry can resolve. */
export const isTemp = (outcome: Outcome): boolean =>
  outcome.kind === 'unreachable' || outcome.status === 408 || outcome.status === 429 || outcome.status >= 500;

/** Rate limited: S3 and compatible services answer with 503 and a name. */
export const isRateLimited = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' &&
  (outcome.status === 429 || (outcome.status === 503 && outcome.text.includes('<Code>SlowDown</Code>')));

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    sizeBytes += chunk.byteLength;
    if (sizeBytes >= maxTextBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxTextBytes).toString('utf8');
};

/** The bytes of the file, counted as they are sent. */
const counted = async function* (
  handle: FileHandle,
  onBytes: (sentBytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let sentBytes = 0;
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    yield chunk;
    sentBytes += chunk.length;
    onBytes(sentBytes);
  }
};

export type SendRetried = (request: RetriedRequest) => Promise<Result<Outcome>>;

/** Redirects are returned as responses, not followed: the request is meant for one address. */
export const createRetriedRequest = (deps: RetryDeps & { readonly fetch: typeof fetch }): SendRetried => {
  const once = async (request: RetriedRequest, tries: number): Promise<Result<Outcome>> => {
    const { method, body, onProgress } = request;
    const { url, headers } = await request.head();
    const file = typeof body === 'object' ? body : null;
    const limitMs = file === null ? silenceMs.small : silenceMs.file;
    const silence = new AbortController();
    // The last chunk may be counted after an early response; its timer must not keep the program from ending.
    const wait = () => setTimeout(() => silence.abort(), limitMs).unref();
    let timer = wait();
    const touch = () => {
      clearTimeout(timer);
      timer = wait();
    };
    let handle: FileHandle | null = null;
    try {
      handle = file === null ? null : await openForReading(file.path);
      const sent = (sentBytes: number) => {
        touch();
        onProgress?.(Math.min(1, sentBytes / (file?.sizeBytes ?? 1)));
      };
      // Without its length the body would be sent chunked, which signed upload addresses refuse.
      if (file !== null) headers.set('content-length', String(file.sizeBytes));
      const response = await deps.fetch(url, {
        method,
        headers,
        ...(handle === null ? {} : { body: ReadableStream.from(counted(handle, sent)), duplex: 'half' }),
        ...(typeof body === 'string' ? { body } : {}),
        redirect: 'manual',
        signal: AbortSignal.any([request.signal, silence.signal]),
      });
      const { status, headers: answerHeaders } = response;
      return ok({ kind: 'answered', status, headers: answerHeaders, text: await readText(response), tries });
    } catch (cause) {
      if (file !== null && handle === null) return { ok: false, error: toFileError(cause, file.name) };
      return ok({ kind: 'unreachable', code: codeOf(cause) });
    } finally {
      clearTimeout(timer);
      await handle?.close();
    }
  };

  return async (request) => {
    const { signal } = request;
    if (signal.aborted) return fail('cancelled');
    const last = await retry(deps, {
      attempt: (count) => once(request, count),
      temporary: (outcome) => {
        if (!outcome.ok || !isTemp(outcome.value)) return null;
        const { value } = outcome;
        return {
          retryAfterSec: value.kind === 'answered' ? retryAfterSec(value.headers, deps.clock.now()) : null,
        };
      },
      backoff,
      maxAttempts,
      signal,
    });
    const isFinal = !last.ok || !isTemp(last.value);
    return signal.aborted && !isFinal ? fail('cancelled') : last;
  };
};

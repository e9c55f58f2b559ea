/** HTTP layer: a paid request is sent once and never repeated; reads are retried with backoff. */
import { codeOf, watchConnecting } from './request-sent.ts';
import { type RetryDeps, retry } from './retry.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
  readonly text: string;
};

export type SendOutcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** No byte of the request left this machine. */
  | { readonly kind: 'not-sent'; readonly code: string }
  | { readonly kind: 'unsure'; readonly code: string };

export type ReadOutcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | {
      readonly kind: 'unreachable';
      readonly code: string;
      readonly retryAfterSec: number | null;
      /** The last 429 or 5xx; absent: no response was received. */
      readonly answer?: Answer;
    };

/** A larger response is not from an API, in bytes. */
const maxAnswerBytes = 2_000_000;

/** Has a code of its own, so that logs and error details can name it. */
const tooLarge = (): Error =>
  Object.assign(new Error('The answer is too large.'), { code: 'ANSWER_TOO_LARGE' });

const readAnswer = async (response: Response): Promise<Answer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, json, text };
};

/** Seconds from a Retry-After header, given as seconds or as a date. */
export const retryAfterSec = (headers: Headers, now: Date): number | null => {
  const value = headers.get('retry-after');
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - now.getTime()) / 1000);
};

export type Request = {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
};

/** In milliseconds. A submit waits longer than a read, because after a timeout its outcome is unknown. */
const sendLimitMs = 90_000;
const readLimitMs = 30_000;
/** The slowest connection for which the timeout is extended while a file inside the request is sent: 0.4 Mbit/s. */
const slowestBytesPerMs = 50;
const readTries = 3;
const readBackoff = { firstMs: 1000 };

export type Http = {
  /** Exactly one request. Redirects are returned as responses, not followed. */
  readonly sendOnce: (request: Request) => Promise<SendOutcome>;
  /** Retries on 429, 5xx and broken connections, a few times, then returns `unreachable`. */
  readonly read: (request: Request) => Promise<ReadOutcome>;
};

/** null: a value is not allowed in a header, for example a key with a stray character. fetch would throw for it. */
const headersOf = ({ headers, body }: Request): Readonly<Record<string, string>> | null => {
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const all = { ...type, accept: 'application/json', ...headers };
  try {
    new Headers(all);
    return all;
  } catch {
    return null;
  }
};
type Init = RequestInit & { readonly limitMs: number };
const unwritable = 'UNWRITABLE_HEADER';

/**
 * fetch itself sends a request again after status 421 when it still has the body; with a stream it has not.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const onceOnly = (body: unknown, headers: Readonly<Record<string, string>>): Init => {
  if (body === undefined) return { headers, limitMs: sendLimitMs };
  const bytes = Buffer.from(JSON.stringify(body));
  return {
    headers: { ...headers, 'content-length': String(bytes.length) },
    body: ReadableStream.from([bytes]),
    duplex: 'half',
    limitMs: sendLimitMs + Math.ceil(bytes.length / slowestBytesPerMs),
  };
};

export const createHttp = (deps: RetryDeps & { readonly fetch: typeof fetch }): Http => {
  const { clock } = deps;
  const ask = async ({ url, method, signal }: Request, init: Init): Promise<Answer> => {
    const { limitMs, ...rest } = init;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    return readAnswer(await deps.fetch(url, { ...rest, method, redirect: 'manual', signal: limited }));
  };

  const sendOnce: Http['sendOnce'] = async (request) => {
    if (request.signal.aborted) return { kind: 'not-sent', code: 'ABORTED' };
    const headers = headersOf(request);
    if (headers === null) return { kind: 'not-sent', code: unwritable };
    const sent = await watchConnecting(() => ask(request, onceOnly(request.body, headers)));
    if (sent.ok) return { kind: 'answered', answer: sent.value };
    return { kind: sent.hasLeft ? 'unsure' : 'not-sent', code: sent.code };
  };

  const read: Http['read'] = async (request) => {
    const headers = headersOf(request);
    if (headers === null) return { kind: 'unreachable', code: unwritable, retryAfterSec: null };
    const content: RequestInit = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const attempt = async (): Promise<ReadOutcome> => {
      try {
        const answer = await ask(request, { ...content, headers, limitMs: readLimitMs });
        if (answer.status !== 429 && answer.status < 500) return { kind: 'answered', answer };
        const wait = retryAfterSec(answer.headers, clock.now());
        return { kind: 'unreachable', code: `HTTP ${answer.status}`, retryAfterSec: wait, answer };
      } catch (cause) {
        return { kind: 'unreachable', code: codeOf(cause), retryAfterSec: null };
      }
    };
    if (request.signal.aborted) return { kind: 'unreachable', code: 'ABORTED', retryAfterSec: null };
    return retry(deps, {
      attempt,
      // Not retried here after a 429 or a Retry-After: the poller waits.
      temporary: (outcome) =>
        outcome.kind === 'answered' || outcome.retryAfterSec !== null || outcome.code === 'HTTP 429'
          ? null
          : { retryAfterSec: null },
      backoff: readBackoff,
      maxAttempts: readTries,
      signal: request.signal,
    });
  };
  return { sendOnce, read };
};

const busyBackoff = { firstMs: 2000 };
/** The user waits for the response in the page, in milliseconds. */
const maxBusyPausesMs = 60_000;

/** null: the service is not busy. */
const busy = (
  outcome: SendOutcome | ReadOutcome,
  now: Date,
): { readonly retryAfterSec: number | null } | null => {
  if (outcome.kind === 'answered' && outcome.answer.status === 429)
    return { retryAfterSec: retryAfterSec(outcome.answer.headers, now) };
  return outcome.kind === 'unreachable' && outcome.code === 'HTTP 429'
    ? { retryAfterSec: outcome.retryAfterSec }
    : null;
};

/**
 * Retries a free request while the service reports that it is busy. Returns the last response: the service may still be busy after a minute, or request a
 * longer pause.
 */
export const whileBusy = <T extends SendOutcome | ReadOutcome>(
  attempt: () => Promise<T>,
  { signal, ...deps }: RetryDeps & { readonly signal: AbortSignal },
): Promise<T> =>
  retry(deps, {
    attempt,
    temporary: (outcome) => busy(outcome, deps.clock.now()),
    backoff: busyBackoff,
    maxPausesMs: maxBusyPausesMs,
    signal,
  });

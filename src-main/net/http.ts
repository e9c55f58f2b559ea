/** Our own HTTP layer: a paid request is sent once and never repeated; reads are repeated with patience. */
import type { Clock } from '../ports.ts';

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
  | { readonly kind: 'unreachable'; readonly code: string; readonly retryAfterSec: number | null };

/** An answer that is larger is no answer of an API, in bytes. */
const maxAnswerBytes = 2_000_000;

/** The connection never stood, so nothing can have been read at the other end. */
const beforeConnection = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** fetch hides the socket's own code in `cause`; several addresses tried at once come as one AggregateError. */
const codesOf = (cause: unknown, depth = 0): readonly string[] => {
  if (!(cause instanceof Error) || depth > 4) return [];
  const own = 'code' in cause && typeof cause.code === 'string' ? [cause.code] : [];
  const several =
    cause instanceof AggregateError ? cause.errors.flatMap((error) => codesOf(error, depth + 1)) : [];
  return [...own, ...several, ...codesOf(cause.cause, depth + 1)];
};

const readAnswer = async (response: Response): Promise<Answer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw new Error('The answer is too large.');
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
  if (value === null) return null;
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

/** In milliseconds. A submit waits longer than a read: giving up on it means not knowing. */
const sendLimitMs = 90_000;
const readLimitMs = 30_000;
const readTries = 3;

export type Http = {
  /** Exactly one request. Redirects are answers, not followed. */
  readonly sendOnce: (request: Request) => Promise<SendOutcome>;
  /** Repeats on 429, 5xx and broken connections, a few times, then says that nothing was learned. */
  readonly read: (request: Request) => Promise<ReadOutcome>;
};

export const createHttp = (deps: {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random?: () => number;
}): Http => {
  const { clock, random = Math.random } = deps;
  const once = async (request: Request, limitMs: number): Promise<Answer> => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(limitMs)]);
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const type: Record<string, string> =
      request.body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await deps.fetch(request.url, {
      method: request.method,
      headers: { ...type, accept: 'application/json', ...request.headers },
      redirect: 'manual',
      signal,
      ...body,
    });
    return readAnswer(response);
  };

  const sendOnce: Http['sendOnce'] = async (request) => {
    if (request.signal.aborted) return { kind: 'not-sent', code: 'ABORTED' };
    try {
      return { kind: 'answered', answer: await once(request, sendLimitMs) };
    } catch (cause) {
      const codes = codesOf(cause);
      const isBefore = codes.length > 0 && codes.every((code) => beforeConnection.has(code));
      return { kind: isBefore ? 'not-sent' : 'unsure', code: codes[0] ?? 'UNKNOWN' };
    }
  };

  const read: Http['read'] = async (request) => {
    let last: ReadOutcome = { kind: 'unreachable', code: 'ABORTED', retryAfterSec: null };
    for (let attempt = 0; attempt < readTries && !request.signal.aborted; attempt += 1) {
      // Doubling, with up to a quarter of chance, so that many waiting programs do not ask in step.
      if (attempt > 0) await clock.sleep(1000 * 2 ** (attempt - 1) * (1 + random() / 4), request.signal);
      try {
        const answer = await once(request, readLimitMs);
        if (answer.status !== 429 && answer.status < 500) return { kind: 'answered', answer };
        const wait = retryAfterSec(answer.headers, clock.now());
        last = { kind: 'unreachable', code: `HTTP ${answer.status}`, retryAfterSec: wait };
        // Told to stay away: the poller waits, this does not.
        if (wait !== null || answer.status === 429) return last;
      } catch (cause) {
        last = { kind: 'unreachable', code: codesOf(cause)[0] ?? 'UNKNOWN', retryAfterSec: null };
      }
    }
    return last;
  };
  return { sendOnce, read };
};

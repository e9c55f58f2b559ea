/** How fal's queue is spoken to: with the key, at the queue's own address and nowhere else. */
import { type AppError, fail } from '#contract/errors.ts';
import type { Answer, Http, ReadOutcome, SendOutcome } from '../net/http.ts';
import { scrub } from '../net/scrub.ts';
import type { Verdict } from './fal-judgement.ts';
import { refusalWords } from './fal-replies.ts';

export const id = 'fal';

type Asked = { readonly url: URL; readonly method: 'GET' | 'POST' | 'PUT'; readonly body?: unknown };

export type FalLine = {
  readonly queue: URL;
  /** Read anew for each request; null: none is set. */
  readonly key: () => string | null;
  /** null: an address that an answer named and that is not the queue's. */
  readonly ownAddress: (address: string) => URL | null;
  readonly scrubbed: (text: string) => string;
  readonly verdict: (answer: Answer) => Verdict;
  /** One request without a repetition. Throws where the address is not fal's: the key must not be shown there. */
  readonly ask: (request: Asked, key: string, signal: AbortSignal) => Promise<SendOutcome>;
  /** The same for a read, repeated a few times. */
  readonly read: (url: URL, key: string, signal: AbortSignal) => Promise<ReadOutcome>;
};

export const keyMissing = (): AppError => fail('key-missing', { subject: id }).error;

/** `code`: as the HTTP layer names it. */
export const unreachableError = (code: string): AppError =>
  fail(code === 'HTTP 429' ? 'provider-rate-limited' : 'provider-unreachable', { subject: id, detail: code })
    .error;

export const createFalLine = (deps: {
  readonly http: Http;
  readonly queue: URL;
  readonly rest: URL;
  readonly key: () => string | null;
}): FalLine => {
  const { http, queue, rest } = deps;
  /** A key is `id:secret`; fal may name either half. */
  const scrubbed = (text: string): string => {
    const key = deps.key();
    return scrub(text, key === null ? [] : [key, ...key.split(':')]);
  };
  const guarded = (url: URL, key: string) => {
    if (url.origin !== queue.origin && url.origin !== rest.origin)
      throw new Error(`The key of fal was about to be sent to ${url.origin}.`);
    return { authorization: `Key ${key}` };
  };
  return {
    queue,
    key: deps.key,
    ownAddress: (address) => {
      const url = new URL(address);
      return url.origin === queue.origin ? url : null;
    },
    scrubbed,
    verdict: ({ status, json, text }) => ({ status, json, words: scrubbed(refusalWords(json, text)) }),
    ask: async (request, key, signal) =>
      http.sendOnce({ ...request, headers: guarded(request.url, key), signal }),
    read: async (url, key, signal) => http.read({ url, method: 'GET', headers: guarded(url, key), signal }),
  };
};

/** Sends requests to a provider: with the key, only to the provider's own addresses. */
import { type AppError, fail, type PlainCode } from '#contract/errors.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import { isLoopback } from '../net/addresses.ts';
import type { Http, ReadOutcome, SendOutcome } from '../net/http.ts';
import { inShort, redact } from '../net/redact.ts';
import { networkFault } from '../net/request-sent.ts';
import type { Ask } from './protocol.ts';
import type { Ticket } from './spec.ts';

/** Codes of the HTTP layer; any other means that the network is down. */
const errorCodes: Readonly<Record<string, PlainCode>> = {
  'HTTP 429': 'provider-rate-limited',
  UNWRITABLE_HEADER: 'key-refused',
};

/** `code`: from the HTTP layer. */
export const unreachableError = (id: ProviderId, code: string): AppError =>
  fail(errorCodes[code] ?? networkFault(code) ?? 'provider-unreachable', {
    subject: id,
    detail: inShort(code),
  }).error;

/** An address of any scheme; an id such as `uuid:model` is not one. */
const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && /^\s*(https?:|[a-z][a-z\d+.-]*:\/\/)/i.test(value);

export const createLine = (deps: {
  readonly id: ProviderId;
  readonly http: Http;
  readonly at: Readonly<Record<string, URL>>;
  readonly authorization: (key: string) => string;
}) => {
  const { id, http } = deps;
  const own = Object.values(deps.at);
  const isOwn = (url: URL): boolean => own.some(({ origin }) => origin === url.origin);

  /** Throws where the address is not the provider's: the key must not be sent there. */
  const headers = (
    { url, headers: more = {} }: Ask,
    key: string | null,
  ): Readonly<Record<string, string>> => {
    if (!isOwn(url)) throw new Error(`A request for ${id} was about to be sent to ${url.origin}.`);
    return key === null ? more : { ...more, authorization: deps.authorization(key) };
  };

  return {
    /** The submit endpoint is on this computer: a stand-in. */
    isLocal: own[0] !== undefined && isLoopback(own[0]),
    /**
     * Removes the key that was sent, the signed parts of links and, of `links`, all but the host. A key can be
     * `id:secret`; a response may repeat either half.
     */
    redacted: (text: string, key: string, links: readonly string[] = []): string =>
      redact(text, [key, ...key.split(':')], links),
    /** The host of an address in a ticket that is not the provider's own; null: there is none. */
    strangerIn: (ticket: Ticket): string | null => {
      const stranger = Object.values(ticket)
        .filter(isAddress)
        .find((address) => !(URL.canParse(address) && isOwn(new URL(address))));
      if (stranger === undefined) return null;
      return URL.canParse(stranger) ? new URL(stranger).host : 'An address';
    },
    /** One request without a retry. */
    once: async (ask: Ask, key: string | null, signal: AbortSignal): Promise<SendOutcome> =>
      http.sendOnce({ ...ask, headers: headers(ask, key), signal }),
    /** The same for free requests, with a few retries. */
    retried: async (ask: Ask, key: string | null, signal: AbortSignal): Promise<ReadOutcome> =>
      http.read({ ...ask, headers: headers(ask, key), signal }),
  };
};

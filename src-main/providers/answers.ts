/** Turns responses into results: an error without keys, or the outcome of a status request. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail } from '#contract/errors.ts';
import { type Answer, retryAfterSec } from '../net/http.ts';
import { inShort } from '../net/redact.ts';
import { type createLine, unreachableError } from './line.ts';
import type { Judgement, Protocol, StatusReading } from './protocol.ts';
import { refusalWordsOf } from './refusal.ts';
import type { StatusOutcome, Ticket } from './spec.ts';

/** The user can resolve these, so a paid job retries after this time, in seconds. */
const retryKeySec = 60;

/** Redirects are not followed, so the key never reaches another host. */
export const isElsewhere = (status: number): boolean => status >= 300 && status < 400;
/** About the account, not about the job: a 403 can also occur while a run continues, and is temporary. */
const isOfAsker = (status: number): boolean => status === 401 || status === 402 || status === 403;
export const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** JSON that gives a reason in place of the requested data. */
export const isRefusal = (answer: Answer): boolean =>
  typeof answer.json === 'object' &&
  answer.json !== null &&
  (answer.status >= 400 || refusalWordsOf(answer).words !== null);

export const createAnswers = <Names extends string, T extends Ticket>(deps: {
  readonly protocol: Protocol<Names, T>;
  readonly line: Pick<ReturnType<typeof createLine>, 'redacted'>;
  readonly now: () => Date;
}) => {
  const { protocol, line, now } = deps;
  const { id } = protocol;

  /** `key`: the one that was sent. A response may repeat it, also after another key was set. */
  const errorOf = (
    { code, charged, words, subject = id }: Judgement,
    key: string,
    links: readonly string[] = [],
  ): AppError => {
    const detail = line.redacted(words, key, links);
    return fail(code, { charged, subject, ...(detail === '' ? {} : { detail }) }).error;
  };
  /** Why a response without 2xx failed, for requests that are free of charge. */
  const refusedOrDown = (answer: Answer, key: string): AppError => {
    const { status } = answer;
    if (status < 500 && !isElsewhere(status)) return errorOf(protocol.judge(answer), key);
    const words = isElsewhere(status) ? null : refusalWordsOf(answer).words;
    const detail = line.redacted(words === null ? `HTTP ${status}` : `HTTP ${status}: ${words}`, key);
    return { ...unreachableError(id, `HTTP ${status}`), detail };
  };
  const unclear = (
    code: 'answer-lost' | 'provider-answer-invalid' | 'job-unknown-there' | 'status-unavailable',
    detail: string,
  ): AppError => fail(code, { charged: 'unknown', subject: id, detail }).error;
  const unreachable = (code: string, wait: number | null): StatusOutcome => ({
    kind: 'unreachable',
    error: unreachableError(id, code),
    retryAfterSec: wait,
  });

  /** A ticket whose address is not the provider's: a request there would send the key to another host. */
  const elsewhere = (stranger: string): AppError =>
    fail('provider-answer-invalid', {
      charged: 'unknown',
      subject: id,
      foreignHost: inShort(stranger),
    }).error;

  const tell = (reading: Exclude<StatusReading<T>, { kind: 'ended' }>, key: string): StatusOutcome => {
    switch (reading.kind) {
      case 'pending': {
        const { fraction, queuePosition, etaSec } = reading;
        return { kind: 'pending', fraction, queuePosition, etaSec };
      }
      case 'done': {
        const { url, expiresAt, billed } = reading;
        return { kind: 'done', result: { kind: 'link', url, expiresAt }, billed };
      }
      case 'failed':
        return { kind: 'failed', error: errorOf(reading.why, key) };
      case 'cancelled':
        return reading;
      default:
        return assertNever(reading);
    }
  };

  /** A response without information about the run: retried, with a limit. */
  const withheld = (answer: Answer, key: string): StatusOutcome => ({
    kind: 'unreachable',
    error: unclear(
      'status-unavailable',
      line.redacted(`HTTP ${answer.status}: ${refusalWordsOf(answer).words ?? answer.text}`, key),
    ),
    retryAfterSec: retryAfterSec(answer.headers, now()),
  });

  /** The result of a response about a job where its status decides; null: the body must be parsed. */
  const withoutReading = (
    answer: Answer,
    { key, isFinal }: { readonly key: string; readonly isFinal: boolean },
  ): StatusOutcome | null => {
    const { status } = answer;
    if (isOfAsker(status) && !isFinal)
      return {
        kind: 'unreachable',
        error: errorOf(protocol.judge(answer), key),
        retryAfterSec: retryKeySec,
      };
    if (isElsewhere(status) || status === 408 || status === 429 || (status >= 500 && !isFinal))
      return unreachable(`HTTP ${status}`, retryAfterSec(answer.headers, now()));
    // Unknown or forgotten by the provider: the outcome cannot be determined.
    if (status === 404) {
      const words = line.redacted(protocol.judge(answer).words, key);
      return { kind: 'failed', error: unclear('job-unknown-there', words) };
    }
    return null;
  };

  return { errorOf, refusedOrDown, unclear, unreachable, withheld, elsewhere, tell, withoutReading };
};

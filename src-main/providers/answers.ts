/** What an answer becomes that the program goes on with: an error without keys, or the outcome of a look at a job. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail } from '#contract/errors.ts';
import { type Answer, retryAfterSec } from '../net/http.ts';
import { inShort } from '../net/redact.ts';
import { type createLine, unreachableError } from './line.ts';
import type { Judgement, Protocol, StatusReading } from './protocol.ts';
import { toldBy } from './refusal.ts';
import type { StatusOutcome, Ticket } from './spec.ts';

/** A person may mend these, so a job that is paid for waits for it, in seconds. */
const keyTroubleSec = 60;

/** A redirect is no word of the provider's, and is not followed: the key is not for elsewhere. */
export const isElsewhere = (status: number): boolean => status >= 300 && status < 400;
/** About who asks, not about the job: also a 403 comes while a run goes on, and passes. */
const isOfAsker = (status: number): boolean => status === 401 || status === 402 || status === 403;
export const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** JSON that says why not, in the place of what was asked for. */
export const isRefusal = (answer: Answer): boolean =>
  typeof answer.json === 'object' &&
  answer.json !== null &&
  (answer.status >= 400 || toldBy(answer).words !== null);

export const createAnswers = <Names extends string, T extends Ticket>(deps: {
  readonly protocol: Protocol<Names, T>;
  readonly line: Pick<ReturnType<typeof createLine>, 'scrubbed'>;
  readonly now: () => Date;
}) => {
  const { protocol, line, now } = deps;
  const { id } = protocol;

  /** `key`: the one that was shown. An answer may name it, also when another is set by now. */
  const errorOf = (
    { code, charged, words, subject = id }: Judgement,
    key: string,
    links: readonly string[] = [],
  ): AppError => {
    const detail = line.scrubbed(words, key, links);
    return fail(code, { charged, subject, ...(detail === '' ? {} : { detail }) }).error;
  };
  /** Why an answer that is not 2xx was no good, where nothing is paid for. */
  const refusedOrDown = (answer: Answer, key: string): AppError => {
    const { status } = answer;
    if (status < 500 && !isElsewhere(status)) return errorOf(protocol.judge(answer), key);
    const words = isElsewhere(status) ? null : toldBy(answer).words;
    const detail = line.scrubbed(words === null ? `HTTP ${status}` : `HTTP ${status}: ${words}`, key);
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

  /** A ticket of an address that is not the provider's: asking there would show the key to a stranger. */
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

  /** An answer that tells nothing of a run: asked for again, and not for ever. */
  const withheld = (answer: Answer, key: string): StatusOutcome => ({
    kind: 'unreachable',
    error: unclear(
      'status-unavailable',
      line.scrubbed(`HTTP ${answer.status}: ${toldBy(answer).words ?? answer.text}`, key),
    ),
    retryAfterSec: retryAfterSec(answer.headers, now()),
  });

  /** What an answer about a job means before anybody reads it; null: it is to be read. */
  const withoutReading = (
    answer: Answer,
    { key, isFinal }: { readonly key: string; readonly isFinal: boolean },
  ): StatusOutcome | null => {
    const { status } = answer;
    if (isOfAsker(status) && !isFinal)
      return {
        kind: 'unreachable',
        error: errorOf(protocol.judge(answer), key),
        retryAfterSec: keyTroubleSec,
      };
    if (isElsewhere(status) || status === 408 || status === 429 || (status >= 500 && !isFinal))
      return unreachable(`HTTP ${status}`, retryAfterSec(answer.headers, now()));
    // Never heard of, or forgotten: what it came to, nobody can say.
    if (status === 404) {
      const words = line.scrubbed(protocol.judge(answer).words, key);
      return { kind: 'failed', error: unclear('job-unknown-there', words) };
    }
    return null;
  };

  return { errorOf, refusedOrDown, unclear, unreachable, withheld, elsewhere, tell, withoutReading };
};

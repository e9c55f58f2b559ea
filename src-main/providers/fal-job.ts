/** A job at fal after its acceptance: what became of it, and calling it off. Nothing here is ever charged. */
import { type AppError, fail } from '#contract/errors.ts';
import { type Answer, retryAfterSec } from '../net/http.ts';
import type { Clock, Log } from '../ports.ts';
import { failedCompletion, failedRun, isPassing, refusal } from './fal-judgement.ts';
import { type FalLine, id, keyMissing, unreachableError } from './fal-line.ts';
import { falModels } from './fal-models.ts';
import { cancelSchema, resultSchema, statusSchema, ticketSchema } from './fal-replies.ts';
import type { Provider, StatusOutcome } from './spec.ts';

/** What fal calls a job that ended because its cancellation was asked for. */
const cancelledType = 'client_cancelled';

const failed = (error: AppError): StatusOutcome => ({ kind: 'failed', error });
const unreachable = (code: string, wait: number | null): StatusOutcome => ({
  kind: 'unreachable',
  error: unreachableError(code),
  retryAfterSec: wait,
});

const billed = (answer: Answer, endpoint: string): number | null => {
  const units = Number(answer.headers.get('x-fal-billable-units') ?? Number.NaN);
  const price = falModels.find((candidate) => candidate.endpoint === endpoint)?.price;
  return Number.isFinite(units) && units >= 0 && price?.kind === 'per-second'
    ? Math.round(units * price.microsPerSec)
    : null;
};

export const createFalJob = (deps: {
  readonly line: FalLine;
  readonly clock: Clock;
  readonly log: Log;
}): { readonly status: Provider['status']; readonly cancel: NonNullable<Provider['cancel']> } => {
  const { line, clock, log } = deps;

  /** A ticket made while an endpoint was overridden: asking there again would show the key to a stranger. */
  const elsewhere = (requestId: string): AppError =>
    fail('provider-garbled', {
      subject: id,
      detail: `Request ${requestId}: its addresses are not at ${line.queue.host}.`,
      charged: 'unknown',
    }).error;

  const keyTrouble = (answer: Answer): StatusOutcome => ({
    kind: 'unreachable',
    error: refusal(line.verdict(answer)),
    retryAfterSec: 60,
  });

  const result = async (
    ticket: { readonly responseUrl: string; readonly endpoint: string; readonly requestId: string },
    key: string,
    signal: AbortSignal,
  ): Promise<StatusOutcome> => {
    const url = line.ownAddress(ticket.responseUrl);
    if (url === null) return failed(elsewhere(ticket.requestId));
    // Asked once a look: the body of a 5xx tells whether it passes or is how the run ended.
    const outcome = await line.ask({ url, method: 'GET' }, key, signal);
    if (outcome.kind !== 'answered') return unreachable(outcome.code, null);
    const { answer } = outcome;
    if (answer.status === 401 || answer.status === 403) return keyTrouble(answer);
    const verdict = line.verdict(answer);
    if (isPassing(verdict))
      return unreachable(`HTTP ${answer.status}`, retryAfterSec(answer.headers, clock.now()));
    if (answer.status >= 400) return failed(failedRun(verdict));
    const parsed = resultSchema.safeParse(answer.json);
    if (!parsed.success)
      return failed(
        fail('provider-garbled', { subject: id, detail: verdict.words, charged: 'unknown' }).error,
      );
    return {
      kind: 'done',
      result: { kind: 'link', url: parsed.data.video.url, expiresAt: null },
      billedMicros: billed(answer, ticket.endpoint),
    };
  };

  const status: Provider['status'] = async (opaque, { signal }) => {
    const key = line.key();
    const ticket = ticketSchema.parse(opaque);
    // A key that was cleared meanwhile can come back; the job is not lost for it.
    if (key === null) return { kind: 'unreachable', error: keyMissing(), retryAfterSec: 30 };
    const url = line.ownAddress(ticket.statusUrl);
    if (url === null) return failed(elsewhere(ticket.requestId));
    const outcome = await line.read(url, key, signal);
    if (outcome.kind === 'unreachable') return unreachable(outcome.code, outcome.retryAfterSec);
    const { answer } = outcome;
    if (answer.status === 401 || answer.status === 403) return keyTrouble(answer);
    // Never heard of, or forgotten after its 30 days: what it came to, nobody can say.
    if (answer.status === 404) return failed(failedRun(line.verdict(answer)));
    const parsed = statusSchema.safeParse(answer.json);
    if (!parsed.success) return unreachable('an answer nobody can read', null);
    const { status: word, queue_position, error, error_type } = parsed.data;
    if (word === 'COMPLETED') {
      if (!error && !error_type) return result(ticket, key, signal);
      const reason = typeof error === 'string' ? error : error ? JSON.stringify(error) : '';
      return failed(failedCompletion(error_type, line.scrubbed(`${reason} ${error_type ?? ''}`.trim())));
    }
    if (word !== 'IN_QUEUE' && word !== 'IN_PROGRESS')
      log.warn('fal answered a status that is not known', { status: word });
    return {
      kind: 'pending',
      fraction: null,
      queuePosition: word === 'IN_QUEUE' ? (queue_position ?? null) : null,
    };
  };

  /** null: nothing learned. */
  const lookOnce = async (url: URL, key: string, signal: AbortSignal) => {
    const outcome = await line.ask({ url, method: 'GET' }, key, signal);
    const parsed = statusSchema.safeParse(outcome.kind === 'answered' ? outcome.answer.json : undefined);
    return parsed.success ? parsed.data : null;
  };

  const cancel: NonNullable<Provider['cancel']> = async (opaque, { signal }) => {
    const key = line.key();
    if (key === null) return { kind: 'unreachable', error: keyMissing() };
    const ticket = ticketSchema.parse(opaque);
    const url = line.ownAddress(ticket.cancelUrl);
    const statusUrl = line.ownAddress(ticket.statusUrl);
    if (url === null || statusUrl === null)
      return { kind: 'unreachable', error: elsewhere(ticket.requestId) };
    const before = await lookOnce(statusUrl, key, signal);
    const outcome = await line.ask({ url, method: 'PUT' }, key, signal);
    if (outcome.kind !== 'answered') return { kind: 'unreachable', error: unreachableError(outcome.code) };
    const { answer } = outcome;
    const reply = cancelSchema.safeParse(answer.json);
    if (reply.success && reply.data.status === 'ALREADY_COMPLETED') return { kind: 'too-late' };
    if (answer.status >= 500)
      return { kind: 'unreachable', error: unreachableError(`HTTP ${answer.status}`) };
    if (answer.status >= 300) return { kind: 'unreachable', error: refusal(line.verdict(answer)) };
    // By fal's own words only queued work is sure to stop, so it must have waited before and not run since.
    if (before?.status !== 'IN_QUEUE') return { kind: 'requested' };
    const after = await lookOnce(statusUrl, key, signal);
    const isStopped = after?.status === 'IN_QUEUE' || after?.error_type === cancelledType;
    return { kind: isStopped ? 'cancelled' : 'requested' };
  };

  return { status, cancel };
};

/** The lines of sent.jsonl that a change of a job's state requires. */
import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '#contract/assert-never.ts';
import type { Result } from '#contract/errors.ts';
import type { Clock } from '../ports.ts';
import type { StartOutcome, Ticket } from '../providers/spec.ts';
import { chargedWhile } from './ledger.ts';
import { mayStillCome } from './machine.ts';
import { isFreeRun, type JobRecord, type StoredState } from './record.ts';
import { foldLine, type SentEntry, type SentLine, type SentLog, sentLineOf } from './sent-log.ts';

const acceptedLine = ({ id }: JobRecord, ticket: Ticket, at: string): SentLine => ({
  kind: 'accepted',
  jobId: id,
  at,
  ticket: { ...ticket },
});

type Ended = Extract<SentLine, { kind: 'ended' }>;

const endedLine = (
  about: Pick<Ended, 'jobId' | 'at'>,
  { status }: SentEntry,
  end: Pick<Ended, 'code' | 'charged'>,
): readonly SentLine[] => {
  const isKnown =
    (status.kind === 'refused' || status.kind === 'ended') &&
    status.charged === end.charged &&
    status.code === end.code;
  return isKnown ? [] : [{ kind: 'ended', ...about, ...end }];
};

/** Lines for what a record knows and its entry lacks. None for a run that was never sent. */
export const linesBeyond = (record: JobRecord, entry: SentEntry | undefined): readonly SentLine[] => {
  if (entry === undefined) return [];
  const { state } = record;
  const { status } = entry;
  const about = { jobId: record.id, at: record.stateSince };
  const accepted = (ticket: Ticket, at: string): readonly SentLine[] =>
    status.kind === 'accepted' && isDeepStrictEqual(status.ticket, ticket)
      ? []
      : [acceptedLine(record, ticket, at)];
  const billed = (billedMicros: number | null): readonly SentLine[] =>
    billedMicros === null || billedMicros === entry.billedMicros
      ? []
      : [{ kind: 'billed', ...about, billedMicros }];
  switch (state.kind) {
    case 'queued':
    case 'preparing':
    case 'uploading':
      return status.kind === 'sent'
        ? [{ kind: 'refused', ...about, code: 'provider-rate-limited', charged: 'no' }]
        : [];
    case 'starting':
      return [];
    case 'unsure':
      return status.kind === 'unsure' ? [] : [{ kind: 'unsure', ...about }];
    case 'waiting':
      return accepted(state.ticket, state.startedAt);
    case 'downloading':
      return [...accepted(state.ticket, state.startedAt), ...billed(state.billedMicros)];
    case 'done':
      return status.kind === 'kept' ? [] : [{ kind: 'kept', ...about, itemId: state.itemId }];
    case 'failed':
      return mayStillCome(state)
        ? billed(state.download?.billedMicros ?? null)
        : endedLine(about, entry, { code: state.error.code, charged: state.error.charged });
    case 'cancelled':
      return endedLine(about, entry, { code: null, charged: state.charged });
    default:
      return assertNever(state);
  }
};

const runIn = (state: StoredState) => {
  if (state.kind === 'failed') return state.download ?? state.run;
  return 'fitted' in state ? state : null;
};

/**
 * Lines for a run that the log lacks: complete for one that a provider may still work on, the cost alone for one that has
 * ended. None for a run that was never sent.
 */
export const linesOfUnlogged = (record: JobRecord): readonly SentLine[] => {
  const run = runIn(record.state);
  if (run === null || isFreeRun(record) || chargedWhile(record.state) === 'no') return [];
  const sent = sentLineOf(record, run.fitted);
  const entry = foldLine(undefined, sent);
  const { ticket, startedAt } = { ticket: null, startedAt: record.stateSince, ...run };
  const isAccepted = record.state.kind === 'failed' && ticket !== null;
  return [
    sent,
    ...(isAccepted ? [acceptedLine(record, ticket, startedAt)] : []),
    ...linesBeyond(record, entry),
  ];
};

/** For the send step. */
export type SentRequests = {
  /** Call it before the request; where it fails, nothing may be sent. */
  readonly sending: (record: JobRecord) => Result<unknown>;
  readonly answered: (record: JobRecord, outcome: StartOutcome) => void;
};

const lineOfAnswer = (about: Pick<Ended, 'jobId' | 'at'>, outcome: StartOutcome): SentLine => {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'accepted', ...about, ticket: { ...outcome.ticket } };
    case 'refused':
      return { kind: 'refused', ...about, code: outcome.error.code, charged: outcome.error.charged };
    case 'not-sent':
    case 'busy':
      return { kind: 'refused', ...about, code: outcome.error.code, charged: 'no' };
    case 'unsure':
      return { kind: 'unsure', ...about };
    default:
      return assertNever(outcome);
  }
};

export const isLogged = (record: JobRecord): boolean => !isFreeRun(record);

export const createSentRequests = (sentLog: SentLog, clock: Pick<Clock, 'now'>): SentRequests => ({
  sending: (record) => {
    const { state } = record;
    if (!isLogged(record) || state.kind !== 'starting') return { ok: true, value: {} };
    return sentLog.append(sentLineOf(record, state.fitted));
  },
  answered: (record, outcome) => {
    if (!isLogged(record)) return;
    // Where this fails, the following change of state appends the line, or the next start does.
    sentLog.append(lineOfAnswer({ jobId: record.id, at: clock.now().toISOString() }, outcome));
  },
});

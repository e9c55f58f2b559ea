/** The state machine of jobs: one table of state, event and next state, without effects. Anything else is refused. */
import { type AppError, type Charged, fail, ok, type Result } from '#contract/errors.ts';
import { noPastedLinks, type TransferRecord } from '#contract/model/delivery.ts';
import type { ItemId } from '#contract/model/item.ts';
import { isSettled } from '#contract/model/job.ts';
import type { Delivered, FittedFiles } from '../artifacts.ts';
import type { ResultLocation, Ticket } from '../providers/spec.ts';
import type { JobRecord, StoredState } from './record.ts';

export type JobEvent =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'fitted'; readonly fitted: FittedFiles }
  | {
      readonly kind: 'delivered';
      readonly delivered: { readonly image: Delivered; readonly video: Delivered };
      readonly transferRecords: readonly TransferRecord[];
    }
  /** Something failed before the paid request. */
  | { readonly kind: 'prepare-failed'; readonly error: AppError }
  | { readonly kind: 'accepted'; readonly ticket: Ticket; readonly at: string }
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'not-sent'; readonly error: AppError }
  | { readonly kind: 'unsure'; readonly error: AppError }
  /** Rate limited: not accepted, not charged. It is sent again from `until` (ISO time) on. */
  | { readonly kind: 'rate-limited'; readonly until: string }
  /** The program closes before the request was sent. */
  | { readonly kind: 'held-back' }
  | {
      readonly kind: 'ready';
      readonly result: ResultLocation;
      readonly billedMicros: number | null;
      /** ISO time. */
      readonly at: string;
    }
  | { readonly kind: 'run-failed'; readonly error: AppError }
  /** The provider reports that it was cancelled. */
  | { readonly kind: 'run-cancelled'; readonly charged: Charged }
  | { readonly kind: 'kept'; readonly itemId: ItemId }
  /** The run succeeded at the provider; fetching or keeping its result failed. */
  | { readonly kind: 'keep-failed'; readonly error: AppError }
  | { readonly kind: 'cancel'; readonly charged: Charged }
  /** The provider received a cancel request, but may finish the run all the same. */
  | { readonly kind: 'cancel-requested' }
  /** Polling stops until the user resumes it. `isFree`: a run without a price. */
  | { readonly kind: 'stop-polling'; readonly provider: string; readonly isFree?: boolean }
  | { readonly kind: 'retry-download' }
  | { readonly kind: 'poll-again' }
  /** `ticket` is null where the user does not know the provider's id of the request. */
  | {
      readonly kind: 'resolve-sent';
      readonly ticket: Ticket | null;
      readonly at: string;
      readonly provider: string;
    }
  | { readonly kind: 'resolve-not-sent'; readonly provider: string }
  /** The process that worked on it has ended. `isFree`: sending twice costs nothing. */
  | { readonly kind: 'recover'; readonly isFree: boolean; readonly provider: string };

/** Failed, and it is unknown whether the provider has the request: the user may still find it there. */
export const isOpenQuestion = ({ code }: AppError): boolean =>
  code === 'answer-lost' || code === 'job-unknown-there';

/** The answer was at fault, not the run: polling again may succeed. */
export const isWorthPolling = ({ code }: AppError): boolean =>
  code === 'job-unknown-there' ||
  code === 'provider-answer-invalid' ||
  code === 'status-unavailable' ||
  code === 'polling-stopped';

/** A result may still come of it, or its outcome is unknown. A job that is done counts through its item instead. */
export const mayStillCome = (state: StoredState): boolean => {
  if (state.kind !== 'failed') return !isSettled(state) || state.kind === 'unsure';
  const { error, download, run } = state;
  return (
    download !== null ||
    isOpenQuestion(error) ||
    (isWorthPolling(error) && run !== null && run.ticket !== null)
  );
};

/** Whether the provider may still read what was uploaded; an unsure job may be running there. */
export const needsUploads = (state: StoredState): boolean =>
  state.kind === 'unsure' || !isSettled(state) || (state.kind === 'failed' && isOpenQuestion(state.error));

type States = { readonly [S in StoredState as S['kind']]: S };
type Events = { readonly [E in JobEvent as E['kind']]: E };
type Move = (state: StoredState, event: JobEvent) => StoredState | null;

const isState = <S extends keyof States>(state: StoredState, kind: S): state is States[S] =>
  state.kind === kind;
const isEvent = <E extends keyof Events>(event: JobEvent, kind: E): event is Events[E] => event.kind === kind;

/** One row of the table. null: the row does not apply. */
const on =
  <S extends keyof States, E extends keyof Events>(
    stateKind: S,
    eventKind: E,
    move: (state: States[S], event: Events[E]) => StoredState | null,
  ): Move =>
  (state, event) =>
    isState(state, stateKind) && isEvent(event, eventKind) ? move(state, event) : null;

type Failed = States['failed'];
const failed = (error: AppError, more: Partial<Pick<Failed, 'download' | 'run'>> = {}): Failed => ({
  kind: 'failed',
  error,
  download: null,
  run: null,
  ...more,
});

const answerLost = (provider: string): AppError =>
  fail('answer-lost', { charged: 'unknown', subject: provider }).error;
/** Before the paid request nothing is charged, whatever the event says. */
const toCancelledUnpaid = (): StoredState => ({ kind: 'cancelled', charged: 'no' });
const toFailed = (_state: StoredState, event: { readonly error: AppError }): StoredState =>
  failed(event.error);
const toQueued = (): StoredState => ({ kind: 'queued' });
const unchanged = (state: StoredState): StoredState => state;

const toDownloading = (
  { fitted, ticket, startedAt }: States['waiting'],
  event: Events['ready'],
): StoredState => ({
  kind: 'downloading',
  fitted,
  ticket,
  startedAt,
  result: event.result,
  billedMicros: event.billedMicros,
  readyAt: event.at,
});

const toKeepFailed = (state: States['downloading'], event: Events['keep-failed']): StoredState => {
  const { kind: _, ...download } = state;
  return failed(event.error, { download });
};

const runOf = ({ fitted, ticket, startedAt }: States['waiting']): NonNullable<Failed['run']> => ({
  fitted,
  ticket,
  startedAt,
});
const pollingStopped = (provider: string, charged: Charged): AppError =>
  fail('polling-stopped', { charged, subject: provider }).error;

const toWaitingFor = (fitted: FittedFiles, ticket: Ticket, startedAt: string): StoredState => ({
  kind: 'waiting',
  fitted,
  ticket,
  startedAt,
  isCancelRequested: false,
});

const table: readonly Move[] = [
  on('queued', 'prepare', () => ({ kind: 'preparing' })),
  on('queued', 'prepare-failed', toFailed),
  on('queued', 'cancel', toCancelledUnpaid),
  on('queued', 'recover', unchanged),

  on('preparing', 'fitted', (_, { fitted }) => ({ kind: 'uploading', fitted })),
  on('preparing', 'prepare-failed', toFailed),
  on('preparing', 'cancel', toCancelledUnpaid),
  on('preparing', 'recover', toQueued),

  on('uploading', 'delivered', ({ fitted }, { delivered }) => ({ kind: 'starting', fitted, delivered })),
  on('uploading', 'prepare-failed', toFailed),
  on('uploading', 'rate-limited', unchanged),
  on('uploading', 'cancel', toCancelledUnpaid),
  on('uploading', 'recover', toQueued),

  on('starting', 'accepted', ({ fitted }, { ticket, at }) => ({
    kind: 'waiting',
    fitted,
    ticket,
    startedAt: at,
    isCancelRequested: false,
  })),
  on('starting', 'refused', toFailed),
  on('starting', 'not-sent', toFailed),
  on('starting', 'unsure', (state, { error }) => ({ ...state, kind: 'unsure', error })),
  on('starting', 'rate-limited', ({ fitted, delivered }) => ({ kind: 'uploading', fitted, delivered })),
  on('starting', 'held-back', toQueued),
  on('starting', 'recover', (state, { isFree, provider }) =>
    isFree ? toQueued() : { ...state, kind: 'unsure', error: answerLost(provider) },
  ),

  on('waiting', 'ready', toDownloading),
  on('waiting', 'run-failed', (state, { error }) => failed(error, { run: runOf(state) })),
  on('waiting', 'stop-polling', (state, { provider, isFree }) =>
    failed(pollingStopped(provider, isFree ? 'no' : 'unknown'), { run: runOf(state) }),
  ),
  on('waiting', 'run-cancelled', (_, { charged }) => ({ kind: 'cancelled', charged })),
  on('waiting', 'cancel', (_, { charged }) => ({ kind: 'cancelled', charged })),
  on('waiting', 'cancel-requested', (state) => ({ ...state, isCancelRequested: true })),
  on('waiting', 'recover', unchanged),

  on('downloading', 'kept', (_, { itemId }) => ({ kind: 'done', itemId })),
  on('downloading', 'keep-failed', toKeepFailed),
  on('downloading', 'stop-polling', (state, { provider, isFree }) =>
    toKeepFailed(state, { kind: 'keep-failed', error: pollingStopped(provider, isFree ? 'no' : 'yes') }),
  ),
  on('downloading', 'recover', unchanged),

  on('failed', 'retry-download', ({ download }) =>
    download === null ? null : { kind: 'downloading', ...download },
  ),
  on('failed', 'poll-again', ({ run }) =>
    run === null || run.ticket === null ? null : toWaitingFor(run.fitted, run.ticket, run.startedAt),
  ),
  on('failed', 'resolve-sent', ({ error, run }, { ticket, at }) =>
    run === null || ticket === null || !isOpenQuestion(error) ? null : toWaitingFor(run.fitted, ticket, at),
  ),
  on('failed', 'resolve-not-sent', ({ error }) => (isOpenQuestion(error) ? toCancelledUnpaid() : null)),

  on('unsure', 'resolve-sent', ({ fitted, error }, { ticket, at, provider }) =>
    ticket === null
      ? failed(
          { ...answerLost(provider), charged: error.charged },
          { run: { fitted, ticket, startedAt: at } },
        )
      : toWaitingFor(fitted, ticket, at),
  ),
  on('unsure', 'resolve-not-sent', toCancelledUnpaid),
];

/** The next state, or `job-not-in-state` where the table has no row for the event. */
export const next = (state: StoredState, event: JobEvent): Result<StoredState> => {
  for (const move of table) {
    const transition = move(state, event);
    if (transition !== null) return ok(transition);
  }
  return fail('job-not-in-state', { reason: 'state', state: state.kind });
};

const beforeAccepted: readonly StoredState['kind'][] = ['queued', 'preparing', 'uploading', 'starting'];

const busyAfter = ({ busy }: JobRecord, event: JobEvent, now: Date): JobRecord['busy'] =>
  event.kind === 'rate-limited'
    ? {
        since: busy?.since ?? now.toISOString(),
        until: event.until,
        refusals: (busy?.refusals ?? 0) + 1,
      }
    : busy;

export const transition = (record: JobRecord, event: JobEvent, now: Date): Result<JobRecord> => {
  const state = next(record.state, event);
  if (!state.ok) return state;
  const isNew = state.value.kind !== record.state.kind;
  return ok({
    ...record,
    stateSince: isNew ? now.toISOString() : record.stateSince,
    transferRecords: event.kind === 'delivered' ? [...event.transferRecords] : record.transferRecords,
    // Signed links are not needed once the result is kept.
    links: event.kind === 'kept' ? noPastedLinks : record.links,
    busy: beforeAccepted.includes(state.value.kind) ? busyAfter(record, event, now) : null,
    state: state.value,
  });
};

/** The job is in another state or was dismissed; any other error is the database's. */
export const isRefusal = (error: AppError): boolean =>
  error.code === 'job-not-in-state' || error.code === 'job-unknown';

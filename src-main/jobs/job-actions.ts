/** Actions of the user on a job: cancel, retry, find, resolve, dismiss. */
import { randomUUID } from 'node:crypto';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import { isSettled, type Job, type JobId } from '#contract/model/job.ts';
import type { Approvals } from '#contract/model/spend-check.ts';
import type { SpendingExcess, SpendingLimits } from '#contract/model/spending.ts';
import { isDearer, isPastSameLimits } from '#contract/rules/spend-check.ts';
import type { CancelOutcome, FindOutcome, Ticket } from '../providers/spec.ts';
import { chargedWhile } from './ledger.ts';
import { isOpenQuestion, isRefusal, isWorthPolling, type JobEvent } from './machine.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import { type JobRecord, providerNameOf, type StoredState } from './record.ts';
import type { Scheduler } from './scheduler.ts';
import type { ChangedJob, JobStore, StoredJob } from './store.ts';
import { newJob } from './submit.ts';

/** Whether it is unknown if the provider has the request; the user can resolve that. */
const isLost = (state: StoredState): boolean =>
  state.kind === 'unsure' || (state.kind === 'failed' && isOpenQuestion(state.error));

/** A retry is an intended duplicate, but it may still exceed a spending limit. */
type Agreed = {
  readonly allowOverLimit?: boolean | undefined;
  /** `allowOverLimit` holds for this excess only. */
  readonly agreedExcess?: SpendingExcess | undefined;
};

const mayBeDismissed = ({ state }: JobRecord): boolean => isSettled(state) && state.kind !== 'unsure';

export type JobActions = {
  readonly cancel: (jobId: JobId) => Promise<Result<Job>>;
  /** Fetches a paid result again without paying; otherwise creates a new job with this one as its parent. */
  readonly retry: (jobId: JobId, agreed?: Agreed) => Promise<Result<Job>>;
  /** Stops polling a run that may continue at the provider; `retry` resumes polling. */
  readonly stopPolling: (jobId: JobId) => Promise<Result<Job>>;
  /** Queries the provider for a job whose answer was lost; when found, the job resumes. */
  readonly find: (jobId: JobId) => Promise<Result<{ readonly isFound: boolean; readonly job: Job }>>;
  /** For a job whose answer was lost. `providerJobId`: the provider's own id, as its dashboard shows it. */
  readonly resolve: (
    jobId: JobId,
    answer: {
      /** `send-again`: returns a new job; the first one may have been paid as well. */
      readonly as: 'sent' | 'not-sent' | 'send-again';
      readonly providerJobId?: string | undefined;
    } & Agreed,
  ) => Promise<Result<Job>>;
  readonly dismiss: (jobId: JobId) => Promise<Result<Record<string, never>>>;
  /** Skips jobs that no longer exist or are not settled. */
  readonly dismissAll: (jobIds: readonly JobId[]) => Promise<Result<{ readonly changed: number }>>;
};

export const createJobActions = (deps: {
  readonly ports: JobPorts;
  readonly store: JobStore;
  readonly view: QueueView;
  readonly scheduler: Scheduler;
  readonly submit: (record: JobRecord, approvals: Approvals) => Promise<Result<Job>>;
  /** Current values. */
  readonly spendingLimits: () => SpendingLimits;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): JobActions => {
  const { ports, store, view, scheduler } = deps;
  const { clock, log, providerOf } = ports;

  const apply = (jobId: JobId, event: JobEvent): Result<ChangedJob> => {
    const changed = store.apply(jobId, event);
    if (changed.ok) view.put([changed.value, ...changed.value.calledOff]);
    return changed;
  };

  const snapshotOf = (job: Result<StoredJob>): Result<Job> => (job.ok ? ok(view.snapshot(job.value)) : job);

  const applyAndEnd = (jobId: JobId, event: JobEvent): Result<Job> => {
    const changed = apply(jobId, event);
    if (changed.ok) scheduler.end(jobId);
    return snapshotOf(changed);
  };

  const applyAndWork = (jobId: JobId, event: JobEvent): Result<Job> => {
    const changed = apply(jobId, event);
    if (!changed.ok) return changed;
    if (isSettled(changed.value.record.state)) scheduler.end(jobId);
    else scheduler.work(changed.value.record);
    return snapshotOf(changed);
  };

  const requestCancel = async (record: JobRecord, ticket: Ticket): Promise<CancelOutcome | null> => {
    try {
      const { provider } = providerOf(record.choices.modelId) ?? {};
      return (await provider?.cancel?.(ticket, { signal: deps.closing })) ?? null;
    } catch (cause) {
      log.error('cancel request failed', { jobId: record.id, cause });
      return { kind: 'unreachable', error: fail('internal').error };
    }
  };

  const isFree = ({ choices }: JobRecord): boolean =>
    providerOf(choices.modelId)?.model.price.kind === 'free';

  /** Adds to the refusal of an action what its run costs or may cost. */
  const withRunCharge = <T>({ record }: Pick<StoredJob, 'record'>, refused: Result<T>): Result<T> => {
    if (refused.ok || isFree(record)) return refused;
    const charged = chargedWhile(record.state);
    return charged === 'no' ? refused : { ok: false, error: { ...refused.error, charged } };
  };

  const cancelRun = async (record: JobRecord, ticket: Ticket): Promise<Result<Job>> => {
    const outcome = await requestCancel(record, ticket);
    if (outcome === null) return fail('not-supported-by-provider', { subject: providerNameOf(record) });
    switch (outcome.kind) {
      case 'cancelled':
        return applyAndEnd(record.id, { kind: 'cancel', charged: isFree(record) ? 'no' : outcome.charged });
      // Polling continues: a run that finishes all the same is paid for, and its result must not be lost.
      case 'requested':
        return isFree(record)
          ? applyAndEnd(record.id, { kind: 'cancel', charged: 'no' })
          : applyAndWork(record.id, { kind: 'cancel-requested' });
      case 'too-late':
        return fail('job-not-in-state', { reason: 'finished-there' });
      case 'unreachable':
        return { ok: false, error: outcome.error };
      default:
        return assertNever(outcome);
    }
  };

  const requestFind = async (record: JobRecord): Promise<FindOutcome | null> => {
    try {
      const { provider } = providerOf(record.choices.modelId) ?? {};
      const query = { requestId: record.id, sentAt: record.stateSince };
      return (await provider?.find?.(query, { signal: deps.closing })) ?? null;
    } catch (cause) {
      log.error('find request failed', { jobId: record.id, cause });
      return { kind: 'unreachable', error: fail('internal').error };
    }
  };

  const runAgain = async (
    record: JobRecord,
    { allowOverLimit = false, agreedExcess }: Agreed,
  ): Promise<Result<Job>> => {
    const known = providerOf(record.choices.modelId);
    if (known === null) return fail('model-unknown', { subject: record.choices.modelId });
    const { image, video, choices, links, id } = record;
    const again = newJob({
      id: randomUUID(),
      now: clock.now(),
      image,
      video,
      model: known.model,
      choices,
      links,
      parentId: id,
    });
    if (!again.ok) return again;
    // The approval of the first run holds while neither its price nor the spending limits have changed.
    const { approvedLimits, estimate } = record;
    const isAgreed =
      approvedLimits !== null &&
      isPastSameLimits(approvedLimits, deps.spendingLimits()) &&
      !isDearer(estimate, again.value.estimate);
    const sent = await deps.submit(again.value, {
      repeat: true,
      overLimit: isAgreed || allowOverLimit,
      ...(isAgreed || agreedExcess === undefined ? {} : { agreedExcess }),
    });
    return withRunCharge({ record }, sent);
  };

  return {
    cancel: async (jobId) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      if (record.state.kind !== 'waiting')
        return withRunCharge(job.value, applyAndEnd(jobId, { kind: 'cancel', charged: 'no' }));
      const answer = cancelRun(record, record.state.ticket).then((answered) =>
        withRunCharge(job.value, answered),
      );
      const run = scheduler.runOf(jobId);
      // Poll results wait for this answer: a provider may report a cancelled run as failed.
      if (run !== null) run.cancelAnswer = answer.catch(() => undefined);
      return answer;
    },
    retry: async (jobId, agreed = {}) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      const { state } = record;
      if (state.kind === 'failed' && state.download !== null)
        return applyAndWork(jobId, { kind: 'retry-download' });
      if (state.kind === 'failed' && isWorthPolling(state.error) && state.run?.ticket)
        return applyAndWork(jobId, { kind: 'poll-again' });
      const isOpen = state.kind === 'failed' && isOpenQuestion(state.error);
      // An open question is sent again by `resolve` only, whose dialog warns that both runs may be charged.
      if ((state.kind === 'failed' && !isOpen) || state.kind === 'cancelled') return runAgain(record, agreed);
      return withRunCharge(job.value, fail('job-not-in-state', { reason: 'state', state: state.kind }));
    },
    stopPolling: async (jobId) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      const provider = providerNameOf(record);
      const stopped = applyAndEnd(jobId, { kind: 'stop-polling', provider, isFree: isFree(record) });
      return withRunCharge(job.value, stopped);
    },
    find: async (jobId) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      if (!isLost(record.state))
        return withRunCharge(
          job.value,
          fail('job-not-in-state', { reason: 'state', state: record.state.kind }),
        );
      const provider = providerNameOf(record);
      const outcome = await requestFind(record);
      if (outcome === null) return fail('not-supported-by-provider', { subject: provider });
      if (outcome.kind === 'unreachable')
        return { ok: false, error: { ...outcome.error, charged: 'unknown' } };
      if (outcome.kind === 'absent') return ok({ isFound: false, job: view.snapshot(job.value) });
      const { ticket } = outcome;
      const at = clock.now().toISOString();
      const found = applyAndWork(jobId, { kind: 'resolve-sent', ticket, at, provider });
      return found.ok ? ok({ isFound: true, job: found.value }) : found;
    },
    resolve: async (jobId, { as, providerJobId, ...agreed }) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { modelId } = job.value.record.choices;
      const provider = providerNameOf(job.value.record);
      if (as === 'not-sent') return applyAndWork(jobId, { kind: 'resolve-not-sent', provider });
      const at = clock.now().toISOString();
      if (as === 'send-again') {
        if (!isLost(job.value.record.state))
          return withRunCharge(job.value, fail('job-not-in-state', { reason: 'not-lost' }));
        const again = await runAgain(job.value.record, agreed);
        if (again.ok && job.value.record.state.kind === 'unsure')
          applyAndWork(jobId, { kind: 'resolve-sent', ticket: null, at, provider });
        return again;
      }
      const ticket =
        providerJobId === undefined
          ? null
          : providerOf(modelId)?.provider.ticketFor?.(modelId, providerJobId);
      if (ticket === undefined) return fail('not-supported-by-provider', { subject: provider });
      return withRunCharge(job.value, applyAndWork(jobId, { kind: 'resolve-sent', ticket, at, provider }));
    },
    dismiss: async (jobId) => {
      const removed = store.remove(jobId, mayBeDismissed);
      if (!removed.ok) return removed;
      view.reload();
      scheduler.end(jobId);
      return ok({});
    },
    dismissAll: async (jobIds) => {
      const removed = jobIds.map((jobId) => ({ jobId, result: store.remove(jobId, mayBeDismissed) }));
      const gone = removed.filter(({ result }) => result.ok);
      view.reload();
      for (const { jobId } of gone) scheduler.end(jobId);
      const failed = removed.find(({ result }) => !result.ok && !isRefusal(result.error));
      return failed?.result.ok === false ? failed.result : ok({ changed: gone.length });
    },
  };
};

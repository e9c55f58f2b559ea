/** What a person may decide about a job: cancel it, try it again, say what became of it, put it away. */
import { randomUUID } from 'node:crypto';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import type { Approvals } from '#contract/model/spend-check.ts';
import type { SpendingExcess, SpendingLimits } from '#contract/model/spending.ts';
import { isDearer, isPastSameLimits } from '#contract/rules/agreement.ts';
import { isSettled } from '#contract/rules/settled.ts';
import type { CancelOutcome, FindOutcome, Ticket } from '../providers/spec.ts';
import { chargedWhile } from './ledger.ts';
import { isOpenQuestion, isRefusal, isWorthAsking, type JobEvent } from './machine.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import { type JobRecord, providerNameOf, type StoredState } from './record.ts';
import type { Schedule } from './scheduler.ts';
import type { ChangedJob, JobStore, StoredJob } from './store.ts';
import { newJob } from './submit.ts';

/** Whether a request may be at the provider, or not: what a person can settle. */
const isLost = (state: StoredState): boolean =>
  state.kind === 'unsure' || (state.kind === 'failed' && isOpenQuestion(state.error));

/** What is sent once more is a repeat on purpose, but may still cost more than a person wanted to spend. */
type Agreed = {
  readonly allowOverLimit?: boolean | undefined;
  /** The only excess that `allowOverCap` holds for. */
  readonly agreedExcess?: SpendingExcess | undefined;
};

const mayBeDismissed = ({ state }: JobRecord): boolean => isSettled(state) && state.kind !== 'unsure';

export type Decisions = {
  readonly cancel: (jobId: JobId) => Promise<Result<Job>>;
  /** Fetches a paid result again without paying; anything else becomes a new job that remembers its parent. */
  readonly retry: (jobId: JobId, agreed?: Agreed) => Promise<Result<Job>>;
  /** Leaves a run to the provider; `retry` takes it up again. */
  readonly stopAsking: (jobId: JobId) => Promise<Result<Job>>;
  /** Asks the provider for a job whose answer was lost; found, the job goes on. */
  readonly find: (jobId: JobId) => Promise<Result<{ readonly isFound: boolean; readonly job: Job }>>;
  /** For a job whose answer was lost. `providerJobId`: the provider's own id, as its dashboard shows it. */
  readonly resolve: (
    jobId: JobId,
    answer: {
      /** `send-again`: a new job, which is answered; the first may have been paid, too. */
      readonly as: 'sent' | 'not-sent' | 'send-again';
      readonly providerJobId?: string | undefined;
    } & Agreed,
  ) => Promise<Result<Job>>;
  readonly dismiss: (jobId: JobId) => Promise<Result<Record<string, never>>>;
  /** Those that may be dismissed; one that is gone, or goes on again, is passed over. */
  readonly dismissAll: (jobIds: readonly JobId[]) => Promise<Result<{ readonly changed: number }>>;
};

export const createDecisions = (deps: {
  readonly ports: JobPorts;
  readonly store: JobStore;
  readonly view: QueueView;
  readonly schedule: Schedule;
  readonly submit: (record: JobRecord, approvals: Approvals) => Promise<Result<Job>>;
  /** As they are now. */
  readonly spendingLimits: () => SpendingLimits;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
}): Decisions => {
  const { ports, store, view, schedule } = deps;
  const { clock, log, providerOf } = ports;

  const apply = (jobId: JobId, event: JobEvent): Result<ChangedJob> => {
    const changed = store.apply(jobId, event);
    if (changed.ok) view.put([changed.value, ...changed.value.calledOff]);
    return changed;
  };

  const shown = (job: Result<StoredJob>): Result<Job> => (job.ok ? ok(view.snapshot(job.value)) : job);

  const applyAndEnd = (jobId: JobId, event: JobEvent): Result<Job> => {
    const changed = apply(jobId, event);
    if (changed.ok) schedule.end(jobId);
    return shown(changed);
  };

  const applyAndWork = (jobId: JobId, event: JobEvent): Result<Job> => {
    const changed = apply(jobId, event);
    if (!changed.ok) return changed;
    if (isSettled(changed.value.record.state)) schedule.end(jobId);
    else schedule.work(changed.value.record);
    return shown(changed);
  };

  const askToCancel = async (record: JobRecord, ticket: Ticket): Promise<CancelOutcome | null> => {
    try {
      const { provider } = providerOf(record.choices.modelId) ?? {};
      return (await provider?.cancel?.(ticket, { signal: deps.closing })) ?? null;
    } catch (cause) {
      log.error('cancelling a job failed', { jobId: record.id, cause });
      return { kind: 'unreachable', error: fail('internal').error };
    }
  };

  const isFree = ({ choices }: JobRecord): boolean =>
    providerOf(choices.modelId)?.model.price.kind === 'free';

  /** A refusal to do something about a run says nothing about what the run costs. */
  const toldOf = <T>({ record }: Pick<StoredJob, 'record'>, refused: Result<T>): Result<T> => {
    if (refused.ok || isFree(record)) return refused;
    const charged = chargedWhile(record.state);
    return charged === 'no' ? refused : { ok: false, error: { ...refused.error, charged } };
  };

  const cancelRun = async (record: JobRecord, ticket: Ticket): Promise<Result<Job>> => {
    const outcome = await askToCancel(record, ticket);
    if (outcome === null) return fail('not-supported-by-provider', { subject: providerNameOf(record) });
    switch (outcome.kind) {
      case 'cancelled':
        return applyAndEnd(record.id, { kind: 'cancel', charged: isFree(record) ? 'no' : outcome.charged });
      // Asked for on, because what runs to its end all the same is paid for and must not be lost. Here, too: writing
      // it down takes it over from a program that has just been killed.
      case 'requested':
        return isFree(record)
          ? applyAndEnd(record.id, { kind: 'cancel', charged: 'no' })
          : applyAndWork(record.id, { kind: 'cancel-asked' });
      case 'too-late':
        return fail('job-not-in-state', { reason: 'finished-there' });
      case 'unreachable':
        return { ok: false, error: outcome.error };
      default:
        return assertNever(outcome);
    }
  };

  const askToFind = async (record: JobRecord): Promise<FindOutcome | null> => {
    try {
      const { provider } = providerOf(record.choices.modelId) ?? {};
      const asked = { requestId: record.id, sentAt: record.stateSince };
      return (await provider?.find?.(asked, { signal: deps.closing })) ?? null;
    } catch (cause) {
      log.error('looking for a job failed', { jobId: record.id, cause });
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
    // Said of this very run: it need not be said again while neither its price nor the caps have changed.
    const { approvedLimits, estimate } = record;
    const isAgreed =
      approvedLimits !== null &&
      isPastSameLimits(approvedLimits, deps.spendingLimits()) &&
      !isDearer(estimate, again.value.estimate);
    const sent = await deps.submit(again.value, {
      repeat: true,
      overLimit: isAgreed || allowOverLimit,
      ...(isAgreed || agreedExcess === undefined ? {} : { askedExcess: agreedExcess }),
    });
    return toldOf({ record }, sent);
  };

  return {
    cancel: async (jobId) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      if (record.state.kind !== 'waiting')
        return toldOf(job.value, applyAndEnd(jobId, { kind: 'cancel', charged: 'no' }));
      const answer = cancelRun(record, record.state.ticket).then((told) => toldOf(job.value, told));
      const run = schedule.runOf(jobId);
      // What a look at the job learns meanwhile has to wait: a run that was cancelled also looks like one that failed.
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
      if (state.kind === 'failed' && isWorthAsking(state.error) && state.run?.ticket)
        return applyAndWork(jobId, { kind: 'ask-again' });
      const isOpen = state.kind === 'failed' && isOpenQuestion(state.error);
      // Only from the place that says that both may be paid.
      if ((state.kind === 'failed' && !isOpen) || state.kind === 'cancelled') return runAgain(record, agreed);
      return toldOf(job.value, fail('job-not-in-state', { reason: 'state', state: state.kind }));
    },
    stopAsking: async (jobId) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      const provider = providerNameOf(record);
      const stopped = applyAndEnd(jobId, { kind: 'stop-asking', provider, isFree: isFree(record) });
      return toldOf(job.value, stopped);
    },
    find: async (jobId) => {
      const job = store.load(jobId);
      if (!job.ok) return job;
      const { record } = job.value;
      if (!isLost(record.state))
        return toldOf(job.value, fail('job-not-in-state', { reason: 'state', state: record.state.kind }));
      const provider = providerNameOf(record);
      const outcome = await askToFind(record);
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
          return toldOf(job.value, fail('job-not-in-state', { reason: 'not-lost' }));
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
      return toldOf(job.value, applyAndWork(jobId, { kind: 'resolve-sent', ticket, at, provider }));
    },
    dismiss: async (jobId) => {
      const removed = store.remove(jobId, mayBeDismissed);
      if (!removed.ok) return removed;
      view.reload();
      schedule.end(jobId);
      return ok({});
    },
    dismissAll: async (jobIds) => {
      const removed = jobIds.map((jobId) => ({ jobId, result: store.remove(jobId, mayBeDismissed) }));
      const gone = removed.filter(({ result }) => result.ok);
      view.reload();
      for (const { jobId } of gone) schedule.end(jobId);
      const failed = removed.find(({ result }) => !result.ok && !isRefusal(result.error));
      return failed?.result.ok === false ? failed.result : ok({ changed: gone.length });
    },
  };
};

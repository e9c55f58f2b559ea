/** Fetches paid results again that were unreadable at their links: at each start, and with backoff after it. */
import type { AppError } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { steadyPauseMs } from '../net/retry.ts';
import type { Clock, Log } from '../ports.ts';
import type { Provider } from '../providers/spec.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import type { JobRecord } from './record.ts';
import type { Scheduler } from './scheduler.ts';
import { unreadableCodes } from './steps/save.ts';
import type { JobStore } from './store.ts';

type Failed = Extract<JobRecord['state'], { readonly kind: 'failed' }>;
type Download = NonNullable<Failed['download']>;

/** Where no document states how long a result is kept, in milliseconds. */
const maxAgeMs = 30 * 86_400_000;

/** Until when the provider may still have the result, by its documents and link: milliseconds since 1970. */
const keptUntilMs = (
  { result, readyAt }: Download,
  { stateSince }: JobRecord,
  known: { readonly model: ModelSpec; readonly provider: Pick<Provider, 'resultKeptSec'> },
): number => {
  const readyMs = Date.parse(readyAt ?? stateSince);
  const statedSec = [known.model.resultLink.keptSec, known.provider.resultKeptSec].filter(
    (sec) => sec !== null,
  );
  const statedMs = statedSec.length === 0 ? maxAgeMs : Math.max(...statedSec) * 1000;
  const expiresMs = result.kind === 'link' && result.expiresAt !== null ? Date.parse(result.expiresAt) : 0;
  return Math.max(readyMs + statedMs, expiresMs);
};

const retriedCodes: readonly AppError['code'][] = [...unreadableCodes, 'result-cut-off'];

/** Whether the run succeeded, only the file is missing, and the provider may still have it. */
export const isWorthFetching = (
  record: JobRecord,
  known: { readonly model: ModelSpec; readonly provider: Pick<Provider, 'resultKeptSec'> } | null,
  now: Date,
): boolean => {
  const { state } = record;
  if (state.kind !== 'failed' || state.download === null || known === null) return false;
  return (
    retriedCodes.includes(state.error.code) && now.getTime() < keptUntilMs(state.download, record, known)
  );
};

/** Pause after the failure, in milliseconds. `retries`: number since this start. */
export const nextRetryInMs = (retries: number): number =>
  steadyPauseMs({ firstMs: 5 * 60_000, maxMs: 6 * 3_600_000 }, { failures: retries + 1 });

export type Refetch = {
  /** Fetches all results that the providers may still have. */
  readonly now: () => void;
  /** Fetches those whose pause has passed. */
  readonly due: () => void;
};

export const createRefetch = (deps: {
  readonly store: JobStore;
  readonly view: QueueView;
  readonly scheduler: Scheduler;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly providerOf: JobPorts['providerOf'];
}): Refetch => {
  const { store, view, scheduler, clock, log } = deps;
  /** Number of retries of each job since this start. */
  const retries = new Map<JobId, number>();

  const missing = (): readonly JobRecord[] =>
    view
      .stored()
      .map(({ record }) => record)
      .filter((record) => isWorthFetching(record, deps.providerOf(record.choices.modelId), clock.now()));

  const fetchAgain = ({ id }: JobRecord): void => {
    retries.set(id, (retries.get(id) ?? 0) + 1);
    // Fails where the job was dismissed.
    const changed = store.apply(id, { kind: 'retry-download' });
    if (!changed.ok) return;
    log.info('paid result fetched again', { jobId: id });
    view.put([changed.value]);
    scheduler.work(changed.value.record);
  };

  const isDue = ({ id, stateSince }: JobRecord): boolean =>
    clock.now().getTime() >= Date.parse(stateSince) + nextRetryInMs(retries.get(id) ?? 0);

  return {
    now: () => missing().forEach(fetchAgain),
    due: () => missing().filter(isDue).forEach(fetchAgain),
  };
};

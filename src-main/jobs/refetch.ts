/** Fetches paid results again that could not be read at their links: at each start, and from time to time after it. */
import type { AppError } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Clock, Log } from '../ports.ts';
import type { Provider } from '../providers/spec.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import type { JobRecord } from './record.ts';
import type { Schedule } from './scheduler.ts';
import { unreadableCodes } from './steps/save.ts';
import type { JobStore } from './store.ts';

type Failed = Extract<JobRecord['state'], { readonly kind: 'failed' }>;
type Download = NonNullable<Failed['download']>;

/** Where no document says how long a result is kept, in milliseconds. */
const maxAgeMs = 30 * 86_400_000;

/** Until when the provider can still have the result, as far as it tells: milliseconds since 1970. */
const keptUntilMs = (
  { result, readyAt }: Download,
  { stateSince }: JobRecord,
  known: { readonly model: ModelSpec; readonly provider: Pick<Provider, 'resultKeptSec'> },
): number => {
  const readyMs = Date.parse(readyAt ?? stateSince);
  const toldSec = [known.model.resultLink.keptSec, known.provider.resultKeptSec].filter(
    (sec) => sec !== null,
  );
  const toldMs = toldSec.length === 0 ? maxAgeMs : Math.max(...toldSec) * 1000;
  const expiresMs = result.kind === 'link' && result.expiresAt !== null ? Date.parse(result.expiresAt) : 0;
  return Math.max(readyMs + toldMs, expiresMs);
};

const retriedCodes: readonly AppError['code'][] = [...unreadableCodes, 'result-cut-off'];

/** A run that is done and paid for, of which only the file is missing, while the provider may still have it. */
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

const firstRetryMs = 5 * 60_000;
const longestRetryMs = 6 * 3_600_000;

/** While the program stays open, in milliseconds after the failure. `retries`: of this start. */
export const nextRetryInMs = (retries: number): number =>
  Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(retries, 10));

export type Refetch = {
  /** All that the providers may still have. */
  readonly now: () => void;
  /** Those whose time has come. */
  readonly due: () => void;
};

export const createRefetch = (deps: {
  readonly store: JobStore;
  readonly view: QueueView;
  readonly schedule: Schedule;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly providerOf: JobPorts['providerOf'];
}): Refetch => {
  const { store, view, schedule, clock, log } = deps;
  /** How often each was fetched again since this start. */
  const retries = new Map<JobId, number>();

  const missing = (): readonly JobRecord[] =>
    view
      .stored()
      .map(({ record }) => record)
      .filter((record) => isWorthFetching(record, deps.providerOf(record.choices.modelId), clock.now()));

  const fetchAgain = ({ id }: JobRecord): void => {
    retries.set(id, (retries.get(id) ?? 0) + 1);
    // It may have been dismissed.
    const changed = store.apply(id, { kind: 'retry-download' });
    if (!changed.ok) return;
    log.info('fetching a paid result again', { jobId: id });
    view.put([changed.value]);
    schedule.work(changed.value.record);
  };

  const isDue = ({ id, stateSince }: JobRecord): boolean =>
    clock.now().getTime() >= Date.parse(stateSince) + nextRetryInMs(retries.get(id) ?? 0);

  return {
    now: () => missing().forEach(fetchAgain),
    due: () => missing().filter(isDue).forEach(fetchAgain),
  };
};

/** Fetches paid results again that could not be read at their links: at each start, and from time to time after it. */
import type { JobId } from '#contract/model/job.ts';
import type { Clock, Log } from '../ports.ts';
import { isWorthFetching, nextRetryInMs } from './fetch-again.ts';
import type { JobPorts } from './ports.ts';
import type { QueueView } from './queue-view.ts';
import type { JobRecord } from './record.ts';
import type { Schedule } from './scheduler.ts';
import type { JobStore } from './store.ts';
import { transition } from './transition.ts';

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
    const changed = store.change(id, (record) => transition(record, { kind: 'retry-download' }, clock.now()));
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

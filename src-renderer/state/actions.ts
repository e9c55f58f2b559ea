/** The user's actions. Calls the main process; writes draft and view, never the mirror. */
import { assertNever } from '#contract/assert-never.ts';
import type { PriceRefresh } from '#contract/calls.ts';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { BatchId, Job, JobAction, JobId } from '#contract/model/job.ts';
import type { KeyHolder } from '#contract/model/model-spec.ts';
import type { NoticeKind } from '#contract/model/notice.ts';
import type { KeyStatus, KeyTest, Settings } from '#contract/model/settings.ts';
import type { SpendingExcess } from '#contract/model/spending.ts';
import type { Client } from '../bridge/client.ts';
import { createFileOpener, type FileOpener } from './open-files.ts';
import type { Move } from './queue-order.ts';
import { isFinished } from './queue-parts.ts';
import { isScanPending } from './selectors.ts';
import { type AppStore, type Draft, editDraft, type PlainScreen, type SettingsPart } from './store.ts';
import { createSubmitActions, holdTrim, type SubmitActions } from './submit-actions.ts';

type OwnActions = {
  readonly show: (screen: PlainScreen) => void;
  readonly showSettings: (part: SettingsPart) => void;
  /** Opens a library item beside its reference, or beside another result. */
  readonly openItem: (itemId: ItemId, besideId?: ItemId) => void;
  /** Returns to the screen from which the result was opened. */
  readonly leaveItem: () => void;
  readonly change: (
    change: Partial<
      Pick<
        Draft,
        'modelId' | 'orientation' | 'trim' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'framing' | 'links'
      >
    >,
  ) => void;
  /** Keeps the part that is shown, whatever the scan finds later. */
  readonly holdTrim: () => void;
  readonly actOnJob: (
    jobId: JobId,
    action: Exclude<JobAction, 'find' | 'resolve'>,
  ) => Promise<AppError | null>;
  /** Asks the provider whether it knows the request of an unsure job. */
  readonly findJob: (jobId: JobId) => Promise<Result<{ readonly isFound: boolean; readonly job: Job }>>;
  /** `providerJobId`: the provider's own id of a request that was sent; empty: not known. */
  readonly resolveJob: (
    jobId: JobId,
    as: 'sent' | 'not-sent' | 'send-again',
    providerJobId: string,
  ) => Promise<AppError | null>;
  readonly saveSettings: (change: Partial<Settings>) => Promise<AppError | null>;
  readonly setKey: (provider: KeyHolder, key: string) => Promise<Result<KeyStatus>>;
  readonly clearKey: (provider: KeyHolder) => Promise<Result<KeyStatus>>;
  readonly testKey: (provider: KeyHolder) => Promise<Result<KeyTest>>;
  /**
   * The outcome of refreshing the prices of each provider that publishes them over the network; new ones arrive with
   * the models.
   */
  readonly refreshPrices: () => Promise<Result<readonly PriceRefresh[]>>;
  readonly reveal: (itemId: ItemId) => Promise<AppError | null>;
  readonly dismissNotice: (kind: NoticeKind) => Promise<AppError | null>;
};

type QueueActions = {
  readonly moveJob: (move: Move) => Promise<AppError | null>;
  /** Cancels the unsent runs of the batch and returns their number. */
  readonly cancelBatch: (batchId: BatchId) => Promise<Result<{ readonly cancelled: number }>>;
  /** While paused, no job is started. */
  readonly pauseQueue: (isPaused: boolean) => Promise<AppError | null>;
  /** Dismisses every finished run; the library keeps its result. */
  readonly dismissFinished: () => Promise<AppError | null>;
  /**
   * Sends it again although it exceeds a spending limit: by the amounts that were shown and agreed to, and no others.
   */
  readonly retryOverLimit: (jobId: JobId, shown: SpendingExcess) => Promise<AppError | null>;
  readonly sendAgainOverLimit: (jobId: JobId, shown: SpendingExcess) => Promise<AppError | null>;
  /** Shows the Studio, scrolled to the row of this run. */
  readonly showJob: (jobId: JobId) => void;
  /** Called with each run to scroll to. Returns the function that ends the subscription. */
  readonly onShowJob: (listener: (jobId: JobId) => void) => () => void;
};

/** null: it succeeded. */
export const problem = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error);

/**
 * The error may have been shown hours ago: where its amounts have changed since, the run is refused again with the
 * new ones.
 */
const allowing = ({ breaches, unknownCosts }: SpendingExcess) => ({
  allowOverLimit: true,
  agreedExcess: { breaches, unknownCosts },
});

const canDismiss = (job: Job): boolean => isFinished(job) && job.actions.includes('dismiss');

const createQueueActions = ({ store, client }: { store: AppStore; client: Client }): QueueActions => {
  const listeners = new Set<(jobId: JobId) => void>();
  return {
    moveJob: async (move) => problem(await client.call('jobs.reorder', move)),
    cancelBatch: (batchId) => client.call('jobs.cancelBatch', { batchId }),
    pauseQueue: async (isPaused) => {
      const { settings } = store.getState().mirror;
      // Without the loaded settings the others in this group would be overwritten.
      if (settings === null) return fail('internal', { problem: 'settings-not-loaded' }).error;
      return problem(await client.call('settings.set', { queue: { ...settings.queue, isPaused } }));
    },
    dismissFinished: async () => {
      const finished = store.getState().mirror.jobs.filter(canDismiss);
      return problem(await client.call('jobs.dismissAll', { jobIds: finished.map(({ id }) => id) }));
    },
    retryOverLimit: async (jobId, shown) =>
      problem(await client.call('jobs.retry', { jobId, ...allowing(shown) })),
    sendAgainOverLimit: async (jobId, shown) =>
      problem(await client.call('jobs.resolve', { jobId, as: 'send-again', ...allowing(shown) })),
    showJob: (jobId) => {
      store.setState({ view: { screen: { kind: 'studio' } } });
      for (const listener of listeners) listener(jobId);
    },
    onShowJob: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

export type Actions = OwnActions & FileOpener & SubmitActions & QueueActions;

export const createActions = ({ store, client }: { store: AppStore; client: Client }): Actions => {
  const actOnJob: Actions['actOnJob'] = async (jobId, action) => {
    switch (action) {
      case 'cancel':
        return problem(await client.call('jobs.cancel', { jobId }));
      case 'stop-polling':
        return problem(await client.call('jobs.stopPolling', { jobId }));
      case 'retry':
      case 'poll-again':
      case 'retry-download':
        return problem(await client.call('jobs.retry', { jobId }));
      case 'dismiss':
        return problem(await client.call('jobs.dismiss', { jobId }));
      default:
        return assertNever(action);
    }
  };

  return {
    show: (kind) => store.setState({ view: { screen: { kind } } }),
    showSettings: (part) => store.setState({ view: { screen: { kind: 'settings', part } } }),
    openItem: (itemId, besideId) =>
      store.setState(({ view: { screen, cameFrom = 'library' } }) => ({
        view: {
          screen: { kind: 'compare', itemId, ...(besideId === undefined ? {} : { besideId }) },
          cameFrom: screen.kind === 'compare' ? cameFrom : screen.kind,
        },
      })),
    leaveItem: () =>
      store.setState(({ view: { cameFrom = 'library' } }) => ({ view: { screen: { kind: cameFrom } } })),
    // A part selected before the scan has ended is selected without the best one being known, so the best one is
    // offered.
    change: (change) =>
      editDraft(
        store,
        change.trim === undefined ? change : { ...change, isTrimHeld: isScanPending(store.getState()) },
      ),
    holdTrim: () => holdTrim(store),
    ...createFileOpener({ store, client }),
    ...createSubmitActions({ store, client }),
    ...createQueueActions({ store, client }),
    actOnJob,
    findJob: (jobId) => client.call('jobs.find', { jobId }),
    resolveJob: async (jobId, as, providerJobId) => {
      const id = as === 'sent' ? providerJobId.trim() : '';
      return problem(
        await client.call('jobs.resolve', { jobId, as, ...(id === '' ? {} : { providerJobId: id }) }),
      );
    },
    saveSettings: async (change) => problem(await client.call('settings.set', change)),
    setKey: (provider, key) => client.call('keys.set', { provider, key }),
    clearKey: (provider) => client.call('keys.clear', { provider }),
    testKey: (provider) => client.call('keys.test', { provider }),
    refreshPrices: () => client.call('prices.refresh', {}),
    dismissNotice: async (kind) => problem(await client.call('notices.dismiss', { kind })),
    reveal: async (itemId) => problem(await client.call('library.reveal', { itemId })),
  };
};

/** The user's actions. Calls the main process; writes draft and view, never the mirror. */
import { assertNever } from '#contract/assert-never.ts';
import type { PriceRefresh } from '#contract/calls.ts';
import type { AppError, Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { Job, JobAction, JobId } from '#contract/model/job.ts';
import type { KeyHolder } from '#contract/model/model-spec.ts';
import type { NoticeKind } from '#contract/model/notice.ts';
import type { KeyStatus, KeyTest, Settings } from '#contract/model/settings.ts';
import type { Client } from '../bridge/client.ts';
import { createFileOpener, type FileOpener } from './open-files.ts';
import { createQueueActions, type QueueActions } from './queue-actions.ts';
import { isScanPending } from './selectors.ts';
import { type AppStore, type Draft, editDraft, type PlainScreen, type SettingsPart } from './store.ts';
import { createSubmitActions, type SubmitActions } from './submit-actions.ts';
import { holdTrim } from './trim-hold.ts';

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

export type Actions = OwnActions & FileOpener & SubmitActions & QueueActions;

const problem = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error);

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

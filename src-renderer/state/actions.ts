/** What a person can do on the page. Asks the main process; writes draft and view, never the mirror. */
import { assertNever } from '#contract/assert-never.ts';
import type { AppError, Result } from '#contract/errors.ts';
import type { PriceRefresh } from '#contract/ipc.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { Job, JobAction, JobId } from '#contract/model/job.ts';
import type { KeyHolder } from '#contract/model/model-spec.ts';
import type { KeyStatus, KeyTest, Settings } from '#contract/model/settings.ts';
import type { Client } from '../bridge/client.ts';
import { createFileOpener, type FileOpener } from './open-files.ts';
import { selectBlocker, selectRequest } from './selectors.ts';
import { type AppStore, type Draft, editDraft, type Screen, type Submit } from './store.ts';

export type Actions = FileOpener & {
  readonly show: (screen: Exclude<Screen['kind'], 'compare'>) => void;
  /** Opens a kept result beside its reference, or beside another result. */
  readonly openItem: (itemId: ItemId, besideId?: ItemId) => void;
  readonly change: (
    change: Partial<
      Pick<
        Draft,
        'modelId' | 'orientation' | 'trim' | 'prompt' | 'negativePrompt' | 'keepSound' | 'framing' | 'links'
      >
    >,
  ) => void;
  readonly generate: () => Promise<void>;
  /** The moment after a run was sent is over: the next may follow. */
  readonly readyAgain: () => void;
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
  /** What came of asking each provider that tells its prices; new ones come as models. */
  readonly refreshPrices: () => Promise<Result<readonly PriceRefresh[]>>;
  readonly reveal: (itemId: ItemId) => Promise<AppError | null>;
};

const problem = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error);

export const createActions = ({ store, client }: { store: AppStore; client: Client }): Actions => {
  const submit = (state: Submit) => store.setState(({ draft }) => ({ draft: { ...draft, submit: state } }));

  const generate = async (): Promise<void> => {
    const state = store.getState();
    const request = selectRequest(state);
    if (request === null || selectBlocker(state) !== null) return;
    // A second press while the first is being written down would be a second run.
    if (state.draft.submit.kind === 'sending' || state.draft.submit.kind === 'sent') return;
    submit({ kind: 'sending' });
    const job = await client.call('jobs.submit', request);
    submit(job.ok ? { kind: 'sent' } : { kind: 'refused', error: job.error });
  };

  const actOnJob: Actions['actOnJob'] = async (jobId, action) => {
    switch (action) {
      case 'cancel':
        return problem(await client.call('jobs.cancel', { jobId }));
      case 'stop-asking':
        return problem(await client.call('jobs.stopAsking', { jobId }));
      case 'retry':
      case 'ask-again':
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
    openItem: (itemId, besideId) =>
      store.setState({
        view: { screen: { kind: 'compare', itemId, ...(besideId === undefined ? {} : { besideId }) } },
      }),
    change: (change) => editDraft(store, change),
    ...createFileOpener({ store, client }),
    generate,
    readyAgain: () => {
      if (store.getState().draft.submit.kind === 'sent') submit({ kind: 'idle' });
    },
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
    reveal: async (itemId) => problem(await client.call('library.reveal', { itemId })),
  };
};

/** One line a call: which room answers it. The rooms come in as arguments; app.ts makes them. */
import { join } from 'node:path';
import type { CallOutput, ParsedInput, PriceRefresh, SubmitInput } from '#contract/calls.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/batch.ts';
import type { DeliveryStatus } from '#contract/model/delivery-setup.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import type { KeyHolder, ModelSpec } from '#contract/model/model-spec.ts';
import type { About, KeyStatus, KeyTest, Settings } from '#contract/model/settings.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { Spending } from '#contract/model/spending.ts';
import type { Handlers } from './ipc/handlers.ts';
import type { Exports } from './library/export/exports.ts';
import type { Prefit } from './media/prefit.ts';
import type { Looks } from './media/preview/analysis-cache.ts';
import type { Sources } from './media/sources.ts';
import type { Notices } from './notices.ts';
import type { Ports } from './ports.ts';

type JobsModule = {
  readonly list: () => readonly Job[];
  readonly submit: (input: ParsedInput<'jobs.submit'>) => Promise<Result<Job>>;
  readonly submitBatch: (
    input: ParsedInput<'jobs.submitBatch'>,
  ) => Promise<Result<CallOutput<'jobs.submitBatch'>>>;
  readonly spendCheck: (requests: readonly SubmitInput[]) => Promise<Result<SpendCheck>>;
  readonly cancel: (jobId: JobId) => Promise<Result<Job>>;
  readonly retry: (jobId: JobId, allowed: { readonly allowOverLimit: boolean }) => Promise<Result<Job>>;
  readonly stopAsking: (jobId: JobId) => Promise<Result<Job>>;
  readonly find: (jobId: JobId) => Promise<Result<{ readonly isFound: boolean; readonly job: Job }>>;
  readonly resolve: (
    jobId: JobId,
    answer: {
      readonly as: 'sent' | 'not-sent' | 'send-again';
      readonly providerJobId?: string;
      readonly allowOverLimit: boolean;
    },
  ) => Promise<Result<Job>>;
  readonly dismiss: (jobId: JobId) => Promise<Result<Record<string, never>>>;
  readonly dismissAll: (jobIds: readonly JobId[]) => Promise<Result<{ readonly changed: number }>>;
  readonly reorder: (jobId: JobId, beforeId: JobId | null) => Promise<Result<Record<string, never>>>;
  readonly cancelBatch: (batchId: BatchId) => Promise<Result<{ readonly cancelled: number }>>;
  readonly spending: () => Result<Spending>;
};

/** Calls that the room of the library answers by itself, each in the contract's own words. */
type LibraryCall =
  | 'list'
  | 'ids'
  | 'overview'
  | 'get'
  | 'mark'
  | 'remove'
  | 'restore'
  | 'deleteForever'
  | 'rebuild'
  | 'storage'
  | 'move'
  | 'bundle'
  | 'import'
  | 'drag'
  | 'reopen'
  | 'source';
export type LibraryStore = { readonly [N in LibraryCall]: Handlers[`library.${N}`] } & {
  readonly related: (itemId: ItemId) => Result<readonly KeptItem[]>;
  /** Full path of the item's folder. */
  readonly folder: (itemId: ItemId) => Result<string>;
  readonly cancelWork: () => void;
};

export type Modules = {
  readonly about: () => Promise<About>;
  readonly models: () => readonly ModelSpec[];
  readonly refreshPrices: () => Promise<readonly PriceRefresh[]>;
  readonly deliverySetup: () => DeliveryStatus;
  readonly sources: Sources;
  readonly looks: Looks;
  readonly prefit: Pick<Prefit, 'want'>;
  readonly jobs: JobsModule;
  readonly library: LibraryStore;
  readonly notices: Pick<Notices, 'list' | 'dismiss'>;
  readonly exports: Pick<Exports, 'make' | 'cancel'>;
  readonly secrets: {
    readonly status: (holder: KeyHolder) => KeyStatus;
    readonly set: (holder: KeyHolder, key: string) => Result<KeyStatus>;
    readonly clear: (holder: KeyHolder) => Result<KeyStatus>;
  };
  /** Whose keys can be set. */
  readonly keyHolders: readonly KeyHolder[];
  readonly testKey: (holder: KeyHolder) => Promise<Result<KeyTest>>;
  readonly settings: {
    readonly get: () => Settings;
    readonly set: (change: { readonly [K in keyof Settings]?: Settings[K] | undefined }) => Result<Settings>;
  };
};

const noted = <T>(result: Result<T>): Result<Record<string, never>> => (result.ok ? ok({}) : result);

export const createHandlers = (
  modules: Modules,
  ports: Pick<Ports, 'resourcesFolder' | 'reveal' | 'chooseFolder'>,
): Handlers => {
  const { sources, looks, jobs, library, secrets, settings } = modules;
  const sample = (name: string) => sources.open(join(ports.resourcesFolder, 'sample', name));
  return {
    about: async () => ok(await modules.about()),
    'models.list': async () => ok([...modules.models()]),
    'prices.refresh': async () => ok([...(await modules.refreshPrices())]),
    'hosting.status': async () => ok(modules.deliverySetup()),
    'sample.open': async () => {
      const [image, video] = await Promise.all([sample('character.png'), sample('motion.mp4')]);
      if (!image.ok) return image;
      return video.ok ? ok({ image: image.value, video: video.value }) : video;
    },
    'media.open': ({ path }) => sources.open(path),
    'media.openBytes': ({ name, bytes }) => sources.openBytes(name, bytes),
    'media.openAnimation': ({ sourceId }) => sources.openAnimation(sourceId),
    'media.close': async ({ sourceId }) => {
      looks.close(sourceId);
      sources.close(sourceId);
      return ok({});
    },
    'media.scan': ({ sourceId }) => looks.scan(sourceId),
    'media.waveform': ({ sourceId }) => looks.waveform(sourceId),
    'media.preview': ({ sourceId }) => looks.preview(sourceId),
    'fit.ahead': async ({ wanted }) => {
      modules.prefit.want(wanted);
      return ok({});
    },
    'jobs.guard': ({ requests }) => jobs.spendCheck(requests),
    'jobs.submit': (input) => jobs.submit(input),
    'jobs.submitBatch': (input) => jobs.submitBatch(input),
    'jobs.list': async () => ok([...jobs.list()]),
    'jobs.cancel': ({ jobId }) => jobs.cancel(jobId),
    'jobs.retry': ({ jobId, allowOverLimit }) => jobs.retry(jobId, { allowOverLimit }),
    'jobs.stopAsking': ({ jobId }) => jobs.stopAsking(jobId),
    'jobs.find': ({ jobId }) => jobs.find(jobId),
    'jobs.resolve': ({ jobId, as, providerJobId, allowOverLimit }) =>
      jobs.resolve(jobId, { as, allowOverLimit, ...(providerJobId === undefined ? {} : { providerJobId }) }),
    'jobs.dismiss': ({ jobId }) => jobs.dismiss(jobId),
    'jobs.putAway': ({ jobIds }) => jobs.dismissAll(jobIds),
    'jobs.reorder': ({ jobId, beforeId }) => jobs.reorder(jobId, beforeId),
    'jobs.cancelBatch': ({ batchId }) => jobs.cancelBatch(batchId),
    'spending.get': async () => jobs.spending(),
    'library.list': library.list,
    'library.ids': library.ids,
    'library.overview': library.overview,
    'library.get': library.get,
    'library.related': async ({ itemId }) => {
      const related = library.related(itemId);
      return related.ok ? ok([...related.value]) : related;
    },
    'library.reveal': async ({ itemId }) => {
      const folder = library.folder(itemId);
      if (!folder.ok || ports.reveal === undefined) return folder.ok ? fail('cannot-here') : folder;
      await ports.reveal(folder.value);
      return noted(folder);
    },
    'library.export': ({ itemId, besideId, choices }) => modules.exports.make({ itemId, besideId, choices }),
    'library.cancelExport': async ({ itemId }) => {
      modules.exports.cancel(itemId);
      return ok({});
    },
    'library.mark': library.mark,
    'library.remove': library.remove,
    'library.restore': library.restore,
    'library.deleteForever': library.deleteForever,
    'library.rebuild': library.rebuild,
    'library.storage': library.storage,
    'library.move': library.move,
    'library.chooseFolder': async () =>
      ports.chooseFolder === undefined ? fail('cannot-here') : ok({ folder: await ports.chooseFolder() }),
    'library.bundle': library.bundle,
    'library.import': library.import,
    'library.cancelWork': async () => {
      library.cancelWork();
      return ok({});
    },
    'library.drag': library.drag,
    'library.reopen': library.reopen,
    'library.source': library.source,
    'keys.status': async () => ok(modules.keyHolders.map(secrets.status)),
    'keys.set': async ({ provider, key }) => secrets.set(provider, key),
    'keys.clear': async ({ provider }) => secrets.clear(provider),
    'keys.test': async ({ provider }) => modules.testKey(provider),
    'settings.get': async () => ok(settings.get()),
    'settings.set': async (change) => settings.set(change),
    'notices.list': async () => ok([...modules.notices.list()]),
    'notices.dismiss': async ({ kind }) => {
      modules.notices.dismiss(kind);
      return ok({});
    },
  };
};

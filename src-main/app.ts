import { join } from 'node:path';
import { calls } from '#contract/calls.ts';
import { ok, type Result } from '#contract/errors.ts';
import { isSettled } from '#contract/model/job.ts';
import { createBackground } from './background.ts';
import { composeMedia } from './compose-media.ts';
import { composeServices } from './compose-services.ts';
import { createUpdates, type Updates } from './desktop/updates.ts';
import { createFitTo, createFitWork, type FitTo } from './fit-work.ts';
import { createHostHandlers } from './host-handlers.ts';
import { type Announce, type Announcement, createEvents } from './ipc/events.ts';
import { createHandlers, type Handlers } from './ipc/handlers.ts';
import { createMediaRoutes, type MediaRoutes } from './ipc/media-routes.ts';
import { createServe, type Serve } from './ipc/serve.ts';
import { inputKeyOf } from './jobs/duplicate-key.ts';
import { createJobHandlers } from './jobs/job-handlers.ts';
import { createJobs } from './jobs/jobs.ts';
import type { JobRecord } from './jobs/record.ts';
import { createSentRequests } from './jobs/sent-changes.ts';
import { openSentLog } from './jobs/sent-log.ts';
import { createJobStore, logChanges } from './jobs/store.ts';
import { createMakeJob, createSubmitCalls } from './jobs/submit.ts';
import type { Exports } from './library/export/exports.ts';
import { isItemIdOf } from './library/item/item-folder.ts';
import { createLibrary, type Library } from './library/library.ts';
import { noteRebuild } from './library/rebuild/rebuild.ts';
import { createPrefitHandlers } from './media/media-handlers.ts';
import { createPrefit } from './media/prefit.ts';
import { createNotices } from './notices.ts';
import type { Ports } from './ports.ts';
import { checkEndpoints } from './providers/registry.ts';
import { createSettings } from './settings/settings.ts';
import { createStarting, recover, type Starting, takeOverFolders } from './startup.ts';
import { removeLeftover } from './storage/busy-retry.ts';
import { openDatabase } from './storage/database.ts';

export type App = {
  readonly begin: Starting['begin'];
  readonly resume: Starting['resume'];
  readonly handlers: Handlers;
  /** The handlers behind the contract's schemas, for hosts with untrusted callers. */
  readonly serve: Serve;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
  /** Sends an event to the page, for hosts with events of their own. */
  readonly announce: Announce;
  /** The machine has woken up: jobs are polled at once. */
  readonly wake: () => void;
  readonly checkForUpdatesAtStart: Updates['checkAtStart'];
  readonly mediaRoutes: MediaRoutes;
  /** A new full path for a file that a host streams in. */
  readonly dropPath: (name: string) => Promise<string>;
  /** Creates the files that would be sent, without sending them. */
  readonly fitTo: FitTo;
  /** Exported videos of results, for hosts that copy them out themselves. */
  readonly exports: Pick<Exports, 'make' | 'pathOf' | 'discard'>;
  /** Zip files of results, for hosts that copy them out themselves. */
  readonly bundles: Library['bundles'];
  /** Copies the result under a readable name into a folder, which is created if missing. */
  readonly copyOut: Library['copyOut'];
  /** Full paths of an item's files, for hosts on this machine. */
  readonly itemPaths: Library['itemPaths'];
  readonly close: () => Promise<void>;
};

export const createApp = async (ports: Ports): Promise<Result<App>> => {
  const { clock, dataFolder, environment, log } = ports;
  const endpoints = checkEndpoints(environment);
  if (!endpoints.ok) return endpoints;
  const opened = openDatabase({ dataFolder, clock, log });
  if (!opened.ok) return opened;
  const database = opened.value;
  const openedLog = openSentLog({ dataFolder, log });
  if (!openedLog.ok) {
    database.close();
    return openedLog;
  }
  const sentLog = openedLog.value;
  const { announce, subscribe } = createEvents();
  const closing = new AbortController();
  const background = createBackground(log);

  const settings = createSettings({
    store: ports.settingsStore,
    log,
    onChange: (changed) => {
      tools.forget();
      announce('settings.changed', changed);
      services.settingsChanged();
      jobs.settingsChanged();
    },
  });
  const workFolder = join(dataFolder, 'work');
  const tempFolder = join(workFolder, 'temp');
  await takeOverFolders(dataFolder);
  const composedMedia = composeMedia({
    ports,
    settings: settings.get,
    workFolder,
    tempFolder,
    onProgress: (progress) => announce('media.progress', progress),
  });
  const { tools, media, sources, analysisCache } = composedMedia;
  const {
    services,
    delivery,
    close: closeNetwork,
  } = composeServices({
    ports,
    database,
    settings: settings.get,
    composeDemo: media.composeDemo,
    workFolder,
    closing: closing.signal,
    onKeys: (keys) => announce('keys.changed', keys),
    onModels: (models) => announce('models.changed', models),
    onDelivery: (status) => announce('delivery.changed', status),
  });
  const { modelOf, canStart } = services;

  const notices = createNotices({
    dataFolder,
    isTemp: ports.host === 'terminal',
    log,
    onChange: (all) => announce('notices.changed', [...all]),
  });

  const store = logChanges(createJobStore({ db: database, log, clock }), { sentLog, clock });
  const recovered = recover({ ports, database, store, sentLog, notices, noteRebuild });
  if (!recovered.ok) {
    database.close();
    return recovered;
  }
  const unfinished = (): readonly JobRecord[] => {
    const stored = store.list();
    return stored.ok ? stored.value.map(({ record }) => record).filter(({ state }) => !isSettled(state)) : [];
  };
  const library = createLibrary({
    ports,
    database,
    settings,
    workFolder,
    tempFolder,
    media,
    openSource: sources.open,
    inputKeyOf,
    isBusy: (itemId) => unfinished().some((record) => isItemIdOf(itemId, record)),
    background,
    closing: closing.signal,
    onChange: (changed) => announce('library.changed', changed),
    onWork: (work) => announce('library.working', work),
    onExports: (running) => announce('exports.changed', [...running]),
    onLocation: notices.locationChanged,
  });
  const jobs = createJobs({
    clock,
    log,
    store,
    workFolder: join(workFolder, 'jobs'),
    providerOf: services.providerOf,
    canStart,
    fit: media.fit,
    deliver: delivery.deliver,
    release: delivery.release,
    forgetUploads: delivery.forget,
    findKept: library.findKept,
    keep: library.keep,
    sentRequests: createSentRequests(sentLog, clock),
    settings: settings.get,
    onChange: (all) => announce('jobs.changed', [...all]),
    onSpending: (spending) => announce('spending.changed', spending),
  });

  const makeJob = createMakeJob({ sources, modelOf, now: clock.now });
  const prefit = createPrefit({
    plan: createFitWork({ makeJob, modelOf }),
    fit: media.fit,
    folder: join(tempFolder, 'ahead'),
    onChange: (prefitWork) => announce('prefit.changed', prefitWork),
    background,
  });

  const submitCalls = createSubmitCalls({
    makeJob,
    modelOf,
    nameOf: (id) => sources.get(id)?.name ?? null,
    canStart,
    prefit,
    jobs,
  });
  const updates = createUpdates({
    feed: ports.updateFeed ?? null,
    settings: settings.get,
    log,
    onChange: (status) => announce('update.changed', status),
  });
  const host = createHostHandlers({ ports, about: composedMedia.about, updates });
  const handlers = createHandlers({
    app: host.app,
    desktop: host.desktop,
    settings: { get: async () => ok(settings.get()), set: async (change) => settings.set(change) },
    notices: notices.handlers,
    models: services.handlers.models,
    prices: services.handlers.prices,
    delivery: services.handlers.delivery,
    keys: services.handlers.keys,
    sample: composedMedia.handlers.sample,
    media: composedMedia.handlers.media,
    prefit: createPrefitHandlers(prefit),
    jobs: createJobHandlers({ jobs, submitCalls }),
    spending: { get: async () => jobs.spending() },
    library: library.handlers,
  });

  const { begin, resume } = createStarting({
    ports,
    database,
    store,
    notices,
    beginKeeping: library.begin,
    sources,
    exports: library.exports,
    deliverySetup: delivery,
    jobs,
    background,
    closing: closing.signal,
  });

  return ok({
    handlers,
    serve: createServe({ calls, handlers, log }),
    subscribe,
    announce,
    wake: jobs.wake,
    checkForUpdatesAtStart: updates.checkAtStart,
    mediaRoutes: createMediaRoutes({
      sources,
      frame: media.frame,
      still: media.still,
      preview: analysisCache.previewPath,
      exported: library.exports.pathOf,
      bundled: library.bundles.pathOf,
      fitted: prefit.ready,
      itemFile: library.openFile.file,
    }),
    dropPath: sources.dropPath,
    fitTo: createFitTo({ makeJob, modelOf, media }),
    exports: library.exports,
    bundles: library.bundles,
    copyOut: library.copyOut,
    itemPaths: library.itemPaths,
    begin,
    resume,
    close: async () => {
      closing.abort();
      await prefit.close();
      await library.close();
      await jobs.close();
      await background.idle();
      await removeLeftover(tempFolder);
      await closeNetwork();
      database.close();
    },
  });
};

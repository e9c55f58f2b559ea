import { join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { SourceId } from '#contract/model/source.ts';
import { isSettled } from '#contract/rules/settled.ts';
import { createHandlers } from './handlers.ts';
import { type Announcement, createEvents } from './ipc/events.ts';
import type { Handlers } from './ipc/handlers.ts';
import { createMediaRoutes, type MediaRoutes } from './ipc/media-routes.ts';
import { createServe, type Serve } from './ipc/serve.ts';
import { createBackground } from './jobs/background.ts';
import { inputKeyOf } from './jobs/duplicate-key.ts';
import { createJobs } from './jobs/jobs.ts';
import type { JobRecord } from './jobs/record.ts';
import { createJobStore } from './jobs/store.ts';
import { createExports, type Exports } from './library/export/exports.ts';
import { isItemIdOf } from './library/item/item-folder.ts';
import { createLibraryModule, type LibraryModule } from './library/library.ts';
import { readVersion } from './media/ffmpeg/ffmpeg.ts';
import { createTools } from './media/ffmpeg/tools.ts';
import { createFitCache } from './media/fit-cache.ts';
import { createMedia } from './media/media.ts';
import { createPrefit } from './media/prefit.ts';
import { createAnalysisCache } from './media/preview/analysis-cache.ts';
import { hashFile } from './media/probe/probe.ts';
import { createSources } from './media/sources.ts';
import { createNotices } from './notices.ts';
import { createFitWork, createMakeJob, createOrders, type Orders } from './orders.ts';
import type { Ports } from './ports.ts';
import { checkEndpoints, createSending } from './services.ts';
import { createSettings } from './settings/settings.ts';
import { createStarting, type Starting } from './startup.ts';
import { removeLeftover } from './storage/busy-retry.ts';
import { openDatabase } from './storage/database.ts';

/** Fitted files, and looks at clips, are each kept up to this size, in bytes. */
const keptBytes = 2_000_000_000;

export type App = Starting & {
  readonly handlers: Handlers;
  /** The handlers behind the contract's schemas, for hosts whose callers are not to be trusted. */
  readonly serve: Serve;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
  readonly mediaRoutes: MediaRoutes;
  /** A fresh full path for a file that a host streams in. */
  readonly dropPath: (name: string) => Promise<string>;
  /** With the hash: waits until the whole file has been read. */
  readonly factsOf: (id: SourceId) => Promise<Result<Facts>>;
  /** Makes the files that would be sent, without sending them. */
  readonly fitTo: Orders['fitTo'];
  /** Clips made of kept results, for hosts that copy them out themselves. */
  readonly exports: Pick<Exports, 'make' | 'pathOf' | 'discard'>;
  /** Zip files of results, for hosts that copy them out themselves. */
  readonly bundles: LibraryModule['bundles'];
  /** Copies the result into a folder, which is made when missing, under a name for people. */
  readonly copyOut: LibraryModule['copyOut']['result'];
  /** Full paths of an item's files, for hosts on this machine. */
  readonly itemPaths: LibraryModule['itemPaths'];
  readonly close: () => Promise<void>;
};

export const createApp = async (ports: Ports): Promise<Result<App>> => {
  const { clock, dataFolder, environment, log } = ports;
  const endpoints = checkEndpoints(environment);
  if (!endpoints.ok) return endpoints;
  const opened = openDatabase({ dataFolder, clock, log });
  if (!opened.ok) return opened;
  const database = opened.value;
  const { announce, subscribe } = createEvents();
  const closing = new AbortController();
  const background = createBackground(log);

  const settings = createSettings({
    store: ports.settingsStore,
    log,
    onChange: (changed) => {
      tools.forget();
      announce('settings.changed', changed);
      sending.settingsChanged();
      jobs.settingsChanged();
    },
  });
  const tools = createTools({ environment, settings: settings.get, readVersion, log });
  const workFolder = join(dataFolder, 'work');
  const tempFolder = join(workFolder, 'passing');
  /** Of this program alone: nothing in it outlives it. */
  const ownTemp = join(tempFolder, database.presence);
  const media = createMedia({
    tools,
    captionPath: join(ports.resourcesFolder, 'demo-caption.png'),
    fitted: createFitCache({
      folder: join(workFolder, 'fitted'),
      tempFolder: join(ownTemp, 'fitted'),
      maxBytes: keptBytes,
      now: clock.now,
      log,
    }),
  });
  const sources = createSources({
    look: (path) => media.look(path),
    probeAnimation: (path) => media.look(path, { isAnimationVideo: true }),
    hash: hashFile,
    dropFolder: join(workFolder, 'dropped'),
  });
  const looks = createAnalysisCache({
    source: sources.get,
    ...media,
    folder: join(workFolder, 'looks'),
    maxBytes: keptBytes,
    now: clock.now,
    onProgress: (progress) => announce('media.progress', progress),
  });

  const sending = createSending({
    ports,
    database,
    settings: settings.get,
    composeDemo: media.composeDemo,
    workFolder,
    onKeys: (keys) => announce('keys.changed', keys),
    onModels: (models) => announce('models.changed', models),
    onDeliverySetup: (status) => announce('hosting.changed', status),
  });
  const { secrets, deliverySetup, modelOf } = sending;

  const notices = createNotices({
    dataFolder,
    isTemp: ports.host === 'terminal',
    log,
    onChange: (all) => announce('notices.changed', [...all]),
  });

  const store = createJobStore(database, log);
  const unfinished = (): readonly JobRecord[] => {
    const stored = store.list();
    return stored.ok ? stored.value.map(({ record }) => record).filter(({ state }) => !isSettled(state)) : [];
  };
  const libraryModule = createLibraryModule({
    ports,
    database,
    settings,
    workFolder,
    tempFolder: ownTemp,
    media,
    openSource: sources.open,
    inputKeyOf,
    isBusy: (itemId) => unfinished().some((record) => isItemIdOf(itemId, record)),
    background,
    closing: closing.signal,
    onChange: (library) => announce('library.changed', library),
    onWork: (work) => announce('library.working', work),
    onLocation: (state, folder) => {
      notices.stand('library-away', state === 'away' ? { kind: 'library-away', folder } : null);
      notices.stand(
        'library-read-only',
        state === 'read-only' ? { kind: 'library-read-only', folder } : null,
      );
    },
  });
  const { catalogue, openFile, itemPaths } = libraryModule;
  const jobs = createJobs({
    clock,
    log,
    store,
    workFolder: join(workFolder, 'jobs'),
    providerOf: sending.providerOf,
    canStart: sending.canStart,
    fit: media.fit,
    deliver: deliverySetup.deliver,
    release: deliverySetup.release,
    forgetUploads: deliverySetup.forget,
    findKept: libraryModule.findKept,
    keep: libraryModule.keep,
    settings: settings.get,
    onChange: (all) => announce('jobs.changed', [...all]),
    onSpending: (spending) => announce('spending.changed', spending),
  });

  const makeJob = createMakeJob({ sources, modelOf, now: clock.now });
  const prefit = createPrefit({
    plan: createFitWork({ makeJob, modelOf }),
    fit: media.fit,
    folder: join(ownTemp, 'ahead'),
    onChange: (prefitWork) => announce('fit.changed', prefitWork),
    background,
  });

  const { fitTo, ...orders } = createOrders({
    makeJob,
    modelOf,
    nameOf: (id) => sources.get(id)?.name ?? null,
    canStart: sending.canStart,
    prefit,
    jobs,
    media,
  });
  const exports = createExports({
    ffmpeg: media.ffmpeg,
    audioTrack: media.audioTrack,
    look: media.look,
    itemOf: catalogue.get,
    itemPaths,
    folder: join(workFolder, 'exports'),
    now: clock.now,
    onChange: (running) => announce('exports.changed', [...running]),
    log,
  });

  const handlers = createHandlers(
    {
      about: async () => {
        const [ffmpeg, ffprobe] = await Promise.all([tools.ffmpeg(), tools.ffprobe()]);
        return {
          version: ports.version,
          host: ports.host,
          dataFolder,
          ffmpeg: ffmpeg.ok ? { version: ffmpeg.value.version, origin: ffmpeg.value.origin } : null,
          ffprobe: ffprobe.ok ? { version: ffprobe.value.version, origin: ffprobe.value.origin } : null,
          keysKeptIn: ports.cipher === null ? 'memory' : 'system',
          canReveal: ports.reveal !== undefined,
          canChooseFolder: ports.chooseFolder !== undefined,
          canDrag: ports.drag !== undefined,
        };
      },
      models: sending.models,
      refreshPrices: () => sending.prices.refresh({ signal: closing.signal }),
      deliverySetup: deliverySetup.status,
      sources,
      looks,
      prefit,
      exports,
      jobs: { ...jobs, ...orders },
      library: libraryModule.room,
      notices,
      secrets,
      keyHolders: sending.keyHolders,
      testKey: sending.testKey,
      settings,
    },
    ports,
  );

  const { begin, resume } = createStarting({
    ports,
    database,
    store,
    settings,
    notices,
    beginKeeping: libraryModule.begin,
    sources,
    exports,
    tempFolder,
    deliverySetup,
    jobs,
    isFree: (id) => modelOf(id)?.price.kind === 'free',
    background,
    closing: closing.signal,
  });

  return ok({
    handlers,
    serve: createServe({ handlers, log }),
    subscribe,
    mediaRoutes: createMediaRoutes({
      sources,
      frame: media.frame,
      still: media.still,
      preview: looks.previewPath,
      exported: exports.pathOf,
      bundled: libraryModule.bundles.pathOf,
      fitted: prefit.ready,
      itemFile: openFile.file,
    }),
    dropPath: sources.dropPath,
    factsOf: async (id) => {
      const whole = await sources.whole(id);
      return whole.ok ? ok(whole.value.facts) : whole;
    },
    fitTo,
    exports,
    bundles: libraryModule.bundles,
    copyOut: libraryModule.copyOut.result,
    itemPaths,
    begin,
    resume,
    close: async () => {
      closing.abort();
      await prefit.close();
      await exports.close();
      await libraryModule.close();
      await jobs.close();
      await background.idle();
      await removeLeftover(ownTemp);
      await sending.close();
      database.close();
    },
  });
};

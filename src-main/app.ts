import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { contract } from '#contract/ipc.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { SourceId } from '#contract/model/source.ts';
import { openDatabase } from './files/database.ts';
import { createUploadCache } from './files/upload-cache.ts';
import { createHandlers } from './handlers.ts';
import { createFalStorage } from './hosting/fal-storage.ts';
import { type Announcement, createEvents } from './ipc/events.ts';
import type { Handlers } from './ipc/handlers.ts';
import { createMediaRoutes, type MediaRoutes } from './ipc/media-routes.ts';
import { createServe, type Serve } from './ipc/serve.ts';
import { createBackground } from './jobs/background.ts';
import { createJobs } from './jobs/runner.ts';
import { createJobStore } from './jobs/store.ts';
import { createCatalogue } from './library/catalogue.ts';
import { createExports, type Exports } from './library/export/exports.ts';
import { createItemPaths } from './library/item-paths.ts';
import { createKeep } from './library/keep.ts';
import { createOpenFile } from './library/open-file.ts';
import { rebuildIfEmpty } from './library/rebuild.ts';
import { createAhead } from './media/ahead.ts';
import { hashFile } from './media/facts/probe.ts';
import { readVersion } from './media/ffmpeg.ts';
import { createFitCache } from './media/fit-cache.ts';
import { createMedia } from './media/media.ts';
import { createSources } from './media/sources.ts';
import { createTools } from './media/tool/tools.ts';
import { createLooks } from './media/watch/looks.ts';
import { lookupAll } from './net/addresses.ts';
import { createMakeJob, createOrders, type Orders } from './orders.ts';
import type { Ports } from './ports.ts';
import { aimlapiModels } from './providers/aimlapi-models.ts';
import { createDemo } from './providers/demo.ts';
import { createFal, falEndpoints } from './providers/fal.ts';
import { novitaModels } from './providers/novita-models.ts';
import { createRegistry } from './providers/registry.ts';
import { runpodModels } from './providers/runpod-models.ts';
import { createSecrets } from './settings/secrets.ts';
import { createSettings } from './settings/settings.ts';

/** Fitted files, and looks at clips, are each kept up to this size, in bytes. */
const keptBytes = 2_000_000_000;

export type App = {
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
  /** Full paths of an item's files, for hosts on this machine. */
  readonly itemPaths: ReturnType<typeof createItemPaths>;
  /** Goes on with the jobs that earlier programs left. */
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** An override that is not safe is the person's own setting: said in words, not thrown. */
const endpointsFrom = (environment: Ports['environment']): Result<ReturnType<typeof falEndpoints>> => {
  try {
    return ok(falEndpoints(environment));
  } catch (cause) {
    return fail('bad-request', { detail: cause instanceof Error ? cause.message : 'an unsafe endpoint' });
  }
};

export const createApp = async (ports: Ports): Promise<Result<App>> => {
  const { clock, dataFolder, environment, log } = ports;
  const endpoints = endpointsFrom(environment);
  if (!endpoints.ok) return endpoints;
  const opened = openDatabase({ dataFolder, clock, log });
  if (!opened.ok) return opened;
  const database = opened.value;
  const { announce, subscribe } = createEvents();

  const settings = createSettings({
    store: ports.settingsStore,
    log,
    onChange: (changed) => {
      tools.forget();
      announce('settings.changed', changed);
    },
  });
  const tools = createTools({ environment, settings: settings.get, readVersion, log });
  const workFolder = join(dataFolder, 'work');
  const media = createMedia({
    tools,
    captionPath: join(ports.resourcesFolder, 'demo-caption.png'),
    fitted: createFitCache({ folder: join(workFolder, 'fitted'), maxBytes: keptBytes, now: clock.now, log }),
  });
  const sources = createSources({
    look: (path) => media.look(path),
    hash: hashFile,
    dropFolder: join(workFolder, 'dropped'),
  });
  const looks = createLooks({
    source: sources.get,
    ...media,
    folder: join(workFolder, 'looks'),
    maxBytes: keptBytes,
    now: clock.now,
    onProgress: (progress) => announce('media.progress', progress),
  });

  const secrets = createSecrets({
    cipher: ports.cipher,
    environment,
    dataFolder,
    log,
    onChange: () => announce('keys.changed', keyedProviders.map(secrets.status)),
  });
  const falKey = () => secrets.read('fal');
  const falDeps = { fetch: ports.fetch, clock, log, lookup: lookupAll, environment, key: falKey };
  const registry = createRegistry(
    [
      createFal({
        ...falDeps,
        hand: createFalStorage({
          ...falDeps,
          rest: endpoints.value.rest,
          uploads: createUploadCache(database, clock),
        }),
      }),
      createDemo({ clock, compose: media.composeDemo, folder: join(workFolder, 'demo') }),
    ],
    [...novitaModels, ...aimlapiModels, ...runpodModels],
  );
  const keyedProviders = registry.providers.filter(({ needsKey }) => needsKey).map(({ id }) => id);

  const libraryFolder = join(dataFolder, 'library');
  const catalogue = createCatalogue(database, log);
  const openFile = createOpenFile({ libraryFolder, catalogue });
  const keep = createKeep({ libraryFolder, catalogue, probe: media.probe, poster: media.poster, clock, log });

  const store = createJobStore(database, log);
  const jobs = createJobs({
    clock,
    log,
    store,
    workFolder: join(workFolder, 'jobs'),
    providerOf: registry.providerOf,
    hasKey: ({ id }) => secrets.read(id) !== null,
    fit: media.fit,
    keep: async (request) => {
      const item = await keep(request);
      const total = catalogue.count();
      if (item.ok && total.ok) announce('library.changed', { total: total.value });
      return item;
    },
    onChange: (all) => announce('jobs.changed', [...all]),
  });

  const makeJob = createMakeJob({ sources, modelOf: registry.modelOf, now: clock.now });
  const fitAhead = createAhead({
    plan: makeJob,
    fit: media.fit,
    folder: join(workFolder, 'ahead'),
    onChange: (ahead) => announce('fit.changed', ahead),
    background: createBackground(log),
  });

  const { submit, fitTo } = createOrders({ makeJob, modelOf: registry.modelOf, fitAhead, jobs, media });
  const itemPaths = createItemPaths(openFile);
  const exports = createExports({
    ffmpeg: media.ffmpeg,
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
        };
      },
      models: () => registry.models,
      sources,
      looks,
      fitAhead,
      exports,
      jobs: { ...jobs, submit },
      library: { list: catalogue.list, get: catalogue.get, folder: openFile.folder },
      secrets,
      keyedProviders,
      testKey: (id) =>
        registry.byId(id)?.testKey({ signal: AbortSignal.timeout(30_000) }) ??
        Promise.resolve(fail('bad-request', { subject: id })),
      settings,
    },
    ports,
  );

  const filesOfUnfinishedJobs = (): ReadonlySet<string> => {
    const stored = store.list();
    const unfinished = stored.ok ? stored.value.filter(({ record }) => record.state.kind !== 'done') : [];
    return new Set(unfinished.flatMap(({ record }) => [record.image.path, record.video.path]));
  };

  return ok({
    handlers,
    serve: createServe({ contract, handlers, log }),
    subscribe,
    mediaRoutes: createMediaRoutes({
      sources,
      frame: media.frame,
      still: media.still,
      preview: looks.previewPath,
      exported: exports.pathOf,
      itemFile: openFile.file,
    }),
    dropPath: sources.dropPath,
    factsOf: async (id) => {
      const whole = await sources.whole(id);
      return whole.ok ? ok(whole.value.facts) : whole;
    },
    fitTo,
    exports,
    itemPaths,
    resume: async () => {
      await rebuildIfEmpty({ libraryFolder, catalogue, log });
      await sources.sweep(filesOfUnfinishedJobs(), clock.now());
      await exports.sweep();
      await jobs.resume();
    },
    close: async () => {
      await fitAhead.close();
      await exports.close();
      await jobs.close();
      database.close();
    },
  });
};

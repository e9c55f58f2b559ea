/** The composition root without a host: the rooms are made here and meet here and nowhere else. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { contract, type SubmitInput } from '#contract/ipc.ts';
import type { Choices } from '#contract/model/choices.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { Job } from '#contract/model/job.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { SourceId } from '#contract/model/source.ts';
import { openDatabase } from './files/database.ts';
import { createUploadCache } from './files/upload-cache.ts';
import { createHandlers } from './handlers.ts';
import { createFalStorage } from './hosting/fal-storage.ts';
import { type Announcement, createEvents } from './ipc/events.ts';
import type { Handlers } from './ipc/handlers.ts';
import { createMediaRoutes, type MediaRoutes } from './ipc/media-routes.ts';
import { createServe, type Serve } from './ipc/serve.ts';
import { newJob } from './jobs/new-job.ts';
import type { FittedFiles, Progress } from './jobs/ports.ts';
import { createJobs } from './jobs/runner.ts';
import { createJobStore } from './jobs/store.ts';
import { createCatalogue } from './library/catalogue.ts';
import { createKeep } from './library/keep.ts';
import { createOpenFile } from './library/open-file.ts';
import { rebuildIfEmpty } from './library/rebuild.ts';
import { readVersion } from './media/ffmpeg.ts';
import { createMedia } from './media/media.ts';
import { createSources, type OpenSource } from './media/sources.ts';
import { createTools } from './media/tools.ts';
import { lookupAll } from './net/addresses.ts';
import type { Ports } from './ports.ts';
import { createDemo } from './providers/demo.ts';
import { createFal, falEndpoints } from './providers/fal.ts';
import { createRegistry } from './providers/registry.ts';
import { createSecrets } from './settings/secrets.ts';
import { createSettings } from './settings/settings.ts';

export type ItemPaths = {
  readonly folder: string;
  readonly result: string;
  readonly poster: string;
  readonly image: string;
  readonly video: string;
};

export type FitRequest = Progress & {
  readonly imageId: SourceId;
  readonly videoId: SourceId;
  readonly choices: Choices;
  /** Full path; made when missing. */
  readonly folder: string;
  readonly signal: AbortSignal;
};

export type FitAnswer = {
  readonly plan: Plan;
  readonly image: { readonly path: string; readonly facts: Facts };
  readonly video: { readonly path: string; readonly facts: Facts };
};

export type App = {
  readonly handlers: Handlers;
  /** The handlers behind the contract's schemas, for hosts whose callers are not to be trusted. */
  readonly serve: Serve;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
  readonly mediaRoutes: MediaRoutes;
  /** A fresh full path for a file that a host streams in. */
  readonly dropPath: (name: string) => Promise<string>;
  /** Makes the files that would be sent, without sending them. */
  readonly fitTo: (request: FitRequest) => Promise<Result<FitAnswer>>;
  /** Full paths of an item's files, for hosts on this machine. */
  readonly itemPaths: (itemId: ItemId) => Promise<Result<ItemPaths>>;
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
  const media = createMedia({ tools, captionPath: join(ports.resourcesFolder, 'demo-caption.png') });
  const sources = createSources({
    probe: (path) => media.probe(path),
    dropFolder: join(dataFolder, 'work', 'dropped'),
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
  const registry = createRegistry([
    createFal({
      ...falDeps,
      hand: createFalStorage({
        ...falDeps,
        rest: endpoints.value.rest,
        uploads: createUploadCache(database, clock),
      }),
    }),
    createDemo({ clock, compose: media.composeDemo, folder: join(dataFolder, 'work', 'demo') }),
  ]);
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
    workFolder: join(dataFolder, 'work', 'jobs'),
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

  const findSources = (ids: {
    imageId: SourceId;
    videoId: SourceId;
  }): Result<{ image: OpenSource; video: OpenSource }> => {
    const image = sources.get(ids.imageId);
    const video = sources.get(ids.videoId);
    return image && video ? ok({ image, video }) : fail('source-gone');
  };

  const makeJob = (input: SubmitInput) => {
    const found = findSources(input);
    if (!found.ok) return found;
    const known = registry.providerOf(input.choices.modelId);
    if (known === null) return fail('model-unknown', { subject: input.choices.modelId });
    const { model } = known;
    return newJob({
      ...found.value,
      model,
      choices: input.choices,
      id: randomUUID(),
      now: clock.now(),
      parentId: null,
    });
  };

  const submit = async (input: SubmitInput): Promise<Result<Job>> => {
    const job = makeJob(input);
    return job.ok ? jobs.submit(job.value) : job;
  };

  const fitTo = async (request: FitRequest): Promise<Result<FitAnswer>> => {
    const job = makeJob(request);
    if (!job.ok) return job;
    const { image, video, plan } = job.value;
    const { folder, signal, onProgress } = request;
    const fitted: Result<FittedFiles> = await media.fit({ image, video, plan, folder, signal, onProgress });
    if (!fitted.ok) return fitted;
    const [imageFacts, videoFacts] = await Promise.all([
      media.probe(fitted.value.image.path),
      media.probe(fitted.value.video.path),
    ]);
    if (!imageFacts.ok) return imageFacts;
    if (!videoFacts.ok) return videoFacts;
    return ok({
      plan,
      image: { path: fitted.value.image.path, facts: imageFacts.value },
      video: { path: fitted.value.video.path, facts: videoFacts.value },
    });
  };

  const itemPaths = async (itemId: ItemId): Promise<Result<ItemPaths>> => {
    const folder = openFile.folder(itemId);
    if (!folder.ok) return folder;
    const files = await Promise.all(
      (['result', 'poster', 'image', 'video'] as const).map((file) => openFile.file({ itemId, file })),
    );
    const [result, poster, image, video] = files;
    const missing = files.find((file) => !file.ok);
    if (missing && !missing.ok) return missing;
    return result?.ok && poster?.ok && image?.ok && video?.ok
      ? ok({
          folder: folder.value,
          result: result.value.path,
          poster: poster.value.path,
          image: image.value.path,
          video: video.value.path,
        })
      : fail('item-files-missing');
  };

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
    mediaRoutes: createMediaRoutes({ sources, frame: media.frame, itemFile: openFile.file }),
    dropPath: sources.dropPath,
    fitTo,
    itemPaths,
    resume: async () => {
      await rebuildIfEmpty({ libraryFolder, catalogue, log });
      await sources.sweep(filesOfUnfinishedJobs(), clock.now());
      await jobs.resume();
    },
    close: async () => {
      await jobs.close();
      database.close();
    },
  });
};

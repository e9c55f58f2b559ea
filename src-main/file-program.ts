/** Functions that need no data folder: reads files, creates the files that would be sent, lists models and prices. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { SourceId } from '#contract/model/source.ts';
import { composeServices } from './compose-services.ts';
import { createFitTo, type FitTo } from './fit-work.ts';
import { type Announcement, createEvents } from './ipc/events.ts';
import type { Handlers } from './ipc/handlers.ts';
import type { Ports } from './ports.ts';
import { checkEndpoints } from './providers/registry.ts';
import { createSettings } from './settings/settings.ts';
import { removeLeftover } from './storage/busy-retry.ts';
import type { Database } from './storage/database.ts';

type FileCall =
  | 'media.open'
  | 'media.openAnimation'
  | 'media.scan'
  | 'media.body'
  | 'models.list'
  | 'keys.status'
  | 'delivery.status';

export type FileProgram = {
  readonly handlers: Pick<Handlers, FileCall>;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
  /** Includes the hash: waits until the whole file has been read. */
  readonly factsOf: (id: SourceId) => Promise<Result<Facts>>;
  readonly fitTo: FitTo;
  readonly close: () => Promise<void>;
};

/** Models and keys as the owner of the data folder knows them. */
export type KnownElsewhere = Pick<Handlers, 'models.list' | 'keys.status' | 'delivery.status'>;

/** Nothing is uploaded here, so no uploads are recorded. */
const noDatabase: Pick<Database, 'read' | 'transaction'> = {
  read: () => fail('data-in-use'),
  transaction: () => fail('data-in-use'),
};

export const createFileProgram = (
  ports: Ports,
  /** null: models and keys are read from the files and the environment. */
  elsewhere: KnownElsewhere | null,
): Result<FileProgram> => {
  const { environment, log } = ports;
  const endpoints = checkEndpoints(environment);
  if (!endpoints.ok) return endpoints;
  const { announce, subscribe } = createEvents();
  const settings = createSettings({ store: ports.settingsStore, log, onChange: () => undefined });
  let tempFolder: string | null = null;
  let loading: ReturnType<typeof loadMedia> | null = null;
  const loadMedia = async () => {
    const { composeMedia } = await import('./compose-media.ts');
    const { createMakeJob } = await import('./jobs/submit.ts');
    tempFolder = mkdtempSync(join(tmpdir(), 'understudy-files-'));
    const { media, sources, analysisCache } = composeMedia({
      ...{ ports, settings: settings.get, workFolder: tempFolder, tempFolder },
      onProgress: (progress) => announce('media.progress', progress),
    });
    const { modelOf } = services;
    const makeJob = createMakeJob({ sources, modelOf, now: ports.clock.now });
    return {
      sources,
      scan: analysisCache.scan,
      body: analysisCache.body,
      fitTo: createFitTo({ makeJob, modelOf, media }),
    };
  };
  /** Loaded at the first use: listing models needs no media. */
  const media = () => {
    loading ??= loadMedia();
    return loading;
  };
  const closing = new AbortController();
  const { services, close: closeNetwork } = composeServices({
    ports,
    database: noDatabase,
    settings: settings.get,
    composeDemo: async () => fail('internal'),
    workFolder: tmpdir(),
    closing: closing.signal,
    onKeys: () => undefined,
    onModels: () => undefined,
    onDelivery: () => undefined,
  });
  const known: KnownElsewhere = elsewhere ?? {
    'models.list': services.handlers.models.list,
    'keys.status': services.handlers.keys.status,
    'delivery.status': services.handlers.delivery.status,
  };
  return ok({
    handlers: {
      'media.open': async ({ path }) => (await media()).sources.open(path),
      'media.openAnimation': async ({ sourceId }) => (await media()).sources.openAnimation(sourceId),
      'media.scan': async ({ sourceId }) => (await media()).scan(sourceId),
      'media.body': async ({ sourceId }) => (await media()).body(sourceId),
      'models.list': known['models.list'],
      'keys.status': known['keys.status'],
      'delivery.status': known['delivery.status'],
    },
    subscribe,
    factsOf: async (id) => {
      const whole = await (await media()).sources.whole(id);
      return whole.ok ? ok(whole.value.facts) : whole;
    },
    fitTo: async (request) => (await media()).fitTo(request),
    close: async () => {
      closing.abort();
      await closeNetwork();
      if (tempFolder !== null) await removeLeftover(tempFolder);
    },
  });
};

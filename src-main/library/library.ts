/** The library of saved results: its location, its contents, and long-running work on the whole library. */
import { join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { ExportProgress } from '#contract/model/export.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { Item } from '#contract/model/item.ts';
import type { LibraryWork, Rebuilt } from '#contract/model/library-work.ts';
import type { Source } from '#contract/model/source.ts';
import type { Background } from '../background.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { JobPorts } from '../jobs/ports.ts';
import type { Ports } from '../ports.ts';
import type { SettingsModule } from '../settings/settings.ts';
import { realDisk } from '../storage/atomic.ts';
import type { Database } from '../storage/database.ts';
import { freeBytes } from '../storage/path.ts';
import { type Bundles, createBundles } from './bundle/bundle.ts';
import { createImport } from './bundle/import.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import { createExports, type ExportDeps, type Exports } from './export/exports.ts';
import { type CopyOut, createCopyOut } from './item/copy-out.ts';
import { createDragOut } from './item/drag-out.ts';
import { createOpenFile, type OpenFile } from './item/open-file.ts';
import { createReopen } from './item/reopen.ts';
import { createLibraryHandlers } from './library-handlers.ts';
import { createLibraryStartup } from './library-startup.ts';
import { createLocationMonitor, type LocationState } from './location/location-monitor.ts';
import { createLibraryStorage } from './location/storage.ts';
import { createRelocation } from './relocate/relocate.ts';
import { createFindKept, createKeep, type KeepDeps } from './save.ts';
import { createOpenDays } from './trash/open-days.ts';
import { createTrash } from './trash/trash.ts';
import { createLibraryWork, withGracePeriod } from './work.ts';

export type Library = {
  readonly openFile: OpenFile;
  readonly itemPaths: OpenFile['paths'];
  readonly bundles: Pick<Bundles, 'pathOf' | 'discard'>;
  readonly exports: Exports;
  readonly copyOut: CopyOut;
  readonly keep: JobPorts['keep'];
  readonly findKept: JobPorts['findKept'];
  readonly handlers: HandlersOf<'library'>;
  /** Completes before jobs are resumed. */
  readonly begin: () => Promise<Result<Rebuilt>>;
  readonly close: () => Promise<void>;
};

export const createLibrary = (deps: {
  readonly ports: Pick<
    Ports,
    'dataFolder' | 'clock' | 'diskClock' | 'log' | 'drag' | 'reveal' | 'chooseFolder'
  >;
  readonly database: Database;
  readonly settings: SettingsModule;
  readonly workFolder: string;
  /** Full path of a folder that is emptied at each start. */
  readonly tempFolder: string;
  readonly media: Pick<KeepDeps, 'poster'> &
    Pick<ExportDeps, 'ffmpeg' | 'audioTrack' | 'drawText' | 'probeFacts'> & {
      readonly probe: (path: string, call?: { readonly signal: AbortSignal }) => Promise<Result<Facts>>;
    };
  readonly openSource: (path: string) => Promise<Result<Source>>;
  readonly inputKeyOf: (item: Item) => string | null;
  /** Whether a job that is not settled saves its result as this item. */
  readonly isBusy: (itemId: string) => boolean;
  readonly background: Background;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  readonly onChange: (library: { readonly total: number }) => void;
  readonly onWork: (work: LibraryWork) => void;
  /** All running exports. */
  readonly onExports: (running: readonly ExportProgress[]) => void;
  readonly onLocation: (state: LocationState, name: string) => void;
}): Library => {
  const { ports, database, settings, workFolder, background, closing } = deps;
  const { dataFolder, clock, log } = ports;
  const announce = (): void => {
    const page = catalogue.list({ offset: 0, limit: 1 });
    if (page.ok) deps.onChange({ total: page.value.total });
  };
  const monitor = createLocationMonitor({
    ports,
    settings: settings.get,
    background,
    closing,
    onState: deps.onLocation,
  });
  const { location, isSilent } = monitor;
  const catalogue = createCatalogue({ db: database, log, clock, location, inputKeyOf: deps.inputKeyOf });
  const openFile = createOpenFile({ location, catalogue, isSilent });
  const works = createLibraryWork({ now: clock.now, onChange: deps.onWork });
  const openDays = createOpenDays({ dataFolder, log });
  const trash = createTrash({ db: database, log, clock, location, openDays });
  const keep = createKeep({
    poster: deps.media.poster,
    probe: deps.media.probe,
    location,
    catalogue,
    clock,
    log,
  });
  const findKept = createFindKept({ location, catalogue });
  const bundles = createBundles({
    find: async (id) => {
      const item = catalogue.get(id);
      if (!item.ok) return item;
      const folder = await openFile.home(id);
      return folder.ok ? ok({ item: item.value, folder: folder.value }) : folder;
    },
    folder: join(workFolder, 'bundles'),
    freeBytes,
    now: clock.now,
    log,
  });
  const importing = createImport({
    location,
    probe: deps.media.probe,
    known: (id) => {
      const item = catalogue.get(id);
      if (item.ok) return item;
      return item.error.code === 'item-unknown' ? ok(null) : item;
    },
    insertAll: catalogue.insertAll,
    freeBytes,
    log,
  });
  const relocation = createRelocation({
    dataFolder,
    location,
    settings,
    list: catalogue.folders,
    cutover: (work) => {
      const changed = database.transaction(() => work());
      return changed.ok ? changed.value : changed;
    },
    freeBytes,
    isBusy: deps.isBusy,
    log,
    disk: realDisk,
  });
  const storage = createLibraryStorage({
    dataFolder,
    workFolder,
    location,
    list: catalogue.folders,
    oldCopies: relocation.oldCopies,
    freeBytes,
  });

  const exports = createExports({
    ffmpeg: deps.media.ffmpeg,
    audioTrack: deps.media.audioTrack,
    drawText: deps.media.drawText,
    probeFacts: deps.media.probeFacts,
    itemOf: catalogue.get,
    itemPaths: openFile.paths,
    folder: join(workFolder, 'exports'),
    now: clock.now,
    onChange: deps.onExports,
    log,
  });
  const rebuild = { location, db: database, catalogue, log };

  return {
    openFile,
    itemPaths: openFile.paths,
    bundles,
    exports,
    copyOut: createCopyOut({ itemOf: catalogue.get, openFile, log }),
    keep: async (request) => {
      const kept = await keep(request);
      if (kept.ok) announce();
      return kept;
    },
    findKept,
    handlers: createLibraryHandlers({
      host: ports,
      catalogue,
      openFile,
      reopen: createReopen({ itemOf: catalogue.get, openFile, openSource: deps.openSource }),
      dragOut: createDragOut({ openFile, drag: ports.drag, folder: join(deps.tempFolder, 'drag') }),
      works,
      trash,
      bundles,
      importing,
      relocation,
      storage,
      exports,
      rebuild,
      closing,
      announce,
    }),
    begin: createLibraryStartup({
      ports,
      settings: settings.get,
      monitor,
      rebuild,
      works,
      trash,
      bundles,
      importing,
      relocation,
      isBusy: deps.isBusy,
      background,
      closing,
      announce,
    }),
    close: async () => {
      await exports.close();
      await withGracePeriod(works.close(), { clock, closing });
    },
  };
};

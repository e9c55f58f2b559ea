/** How results are kept: where the library is, what is in it, and long work on it as a whole. */
import { join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { Item } from '#contract/model/item.ts';
import type { LibraryWork, Rebuilt } from '#contract/model/library-work.ts';
import type { Source } from '#contract/model/source.ts';
import type { LibraryStore } from '../handlers.ts';
import type { Background } from '../jobs/background.ts';
import type { JobPorts } from '../jobs/ports.ts';
import type { Ports } from '../ports.ts';
import type { SettingsModule } from '../settings/settings.ts';
import type { Database } from '../storage/database.ts';
import { freeBytes } from '../storage/free-space.ts';
import { type Bundles, createBundles } from './bundle/bundle.ts';
import { type CopyOut, createCopyOut } from './bundle/copy-out.ts';
import { createImport } from './bundle/import.ts';
import { type Catalogue, createCatalogue } from './catalogue/catalogue.ts';
import { watchForeignChanges } from './catalogue/foreign-changes.ts';
import { settleMarks } from './catalogue/marks-unsettled.ts';
import { createDragOut } from './item/drag-out.ts';
import { createItemPaths } from './item/item-paths.ts';
import { createOpenFile, type OpenFile } from './item/open-file.ts';
import { createLibraryLocation, defaultLibraryFolder } from './location/location.ts';
import { type LocationState, watchLocation } from './location/location-watch.ts';
import { createLibraryStorage } from './location/storage.ts';
import { createLibraryMove } from './move/move.ts';
import { listedAtLast, rebuildCatalogue, rebuildIfEmpty } from './rebuild/rebuild.ts';
import { createFindKept, createKeep, type KeepDeps } from './save.ts';
import { createOpenDays } from './trash/open-days.ts';
import { createTrash } from './trash/trash.ts';
import { cleanupDeleting, cleanupIncoming } from './trash/trash-leftovers.ts';
import { inTime } from './with-grace-period.ts';
import { createLibraryWork } from './work.ts';

export type LibraryModule = {
  readonly catalogue: Catalogue;
  readonly openFile: OpenFile;
  readonly itemPaths: ReturnType<typeof createItemPaths>;
  readonly bundles: Pick<Bundles, 'pathOf' | 'discard'>;
  readonly copyOut: CopyOut;
  readonly keep: JobPorts['keep'];
  readonly findKept: JobPorts['findKept'];
  readonly room: LibraryStore;
  /** To be awaited before jobs are gone on with. `isDoubtful`: the catalogue may lack what the folders hold. */
  readonly begin: (start: { readonly isDoubtful: boolean }) => Promise<Result<Rebuilt>>;
  readonly close: () => Promise<void>;
};

export const createLibraryModule = (deps: {
  readonly ports: Pick<Ports, 'dataFolder' | 'clock' | 'diskClock' | 'log' | 'drag'>;
  readonly database: Database;
  readonly settings: SettingsModule;
  readonly workFolder: string;
  /** Of this program alone: nothing in it outlives it. */
  readonly tempFolder: string;
  readonly media: Pick<KeepDeps, 'poster'> & {
    readonly probe: (path: string, call?: { readonly signal: AbortSignal }) => Promise<Result<Facts>>;
  };
  readonly openSource: (path: string) => Promise<Result<Source>>;
  readonly inputKeyOf: (item: Item) => string | null;
  /** Whether a job that is not at rest, in any open program, keeps its result as this item. */
  readonly isBusy: (itemId: string) => boolean;
  readonly background: Background;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  readonly onChange: (library: { readonly total: number }) => void;
  readonly onWork: (work: LibraryWork) => void;
  readonly onLocation: (state: LocationState, name: string) => void;
}): LibraryModule => {
  const { ports, database, settings, workFolder, background, closing } = deps;
  const { dataFolder, clock, log } = ports;
  const call = { signal: closing };

  let silentFolder: string | null = null;
  const isSilent = (folder: string): boolean => folder === silentFolder;
  const location = createLibraryLocation({
    dataFolder,
    isSilent,
    settings: () => {
      settings.look();
      return settings.get();
    },
  });
  const catalogue = createCatalogue({ db: database, log, clock, location, inputKeyOf: deps.inputKeyOf });
  const openFile = createOpenFile({ location, catalogue, isSilent });
  const itemPaths = createItemPaths(openFile);
  const works = createLibraryWork({ dataFolder, database, now: clock.now, onChange: deps.onWork, log });
  const openDays = createOpenDays({ dataFolder, log });
  const trash = createTrash({ db: database, log, clock, location, openDays });
  const keep = createKeep({ ...deps.media, location, catalogue, clock, log });
  const findKept = createFindKept({ location, catalogue });
  const leftovers = { location, log };
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
    database,
    log,
  });
  const moving = createLibraryMove({
    dataFolder,
    location,
    settings,
    list: catalogue.folders,
    changeOver: (work) => {
      const changed = database.transaction(() => work());
      return changed.ok ? changed.value : changed;
    },
    freeBytes,
    isBusy: deps.isBusy,
    log,
  });
  const storage = createLibraryStorage({
    dataFolder,
    workFolder,
    location,
    list: catalogue.folders,
    freeBytes,
  });

  const tell = (): void => {
    const page = catalogue.list({ offset: 0, limit: 1 });
    if (page.ok) deps.onChange({ total: page.value.total });
  };
  const told = <T>(result: Result<T>): Result<T> => {
    tell();
    return result;
  };
  const rebuildDeps = { location, db: database, catalogue, log };

  const dragOut = createDragOut({ openFile, drag: ports.drag, folder: join(deps.tempFolder, 'drag') });

  const reopen: LibraryStore['reopen'] = async ({ itemId }) => {
    const paths = await itemPaths(itemId);
    if (!paths.ok) return paths;
    const image = await deps.openSource(paths.value.image);
    if (!image.ok) return image;
    const video = await deps.openSource(paths.value.video);
    if (!video.ok) return video;
    const item = catalogue.get(itemId);
    if (!item.ok) return item;
    const named = (source: Source, name: string): Source => ({ ...source, name });
    return ok({
      image: named(image.value, item.value.image.name),
      video: named(video.value, item.value.video.name),
    });
  };

  const source: LibraryStore['source'] = async ({ itemId, file }) => {
    const found = await openFile.file({ itemId, file });
    return found.ok ? deps.openSource(found.value.path) : found;
  };

  /** What an earlier program left half done, and what the trash has kept long enough. None of it is waited for. */
  const tidy = async (): Promise<void> => {
    await importing.cleanup();
    await bundles.cleanup();
    await cleanupIncoming({ ...leftovers, isBusy: deps.isBusy });
    const swept = await trash.cleanupTrash(settings.get().trashDays, call);
    if (!swept.ok) log.warn('the trash could not be swept', { error: swept.error });
    if (!swept.ok || swept.value.changed > 0) tell();
    if (moving.isUnfinished()) await works.run('move', ({ signal }) => moving.cleanupLeftBehind({ signal }));
  };

  let wasAway = false;
  const onLocation = (state: LocationState, name: string): void => {
    deps.onLocation(state, name);
    // While it was away the catalogue may have been made anew, without it.
    if (wasAway && state === 'ready')
      background.run('look at a library that is back', () =>
        inTime(rebuildIfEmpty(rebuildDeps).then(told), { clock, closing }),
      );
    wasAway = state === 'away';
  };

  /** Resolves when it has been looked for once, and goes on in the background. */
  const watch = (): Promise<void> => {
    const firstLook = Promise.withResolvers<void>();
    const watching = {
      ...{ location, clock, signal: closing, defaultFolder: defaultLibraryFolder(dataFolder) },
      ...(ports.diskClock ? { diskClock: ports.diskClock } : {}),
      onState: (state: LocationState, name: string) => {
        onLocation(state, name);
        firstLook.resolve();
      },
      onSilence: (folder: string | null) => {
        silentFolder = folder;
      },
    };
    background.run('watch the library', () => watchLocation(watching).finally(firstLook.resolve));
    return firstLook.promise;
  };

  return {
    catalogue,
    openFile,
    itemPaths,
    bundles,
    copyOut: createCopyOut({ itemOf: catalogue.get, itemPaths, openFile, log }),
    keep: async (request) => {
      const kept = await keep(request);
      return kept.ok ? told(kept) : kept;
    },
    findKept,
    room: {
      list: async (page) => catalogue.list(page),
      ids: async ({ query }) => {
        const ids = catalogue.ids(query);
        return ids.ok ? ok([...ids.value]) : ids;
      },
      overview: async () => catalogue.overview(),
      get: async ({ itemId }) => catalogue.get(itemId),
      related: catalogue.related,
      folder: openFile.folder,
      mark: async ({ itemIds, change }) => told(await catalogue.mark(itemIds, change)),
      remove: async ({ itemIds }) => told(await catalogue.remove(itemIds)),
      restore: async ({ itemIds }) => told(await catalogue.restore(itemIds)),
      deleteForever: async ({ itemIds }) =>
        told(await works.run('delete', (course) => trash.deleteForever(itemIds, course))),
      rebuild: async () =>
        told(await works.run('rebuild', (course) => rebuildCatalogue(rebuildDeps, course))),
      storage: async () => storage(call),
      move: async ({ to }) => {
        const moved = told(await works.run('move', (course) => moving.move({ to, ...course })));
        return moved.ok ? storage(call) : moved;
      },
      bundle: async ({ itemIds }) => works.run('bundle', (course) => bundles.make({ itemIds, ...course })),
      import: async ({ path }) =>
        told(
          await works.run('import', (course) =>
            listedAtLast(database, () => importing.importFrom({ path, ...course })),
          ),
        ),
      cancelWork: works.cancel,
      drag: ({ itemId }) => dragOut(itemId),
      reopen,
      source,
    },
    begin: async ({ isDoubtful }) => {
      // First of all: a drive that does not answer is asked in a way that holds nothing up.
      await watch();
      const described = await catalogue.describeMissing(call);
      if (described.ok && described.value.isChanged) tell();
      const settled = settleMarks({ db: database, location, log });
      if (settled.ok && settled.value.isChanged) tell();
      await moving.bringAfter(call);
      await cleanupDeleting({ ...leftovers, db: database });
      const rebuilt = await rebuildIfEmpty({ ...rebuildDeps, isDoubtful });
      if (rebuilt.ok && rebuilt.value.added + rebuilt.value.dropped > 0) tell();
      background.run('tidy the library', () => inTime(tidy(), { clock, closing }));
      background.run('look at what other programs have kept', () =>
        watchForeignChanges({ db: database, clock, signal: closing, onChange: tell }),
      );
      return rebuilt;
    },
    close: () => inTime(works.close(), { clock, closing }),
  };
};

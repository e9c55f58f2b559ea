/** The handlers of the library's calls. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Ports } from '../ports.ts';
import type { Bundles } from './bundle/bundle.ts';
import type { LibraryImport } from './bundle/import.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import type { Exports } from './export/exports.ts';
import type { createDragOut } from './item/drag-out.ts';
import type { OpenFile } from './item/open-file.ts';
import type { Reopen } from './item/reopen.ts';
import type { createLibraryStorage } from './location/storage.ts';
import { type RebuildDeps, rebuildCatalogue, withPendingRebuild } from './rebuild/rebuild.ts';
import type { Relocation } from './relocate/relocate.ts';
import type { Trash } from './trash/trash.ts';
import type { LibraryWorks } from './work.ts';

export const createLibraryHandlers = (deps: {
  readonly host: Pick<Ports, 'reveal' | 'chooseFolder'>;
  readonly catalogue: Catalogue;
  readonly openFile: OpenFile;
  readonly reopen: Reopen;
  readonly dragOut: ReturnType<typeof createDragOut>;
  readonly works: LibraryWorks;
  readonly trash: Trash;
  readonly bundles: Bundles;
  readonly importing: LibraryImport;
  readonly relocation: Relocation;
  readonly storage: ReturnType<typeof createLibraryStorage>;
  readonly exports: Pick<Exports, 'make' | 'cancel'>;
  readonly rebuild: RebuildDeps;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  /** Announces that the library has changed. */
  readonly announce: () => void;
}): HandlersOf<'library'> => {
  const { host, catalogue, openFile, works, trash, bundles, importing, relocation, storage, exports } = deps;
  const call = { signal: deps.closing };
  const announced = <T>(result: Result<T>): Result<T> => {
    deps.announce();
    return result;
  };
  return {
    list: async (page) => catalogue.list(page),
    ids: async ({ query }) => {
      const ids = catalogue.ids(query);
      return ids.ok ? ok([...ids.value]) : ids;
    },
    overview: async () => catalogue.overview(),
    get: async ({ itemId }) => catalogue.get(itemId),
    related: async ({ itemId }) => {
      const related = catalogue.related(itemId);
      return related.ok ? ok([...related.value]) : related;
    },
    reveal: async ({ itemId }) => {
      const folder = openFile.folder(itemId);
      if (!folder.ok) return folder;
      if (host.reveal === undefined) return fail('not-supported-by-host');
      await host.reveal(folder.value);
      return ok({});
    },
    export: ({ itemId, besideId, choices }) => exports.make({ itemId, besideId, choices }),
    cancelExport: async ({ itemId }) => {
      exports.cancel(itemId);
      return ok({});
    },
    mark: async ({ itemIds, change }) => announced(await catalogue.mark(itemIds, change)),
    remove: async ({ itemIds }) => announced(await catalogue.remove(itemIds)),
    restore: async ({ itemIds }) => announced(await catalogue.restore(itemIds)),
    deleteForever: async ({ itemIds }) =>
      announced(await works.run('delete', (course) => trash.deleteForever(itemIds, course))),
    rebuild: async () =>
      announced(await works.run('rebuild', (course) => rebuildCatalogue(deps.rebuild, course))),
    storage: async () => storage(call),
    move: async ({ to }) => {
      const moved = announced(await works.run('move', (course) => relocation.move({ to, ...course })));
      return moved.ok ? storage(call) : moved;
    },
    deleteOldCopies: async () => {
      const deleted = await works.run('delete', async (course): Promise<Result<unknown>> => {
        const late = await relocation.deleteOldCopies(course);
        // Late items are not in the catalogue.
        return late.ok && late.value > 0 ? rebuildCatalogue(deps.rebuild, course) : late;
      });
      if (!deleted.ok) return deleted;
      deps.announce();
      return storage(call);
    },
    chooseFolder: async () =>
      host.chooseFolder === undefined
        ? fail('not-supported-by-host')
        : ok({ folder: await host.chooseFolder() }),
    bundle: async ({ itemIds }) => works.run('bundle', (course) => bundles.make({ itemIds, ...course })),
    import: async ({ path }) =>
      announced(
        await works.run('import', (course) =>
          withPendingRebuild(deps.rebuild.db, () => importing.importFrom({ path, ...course })),
        ),
      ),
    cancelWork: async () => {
      works.cancel();
      return ok({});
    },
    drag: ({ itemId }) => deps.dragOut(itemId),
    reopen: ({ itemId }) => deps.reopen.inputs(itemId),
    source: ({ itemId, file }) => deps.reopen.video(itemId, file),
  };
};

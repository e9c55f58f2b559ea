/** Imports items of another library: all are unpacked and verified in a staging folder, then moved in whole. */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import type { Imported, LeftAlone } from '#contract/model/library-work.ts';
import type { Log } from '../../ports.ts';
import { type FolderOperations, folderOperations } from '../../storage/atomic.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { FoundItem } from '../catalogue/catalogue.ts';
import { itemFolderFor, itemIdFor, readItem } from '../item/item-folder.ts';
import { foldersIn, pathExists } from '../item/library-folders.ts';
import { readMarksFile } from '../item/marks-file.ts';
import { toLibraryError } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';
import type { WorkCall } from '../work.ts';
import { openFolder } from './import-folder.ts';
import { type TakeDeps, type Taken, takeItem } from './import-item.ts';
import { bytesOf, type Offer } from './import-offer.ts';
import { openBundle } from './import-zip.ts';

export type ImportDeps = Pick<TakeDeps, 'probe'> & {
  readonly location: Pick<LibraryLocation, 'ready'>;
  /** The catalogue's item; null: it has none with this id. */
  readonly known: (id: ItemId) => Result<Item | null>;
  readonly insertAll: (entries: readonly FoundItem[]) => Result<unknown>;
  readonly freeBytes: (folder: string) => Promise<number | null>;
  readonly log: Log;
  readonly files?: FolderOperations;
};

export type LibraryImport = {
  /** `path`: full path of a bundle, of an item's folder, or of a library folder of another machine. */
  readonly importFrom: (request: { readonly path: string } & WorkCall) => Promise<Result<Imported>>;
  /** Removes the staging folders of imports that were killed. */
  readonly cleanup: () => Promise<void>;
};

const asidePrefix = '.importing-';

/** Number of items inserted into the catalogue in one transaction; other calls wait meanwhile. */
const insertBatchSize = 200;

type Aside = Extract<Taken, { readonly kind: 'aside' }>;

const isSameResult = (one: Item, other: Item): boolean =>
  one.result.facts.sha256 === other.result.facts.sha256;

export const createImport = (deps: ImportDeps): LibraryImport => {
  const { location, known, log, files = folderOperations } = deps;
  /** Different at each start, so that the cleanup of earlier staging folders does not remove it. */
  const asideName = `${asidePrefix}${randomUUID()}`;

  /** Deterministic, so that a bundle that is imported twice is recognised. */
  const idFor = (item: Item): Result<ItemId | null> => {
    for (let attempt = 0; ; attempt += 1) {
      const name = { id: `${item.id}:${item.result.facts.sha256}`, createdAt: item.createdAt };
      const id = attempt === 0 ? item.id : itemIdFor(name, attempt);
      const present = known(id);
      if (!present.ok) return present;
      if (present.value === null) return ok(id);
      if (isSameResult(present.value, item)) return ok(null);
    }
  };

  const open = async (path: string, signal: AbortSignal): Promise<Result<Offer>> => {
    try {
      const found = await stat(path);
      return await (found.isDirectory() ? openFolder(path, signal) : openBundle(path, signal));
    } catch (cause) {
      return signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, basename(path)) };
    }
  };

  const takeAll = async (
    offer: Offer,
    asideFolder: string,
    call: WorkCall,
  ): Promise<Result<Omit<Imported, 'added'> & { readonly aside: readonly Aside[] }>> => {
    const totalBytes = offer.items.reduce((sum, item) => sum + bytesOf(item), 0);
    const leftOut: LeftAlone[] = [...offer.leftOut];
    const aside: Aside[] = [];
    const ids = new Set<ItemId>();
    let knownCount = 0;
    let doneBytes = 0;
    for (const [index, offered] of offer.items.entries()) {
      if (call.signal.aborted) return fail('cancelled');
      const room = await deps.freeBytes(asideFolder);
      if (room !== null && room < bytesOf(offered)) return fail('disk-full', { subject: 'library' });
      let itemBytes = 0;
      const onBytes = (bytes: number): void => {
        itemBytes += bytes;
        call.onProgress((doneBytes + itemBytes) / Math.max(1, totalBytes));
      };
      const into = join(asideFolder, String(index));
      const taken = await takeItem(
        { ...deps, idFor, files },
        { offered, into, signal: call.signal, onBytes },
      );
      if (!taken.ok) return taken;
      doneBytes += bytesOf(offered);
      call.onProgress(doneBytes / Math.max(1, totalBytes));
      if (taken.value.kind === 'aside' && !ids.has(taken.value.item.id)) {
        ids.add(taken.value.item.id);
        aside.push(taken.value);
        continue;
      }
      await files.remove(into);
      if (taken.value.kind === 'known') knownCount += 1;
      else
        leftOut.push({
          folder: offered.folder,
          why: taken.value.kind === 'left-out' ? taken.value.why : 'same-id',
        });
    }
    return ok({ known: knownCount, leftOut, aside });
  };

  /** null: another item occupies the folder. A complete folder of the same item that the catalogue lacks is accepted. */
  const moveOne = async (library: string, { item, marks, path }: Aside): Promise<FoundItem | null> => {
    const folder = itemFolderFor(item, item.id);
    const target = join(library, folder);
    if (!(await pathExists(target))) {
      await files.moveIn(path, target);
      return { item, folder, marks, seen: null };
    }
    const present = await readItem(target);
    if (present === null || present.id !== item.id || !isSameResult(present, item)) return null;
    const file = await readMarksFile(target);
    return { item: present, folder, marks: file.kind === 'marks' ? file.marks : marks, seen: null };
  };

  /** Inserts the items into the catalogue, or removes their folders again. `false` in `moved`: the folder existed before. */
  const list = async (library: string, moved: ReadonlyMap<FoundItem, boolean>): Promise<Result<void>> => {
    const inserted = deps.insertAll([...moved.keys()]);
    if (inserted.ok) return ok(undefined);
    for (const [{ folder }, isMoved] of moved) if (isMoved) await files.remove(join(library, folder));
    return inserted;
  };

  const moveSome = async (
    library: string,
    aside: readonly Aside[],
  ): Promise<Result<readonly LeftAlone[]>> => {
    const moved = new Map<FoundItem, boolean>();
    const leftOut: LeftAlone[] = [];
    let listed: Result<void> = ok(undefined);
    try {
      for (const one of aside) {
        const entry = await moveOne(library, one);
        if (entry === null) leftOut.push({ folder: one.item.id, why: 'same-id' });
        else moved.set(entry, !(await pathExists(one.path)));
      }
    } finally {
      listed = await list(library, moved);
    }
    return listed.ok ? ok(leftOut) : listed;
  };

  /** Cannot be cancelled, so that each item is either imported or not. */
  const moveAll = async (library: string, aside: readonly Aside[]): Promise<Result<readonly LeftAlone[]>> => {
    const leftOut: LeftAlone[] = [];
    for (let from = 0; from < aside.length; from += insertBatchSize) {
      const present = location.ready();
      if (!present.ok) return present;
      if (present.value !== library) return fail('library-busy');
      const some = await moveSome(library, aside.slice(from, from + insertBatchSize));
      if (!some.ok) return some;
      leftOut.push(...some.value);
    }
    return ok(leftOut);
  };

  const take = async (offer: Offer, library: string, call: WorkCall): Promise<Result<Imported>> => {
    const asideFolder = join(library, asideName);
    try {
      await files.remove(asideFolder);
      await files.makeFolder(asideFolder);
      const taken = await takeAll(offer, asideFolder, call);
      if (!taken.ok) return taken;
      if (call.signal.aborted) return fail('cancelled');
      const moved = await moveAll(library, taken.value.aside);
      if (!moved.ok) return moved;
      const { known: knownCount, leftOut, aside } = taken.value;
      return ok({
        added: aside.length - moved.value.length,
        known: knownCount,
        leftOut: [...leftOut, ...moved.value],
      });
    } catch (cause) {
      if (call.signal.aborted) return fail('cancelled');
      log.error('import failed', { cause });
      return { ok: false, error: toLibraryError(cause, location) };
    } finally {
      await files
        .remove(asideFolder)
        .catch((cause: unknown) => log.warn('staging folder of import not removed', { cause }));
    }
  };

  return {
    importFrom: async ({ path, ...call }) => {
      const library = location.ready();
      if (!library.ok) return library;
      const offer = await open(path, call.signal);
      if (!offer.ok) return offer;
      try {
        return await take(offer.value, library.value, call);
      } finally {
        offer.value.close();
      }
    },
    cleanup: async () => {
      const library = location.ready();
      if (!library.ok) return;
      for (const name of await foldersIn(library.value)) {
        if (!name.startsWith(asidePrefix) || name === asideName) continue;
        await files
          .remove(join(library.value, name))
          .catch((cause: unknown) => log.warn('staging folder of import not removed', { cause }));
      }
    },
  };
};

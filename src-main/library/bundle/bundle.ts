/** Bundles: zip files of items that another machine can import. Each is kept for a day. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { type BundleId, bundleIdSchema, type MadeBundle } from '#contract/model/library-work.ts';
import type { Clock, Log } from '../../ports.ts';
import { folderOperations, realDisk } from '../../storage/atomic.ts';
import { removeLeftover, rename } from '../../storage/busy-retry.ts';
import { shrinkFolder } from '../../storage/cache-folder.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { itemFileName } from '../item/item-folder.ts';
import { marksFileName } from '../item/marks-file.ts';
import { isPlaceholder } from '../item/sync-service.ts';
import type { WorkCall } from '../work.ts';
import { maxBundledItems } from './bundle-manifest.ts';
import { type BundleSource, writeBundle } from './bundle-write.ts';

/** How long a finished bundle is kept. */
const retentionMs = 24 * 3600 * 1000;

export type Bundles = {
  /** Resolves when the file is written. */
  readonly make: (request: { readonly itemIds: readonly ItemId[] } & WorkCall) => Promise<Result<MadeBundle>>;
  /** null: there is no such bundle, or it was removed. `path`: full path; `name`: the file name of a download. */
  readonly pathOf: (id: BundleId) => { readonly path: string; readonly name: string } | null;
  /** Removes a finished bundle before it expires. */
  readonly discard: (id: BundleId) => Promise<void>;
  /** Removes expired bundles, and partial ones that a killed program left. */
  readonly cleanup: () => Promise<void>;
};

export type BundleDeps = {
  /** `folder`: full path without symbolic links. */
  readonly find: (id: ItemId) => Promise<Result<{ readonly item: Item; readonly folder: string }>>;
  /** Full path of a folder that holds bundles only. */
  readonly folder: string;
  readonly freeBytes: (folder: string) => Promise<number | null>;
  readonly now: Clock['now'];
  readonly log: Log;
};

const bundleName = (items: number, now: Date): string =>
  `understudy-${items}-results-${now.toISOString().slice(0, 10)}.zip`;

/** null: there is no file. Links are not followed. */
const sizeOf = async (path: string): Promise<number | null> => {
  try {
    const found = await lstat(path);
    return found.isFile() ? found.size : null;
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return null;
    throw cause;
  }
};

export const createBundles = (deps: BundleDeps): Bundles => {
  const { folder, now, log } = deps;
  const names = new Map<BundleId, string>();
  const pathFor = (id: BundleId) => join(folder, `${id}.zip`);

  const sourceOf = async (id: ItemId): Promise<Result<BundleSource>> => {
    const found = await deps.find(id);
    if (!found.ok) return found;
    const { item } = found.value;
    const media = [item.image.file, item.video.file, item.result.file, item.poster.file];
    const files: { name: string; sizeBytes: number }[] = [];
    for (const name of new Set([itemFileName, marksFileName, ...media])) {
      const sizeBytes = await sizeOf(join(found.value.folder, name));
      if (sizeBytes !== null && sizeBytes > 0) files.push({ name, sizeBytes });
      else if (sizeBytes === 0 || (await isPlaceholder(join(found.value.folder, name))))
        return fail('item-file-empty', { subject: name });
      else if (name !== marksFileName) return fail('item-files-missing', { subject: name });
    }
    return ok({ id, folder: found.value.folder, files });
  };

  const sourcesOf = async (
    itemIds: readonly ItemId[],
    signal: AbortSignal,
  ): Promise<Result<readonly BundleSource[]>> => {
    const sources: BundleSource[] = [];
    for (const id of new Set(itemIds)) {
      if (signal.aborted) return fail('cancelled');
      const source = await sourceOf(id);
      if (!source.ok) return source;
      sources.push(source.value);
    }
    return ok(sources);
  };

  const cleanup = async (): Promise<void> => {
    // Bundles expire by age, not by size. The name of a partial bundle starts with a dot.
    await shrinkFolder({ folder, maxBytes: Number.MAX_SAFE_INTEGER, now: now() });
    for (const name of await realDisk.list(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && !name.startsWith('.') && now().getTime() - found.mtimeMs > retentionMs)
        await removeLeftover(path);
    }
  };

  const write = async (sources: readonly BundleSource[], call: WorkCall): Promise<Result<MadeBundle>> => {
    const totalBytes = sources
      .flatMap(({ files }) => files)
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const id = bundleIdSchema.parse(randomUUID());
    const making = join(folder, `.${id}.zip`);
    try {
      await mkdir(folder, { recursive: true });
      await cleanup();
      const room = await deps.freeBytes(folder);
      if (room !== null && room < totalBytes) return fail('disk-full', { subject: 'bundles' });
      let doneBytes = 0;
      const onBytes = (bytes: number) => {
        doneBytes += bytes;
        call.onProgress(doneBytes / Math.max(1, totalBytes));
      };
      await writeBundle({ sources, to: making, now: now(), signal: call.signal, onBytes });
      if (call.signal.aborted) return fail('cancelled');
      await rename(making, pathFor(id));
      await realDisk.flushFolder(folder);
      const name = bundleName(sources.length, now());
      names.set(id, name);
      const { size } = await stat(pathFor(id));
      return ok({ id, name, sizeBytes: size, items: sources.length });
    } catch (cause) {
      if (call.signal.aborted) return fail('cancelled');
      log.error('bundle failed', { cause });
      return { ok: false, error: toFileError(cause, 'bundles') };
    } finally {
      await folderOperations
        .remove(making)
        .catch((cause: unknown) => log.warn('partial bundle not removed', { cause }));
    }
  };

  return {
    make: async ({ itemIds, ...call }) => {
      if (itemIds.length > maxBundledItems)
        return fail('bad-request', { reason: 'too-many-items', max: maxBundledItems });
      try {
        const sources = await sourcesOf(itemIds, call.signal);
        return sources.ok ? await write(sources.value, call) : sources;
      } catch (cause) {
        log.error('files for bundle not readable', { cause });
        return { ok: false, error: toFileError(cause, 'library') };
      }
    },
    pathOf: (id) => {
      const name = names.get(id);
      const path = pathFor(id);
      return name === undefined || !existsSync(path) ? null : { path, name };
    },
    discard: async (id) => {
      names.delete(id);
      await removeLeftover(pathFor(id));
    },
    cleanup,
  };
};

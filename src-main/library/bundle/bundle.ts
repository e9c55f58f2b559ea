/** Bundles: zip files of items that another machine can import. Each is kept for a day. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { type BundleId, bundleIdSchema, type MadeBundle } from '#contract/model/library-work.ts';
import type { Clock, Log } from '../../ports.ts';
import { folderOperations, realDisk } from '../../storage/atomic.ts';
import { rename } from '../../storage/busy-retry.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { createFinishedFiles, type FinishedFiles } from '../finished-files.ts';
import { itemFileName } from '../item/item-folder.ts';
import { marksFileName } from '../item/marks-file.ts';
import { isPlaceholder } from '../item/sync-service.ts';
import type { WorkCall } from '../work.ts';
import { maxBundledItems } from './bundle-manifest.ts';
import { type BundleSource, writeBundle } from './bundle-write.ts';

export type Bundles = Pick<FinishedFiles<BundleId>, 'pathOf' | 'discard' | 'cleanup'> & {
  /** Resolves when the file is written. */
  readonly make: (request: { readonly itemIds: readonly ItemId[] } & WorkCall) => Promise<Result<MadeBundle>>;
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
  // Bundles expire by age, not by size.
  const maxBytes = Number.MAX_SAFE_INTEGER;
  const finished = createFinishedFiles<BundleId>({ folder, extension: '.zip', maxBytes, now });

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

  const write = async (sources: readonly BundleSource[], call: WorkCall): Promise<Result<MadeBundle>> => {
    const totalBytes = sources
      .flatMap(({ files }) => files)
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const id = bundleIdSchema.parse(randomUUID());
    const making = join(folder, `.${id}.zip`);
    try {
      await mkdir(folder, { recursive: true });
      await finished.cleanup();
      const room = await deps.freeBytes(folder);
      if (room !== null && room < totalBytes) return fail('disk-full', { subject: 'bundles' });
      let doneBytes = 0;
      const onBytes = (bytes: number) => {
        doneBytes += bytes;
        call.onProgress(doneBytes / Math.max(1, totalBytes));
      };
      await writeBundle({ sources, to: making, now: now(), signal: call.signal, onBytes });
      if (call.signal.aborted) return fail('cancelled');
      const path = finished.pathFor(id);
      await rename(making, path);
      await realDisk.flushFolder(folder);
      const name = bundleName(sources.length, now());
      finished.add(id, name);
      const { size } = await stat(path);
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
    pathOf: finished.pathOf,
    discard: finished.discard,
    cleanup: finished.cleanup,
  };
};

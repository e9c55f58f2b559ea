/** Handlers of the calls of terminals. */
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { App } from '../app.ts';
import { copyFile, removeLeftover, rename } from '../storage/busy-retry.ts';
import { toFileError } from '../storage/file-error.ts';
import type { OwnerHandlers } from './owner-calls.ts';

/** Atomic: `to` is complete or does not exist. Both are full paths. */
const copyWhole = async (from: string, to: string): Promise<Result<Record<string, never>>> => {
  const aside = join(dirname(to), `.${randomUUID()}.part`);
  try {
    await copyFile(from, aside);
    await rename(aside, to);
    return ok({});
  } catch (cause) {
    await removeLeftover(aside);
    return { ok: false, error: toFileError(cause, basename(to)) };
  }
};

export const createOwnerHandlers = (deps: {
  readonly app: Pick<App, 'resume' | 'itemPaths' | 'copyOut' | 'exports' | 'bundles'>;
  /**
   * Brings the window to the front and gives its page the files, as full paths; returns the address of browser mode,
   * null in other hosts.
   */
  readonly show: (files: readonly string[]) => string | null;
}): OwnerHandlers => {
  const { app, show } = deps;
  return {
    resume: async ({ jobIds }) => {
      await app.resume(jobIds);
      return ok({});
    },
    itemPaths: ({ itemId }) => app.itemPaths(itemId),
    copyOut: ({ itemId, folder }) => app.copyOut(itemId, folder),
    makeExport: ({ audioPath, ...request }) =>
      app.exports.make({ ...request, ...(audioPath === null ? {} : { audioPath }) }),
    takeExport: async ({ exportId, path }) => {
      const found = app.exports.pathOf(exportId);
      if (found === null) return fail('internal', { subject: 'export' });
      const copied = await copyWhole(found.path, path);
      await app.exports.discard(exportId);
      return copied;
    },
    takeBundle: async ({ bundleId, path }) => {
      const found = app.bundles.pathOf(bundleId);
      if (found === null) return fail('internal', { subject: 'bundle' });
      const copied = await copyWhole(found.path, path);
      await app.bundles.discard(bundleId);
      return copied;
    },
    show: async ({ files }) => ok({ address: show(files) }),
  };
};

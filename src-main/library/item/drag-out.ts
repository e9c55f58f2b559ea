/** Drags a result's file out of the window under a descriptive name: the stored file has the same name in every folder. */
import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { safeFileName } from '#contract/rules/naming.ts';
import type { Ports } from '../../ports.ts';
import { folderOperations } from '../../storage/atomic.ts';
import { removeTree } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import { withNameLimit } from '../../storage/path.ts';
import type { OpenFile } from './open-file.ts';

export const createDragOut =
  (deps: {
    readonly openFile: Pick<OpenFile, 'file'>;
    /** undefined: not supported by this host. */
    readonly drag: Ports['drag'];
    /** Full path of a folder of its own, removed when the program closes. */
    readonly folder: string;
  }) =>
  async (itemId: ItemId): Promise<Result<Record<string, never>>> => {
    const { openFile, drag } = deps;
    if (drag === undefined) return fail('not-supported-by-host');
    const [result, poster] = await Promise.all([
      openFile.file({ itemId, file: 'result' }),
      openFile.file({ itemId, file: 'poster' }),
    ]);
    if (!result.ok) return result;
    if (!poster.ok) return poster;
    const folder = join(deps.folder, itemId);
    const { name: stem, ext: extension } = parse(result.value.downloadName);
    try {
      await removeTree(folder);
      await mkdir(folder, { recursive: true });
      const path = await withNameLimit(async (maxBytes) => {
        const named = join(folder, safeFileName({ stem, extension }, maxBytes));
        await folderOperations.place(result.value.path, named);
        return named;
      });
      drag({ path, iconPath: poster.value.path });
      return ok({});
    } catch (cause) {
      return { ok: false, error: toFileError(cause, result.value.downloadName) };
    }
  };

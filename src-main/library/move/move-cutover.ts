/** The one short step in which the new place becomes the library: marks that changed meanwhile, then the setting. */
import { lstatSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { replaceFile } from '../../storage/atomic.ts';
import { removeFileSync } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import { isThere } from '../../storage/path.ts';
import { marksFileName } from '../item/marks-file.ts';
import type { MoveDeps } from './move-deps.ts';
import type { Brought } from './move-items.ts';

type Entry = { readonly folder: string; readonly marks: unknown };

export type ChangeOver = (request: {
  /** Full paths. */
  readonly from: string;
  readonly to: string;
  readonly copied: ReadonlyMap<string, Brought>;
  /** As the list was before the first item was copied. */
  readonly before: readonly Entry[];
}) => Result<
  /** Items came in meanwhile, which have to be copied first. */
  | { readonly isDone: false }
  /** `deleted`: folders that were copied and are items no longer. */
  | { readonly isDone: true; readonly deleted: readonly string[] }
>;

/** The file says what the list says; one that is not there says nothing. */
const bringMarks = (from: string, to: string, replace: typeof replaceFile): void => {
  const found = lstatSync(from, { throwIfNoEntry: false });
  if (found?.isFile()) replace(to, readFileSync(from, 'utf8'), found.mode & 0o777);
  else removeFileSync(to);
};

export const createChangeOver = (
  deps: Pick<MoveDeps, 'location' | 'settings' | 'list' | 'changeOver'> & {
    readonly replace: typeof replaceFile;
    readonly defaultFolder: string;
  },
): ChangeOver => {
  const { location, settings, replace, defaultFolder } = deps;
  return ({ from, to, copied, before }) => {
    const textBefore = new Map(before.map(({ folder, marks }) => [folder, JSON.stringify(marks)]));
    let isLate = false;
    let isSet = false;
    let deleted: readonly string[] = [];

    const change = (): Result<void> => {
      const listed = deps.list();
      if (!listed.ok) return listed;
      const inList = new Set(listed.value.map(({ folder }) => folder));
      isLate = listed.value.some(({ folder }) => !copied.has(folder) && isThere(join(from, folder)));
      if (isLate) return fail('library-busy');
      deleted = [...copied.keys()].filter((folder) => !inList.has(folder) && !isThere(join(from, folder)));
      for (const { folder, marks } of listed.value) {
        const brought = copied.get(folder);
        if (brought === undefined) continue;
        if (!brought.isMarksOld && textBefore.get(folder) === JSON.stringify(marks)) continue;
        bringMarks(join(from, folder, marksFileName), join(to, folder, marksFileName), replace);
      }
      // Last, because a disk that went away meanwhile looks like one whose items were deleted.
      const present = location.ready();
      if (!present.ok) return present;
      if (present.value !== from) return fail('library-busy');
      const set = settings.set({
        libraryFolder: to === defaultFolder ? '' : to,
        libraryLeftBehind: from,
      });
      isSet = set.ok;
      return set.ok ? ok(undefined) : set;
    };

    const changed = deps.changeOver(() => {
      try {
        return change();
      } catch (cause) {
        return { ok: false, error: toFileError(cause, basename(to)) };
      }
    });
    if (isLate) return ok({ isDone: false });
    // The setting decides where the library is, even where the database could not end what held the others off.
    return changed.ok || isSet ? ok({ isDone: true, deleted }) : changed;
  };
};

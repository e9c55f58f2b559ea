/** The cutover to the new location in one short step: copies marks that changed meanwhile, then changes the setting. */
import { lstatSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import { type Disk, replaceSync } from '../../storage/atomic.ts';
import { toFileError } from '../../storage/file-error.ts';
import { pathExistsSync } from '../../storage/path.ts';
import { marksFileName } from '../item/marks-file.ts';
import type { LibraryLocation } from '../location/location.ts';

/** `folder`: relative to the library; `marks`: plain data. */
export type ListedItem = { readonly folder: string; readonly marks: unknown };

export type CutoverDeps = {
  readonly location: LibraryLocation;
  readonly settings: {
    readonly set: (change: Pick<Settings, 'libraryFolder'>) => Result<unknown>;
  };
  /** All items of the catalogue, including the trash. */
  readonly list: () => Result<readonly ListedItem[]>;
  /** Runs `work` while nothing else can change the catalogue; where it fails, nothing is changed. */
  readonly cutover: (work: () => Result<void>) => Result<void>;
  readonly disk: Disk;
};

type Cutover = (request: {
  /** Full paths. */
  readonly from: string;
  readonly to: string;
  /** `isMarksOld`: the copy existed before and has other marks. */
  readonly copied: ReadonlyMap<string, { readonly isMarksOld: boolean }>;
  /** The catalogue before the first item was copied. */
  readonly before: readonly ListedItem[];
}) => Result<
  /** Items were added meanwhile, which have to be copied first. */
  | { readonly isDone: false }
  /** `deleted`: folders that were copied and whose items were deleted since. */
  | { readonly isDone: true; readonly deleted: readonly string[] }
>;

/** Copies marks.json, which agrees with the catalogue; where it is missing, removes the copy. */
const copyMarks = (disk: Disk, from: string, to: string): void => {
  if (lstatSync(from, { throwIfNoEntry: false })?.isFile()) replaceSync(disk, to, readFileSync(from, 'utf8'));
  else disk.removeSync(to);
};

export const createCutover = (deps: CutoverDeps & { readonly defaultFolder: string }): Cutover => {
  const { location, settings, disk, defaultFolder } = deps;
  return ({ from, to, copied, before }) => {
    const textBefore = new Map(before.map(({ folder, marks }) => [folder, JSON.stringify(marks)]));
    let isLate = false;
    let isSet = false;
    let deleted: readonly string[] = [];

    const change = (): Result<void> => {
      const listed = deps.list();
      if (!listed.ok) return listed;
      const inList = new Set(listed.value.map(({ folder }) => folder));
      isLate = listed.value.some(({ folder }) => !copied.has(folder) && pathExistsSync(join(from, folder)));
      if (isLate) return fail('library-busy');
      deleted = [...copied.keys()].filter(
        (folder) => !inList.has(folder) && !pathExistsSync(join(from, folder)),
      );
      for (const { folder, marks } of listed.value) {
        const copy = copied.get(folder);
        if (copy === undefined) continue;
        if (!copy.isMarksOld && textBefore.get(folder) === JSON.stringify(marks)) continue;
        copyMarks(disk, join(from, folder, marksFileName), join(to, folder, marksFileName));
      }
      // Last, because on a disk that went away meanwhile all items seem to be deleted.
      const present = location.ready();
      if (!present.ok) return present;
      if (present.value !== from) return fail('library-busy');
      const set = settings.set({ libraryFolder: to === defaultFolder ? '' : to });
      isSet = set.ok;
      return set.ok ? ok(undefined) : set;
    };

    const changed = deps.cutover(() => {
      try {
        return change();
      } catch (cause) {
        return { ok: false, error: toFileError(cause, basename(to)) };
      }
    });
    if (isLate) return ok({ isDone: false });
    // The setting decides where the library is, even where the transaction that excluded other writers failed.
    return changed.ok || isSet ? ok({ isDone: true, deleted }) : changed;
  };
};

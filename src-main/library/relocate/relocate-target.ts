/** Decides whether the library can be moved to a folder: reads facts at its real path, then judges them. */
import type { Stats } from 'node:fs';
import { lstat, mkdtemp, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { type ErrorReason, fail, ok, type Result } from '#contract/errors.ts';
import { removeTree } from '../../storage/busy-retry.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { isMonth } from '../item/library-folders.ts';
import { isServiceName } from '../item/sync-service.ts';
import { readMarker } from '../location/location.ts';

export type TargetFacts = {
  /** The last part of the folder's path. */
  readonly name: string;
  readonly isAbsolute: boolean;
  /** Its position relative to the library, with links resolved. `in-data`: inside the program's data folder. */
  readonly relation: 'same' | 'inside' | 'around' | 'in-data' | 'apart';
  /** `this-library`: it has the marker of the library that is moved. */
  readonly found: 'missing' | 'empty' | 'this-library' | 'another-library' | 'not-empty' | 'no-folder';
  readonly isWritable: boolean;
  /** null: unknown. */
  readonly freeBytes: number | null;
};

type FolderProblem = Exclude<ErrorReason<'folder-unsuitable'>, 'item-differs'>;

const locationProblem = (facts: TargetFacts): FolderProblem | null => {
  if (!facts.isAbsolute) return 'not-absolute';
  switch (facts.relation) {
    case 'same':
      return 'same';
    case 'inside':
      return 'inside-library';
    case 'around':
      return 'around-library';
    case 'in-data':
      return 'in-data-folder';
    case 'apart':
      return null;
  }
};

const contentProblem = ({ found }: TargetFacts): FolderProblem | null => {
  switch (found) {
    case 'another-library':
      return 'another-library';
    case 'not-empty':
      return 'not-empty';
    case 'no-folder':
      return 'not-a-folder';
    case 'missing':
    case 'empty':
    case 'this-library':
      return null;
  }
};

/** `neededBytes`: bytes still to be copied. They are needed even on the library's own disk. */
export const judgeTarget = (facts: TargetFacts, neededBytes: number): Result<void> => {
  const { name, freeBytes } = facts;
  const problem = locationProblem(facts) ?? contentProblem(facts);
  if (problem !== null) return fail('folder-unsuitable', { subject: name, reason: problem });
  if (!facts.isWritable) return fail('folder-unwritable', { subject: name });
  return freeBytes !== null && freeBytes < neededBytes ? fail('disk-full', { subject: name }) : ok(undefined);
};

const isMissing = (cause: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '');

const statOf = (path: string): Promise<Stats | null> =>
  lstat(path).catch((cause: unknown) => {
    if (isMissing(cause)) return null;
    throw cause;
  });

/** `nearest`: the deepest existing folder on the path. */
const followLinks = async (path: string): Promise<{ readonly real: string; readonly nearest: string }> => {
  try {
    const real = await realpath(path);
    return { real, nearest: real };
  } catch (cause) {
    if (!isMissing(cause) || dirname(path) === path) throw cause;
    const above = await followLinks(dirname(path));
    return { real: join(above.real, basename(path)), nearest: above.nearest };
  }
};

/** Includes the folder itself. */
const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

const relationOf = (
  real: string,
  {
    library,
    data,
    defaultLocation,
  }: { readonly library: string; readonly data: string; readonly defaultLocation: string },
): TargetFacts['relation'] => {
  if (real === library) return 'same';
  if (isWithin(library, real)) return 'inside';
  if (isWithin(real, library)) return 'around';
  return real !== defaultLocation && isWithin(data, real) ? 'in-data' : 'apart';
};

/** Files of services, and write tests that a killed program left. */
const isIgnored = (name: string): boolean => isServiceName(name) || name.startsWith('.understudy-');

/** Whether a folder is empty but for files that services leave, also in month folders of a library that was moved away. */
const isBare = async (folder: string, isTop = true): Promise<boolean> => {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    if (isIgnored(entry.name)) continue;
    const isOfLibrary = entry.isDirectory() && (isMonth(entry.name) || !isTop);
    if (!isOfLibrary || !(await isBare(join(folder, entry.name), false))) return false;
  }
  return true;
};

const foundIn = async (real: string, libraryId: string): Promise<TargetFacts['found']> => {
  const found = await statOf(real);
  if (found === null) return 'missing';
  if (!found.isDirectory()) return 'no-folder';
  const marker = readMarker(real);
  if (marker !== null) return marker === libraryId ? 'this-library' : 'another-library';
  return (await isBare(real)) ? 'empty' : 'not-empty';
};

/** Tests by creating a folder: permissions, read-only disks and operating systems refuse writes in different ways. */
const canWriteIn = async (folder: string): Promise<boolean> => {
  try {
    const made = await mkdtemp(join(folder, '.understudy-try-'));
    // A test folder that cannot be removed is ignored later.
    await removeTree(made).catch(() => undefined);
    return true;
  } catch {
    return false;
  }
};

/**
 * `folder`: the full path with all links resolved; for the default folder, the program's own path of it. Throws errors
 * of the file system.
 */
export const checkTarget = async (request: {
  readonly to: string;
  readonly libraryFolder: string;
  readonly libraryId: string;
  readonly dataFolder: string;
  readonly defaultFolder: string;
  readonly freeBytes: (folder: string) => Promise<number | null>;
}): Promise<{ readonly facts: TargetFacts; readonly folder: string }> => {
  const { to, libraryId } = request;
  const name = basename(to);
  if (!isAbsolute(to)) {
    const nothing = { relation: 'apart', found: 'missing', isWritable: false, freeBytes: null } as const;
    return { facts: { name, isAbsolute: false, ...nothing }, folder: to };
  }
  const { real, nearest } = await followLinks(to);
  const found = await foundIn(real, libraryId);
  const [library, data, defaultLocation] = await Promise.all(
    [request.libraryFolder, request.dataFolder, request.defaultFolder].map(
      async (path) => (await followLinks(path)).real,
    ),
  );
  if (library === undefined || data === undefined || defaultLocation === undefined)
    throw new Error('A path was not followed.');
  return {
    facts: {
      name,
      isAbsolute: true,
      relation: relationOf(real, { library, data, defaultLocation }),
      found,
      isWritable: found !== 'no-folder' && (await canWriteIn(nearest)),
      freeBytes: await request.freeBytes(nearest),
    },
    folder: real === defaultLocation ? request.defaultFolder : real,
  };
};

/** The disk space that the library uses, and the space that is free. Measured at each call. */
import { access, constants, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import { defaultLibraryFolder, findMarker, type LibraryLocation } from './location.ts';

/** Concurrent file status calls: a network drive answers slowly, and a disk is not faster with more. */
const maxConcurrency = 16;

export type StorageDeps = {
  readonly dataFolder: string;
  /** Full path of the folder for files that can be recreated. */
  readonly workFolder: string;
  readonly location: LibraryLocation;
  /** All items of the catalogue. `folder`: relative to the library, with forward slashes. */
  readonly list: () => Result<readonly { readonly folder: string; readonly isInTrash: boolean }[]>;
  /** Full paths of the folders in which moves have left a copy. */
  readonly oldCopies: () => readonly string[];
  readonly freeBytes: (folder: string) => Promise<number | null>;
};

type Seen = { readonly path: string; readonly sizeBytes: number };

/** Visits every file below `root`, a few at a time. Links are not followed; unreadable files are not counted. */
const walk = async (
  root: string,
  {
    signal,
    onFile,
  }: { readonly signal: AbortSignal; readonly onFile: (file: Seen, key: string | null) => void },
): Promise<void> => {
  const waiting = [root];
  const visit = async (path: string): Promise<void> => {
    const found = await lstat(path, { bigint: true }).catch(() => null);
    if (found === null || found.isSymbolicLink()) return;
    if (!found.isDirectory()) {
      const key = found.nlink > 1n ? `${found.dev}:${found.ino}` : null;
      onFile({ path, sizeBytes: Number(found.size) }, key);
      return;
    }
    const names = await readdir(path).catch(() => []);
    waiting.push(...names.map((name) => join(path, name)));
  };
  const worker = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined && !signal.aborted; path = waiting.pop())
      await visit(path);
  };
  // A worker ends when nothing is waiting; the next round visits what the others have found meanwhile.
  while (waiting.length > 0 && !signal.aborted)
    await Promise.all(Array.from({ length: Math.min(maxConcurrency, waiting.length) }, worker));
};

const sizeOf = async (folder: string, signal: AbortSignal): Promise<number> => {
  let bytes = 0;
  await walk(folder, {
    signal,
    onFile: ({ sizeBytes }) => {
      bytes += sizeBytes;
    },
  });
  return bytes;
};

const canWriteIn = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );

export const createLibraryStorage =
  (deps: StorageDeps) =>
  async ({ signal }: { readonly signal: AbortSignal }): Promise<Result<LibraryStorage>> => {
    const { location, dataFolder, workFolder } = deps;
    const listed = deps.list();
    if (!listed.ok) return listed;
    const folder = location.folder();
    const isThere = location.ready().ok;
    const inTrash = new Set(
      listed.value.filter(({ isInTrash }) => isInTrash).map((item) => join(folder, item.folder)),
    );
    const isOfTrash = (path: string): boolean => {
      const [month, item] = path.slice(folder.length + 1).split(/[/\\]/);
      return month !== undefined && item !== undefined && inTrash.has(join(folder, month, item));
    };

    /** A file with several hard links is counted once, where it is visited first. */
    const counted = new Set<string>();
    const isNew = (key: string | null): boolean => {
      if (key === null) return true;
      const isFirst = !counted.has(key);
      counted.add(key);
      return isFirst;
    };
    const bytes = { library: 0, trash: 0, work: 0 };
    if (isThere)
      await walk(folder, {
        signal,
        onFile: ({ path, sizeBytes }, key) => {
          if (isNew(key)) bytes[isOfTrash(path) ? 'trash' : 'library'] += sizeBytes;
        },
      });
    await walk(workFolder, {
      signal,
      onFile: ({ sizeBytes }, key) => {
        if (isNew(key)) bytes.work += sizeBytes;
      },
    });
    const oldCopies: LibraryStorage['oldCopies'][number][] = [];
    for (const old of deps.oldCopies()) {
      const isPresent = (await findMarker(old).catch(() => null)) !== null;
      oldCopies.push({ folder: old, sizeBytes: isPresent ? await sizeOf(old, signal) : null });
    }
    if (signal.aborted) return fail('cancelled');
    return ok({
      folder,
      isDefault: folder === defaultLibraryFolder(dataFolder),
      isThere,
      isWritable: isThere && (await canWriteIn(folder)),
      items: listed.value.length - inTrash.size,
      libraryBytes: bytes.library,
      trashBytes: bytes.trash,
      workBytes: bytes.work,
      freeBytes: isThere ? await deps.freeBytes(folder) : null,
      oldCopies,
    });
  };

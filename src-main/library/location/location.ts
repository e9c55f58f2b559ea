/**
 * The library's location: in the data folder, or where the user moved it, on a disk that may be away. The marker, a small
 * file, identifies a library's folder: without it, an empty mount point could not be distinguished from an empty library.
 */
import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import { flushFolderSync } from '../../storage/atomic.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { parseJson } from '../../storage/json-file.ts';
import { readSmallFile } from '../item/small-file.ts';

export const markerName = '.understudy-library';

const maxBytes = 4096;

/** `id`: of the library; it stays when the library is moved. */
const markerSchema = z.object({ version: z.int().min(1), id: z.uuid() });

export const markerText = (id: string): string => JSON.stringify({ version: 1, id });

const parseMarker = (text: string): string | null => parseJson(text, markerSchema)?.id ?? null;

/** Asynchronous `readMarker` that throws disk errors. */
export const findMarker = async (folder: string): Promise<string | null> => {
  const file = await readSmallFile(join(folder, markerName), maxBytes);
  return file.kind === 'read' ? parseMarker(file.text) : null;
};

/** The library's id; null: the folder or its marker is missing, or the marker is malformed. */
export const readMarker = (folder: string): string | null => {
  const path = join(folder, markerName);
  try {
    const found = lstatSync(path);
    if (!found.isFile() || found.size > maxBytes) return null;
    return parseMarker(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

export type LibraryLocation = {
  /** Full path, whether or not it exists. */
  readonly folder: () => string;
  /** The full path; the default folder is created when missing; `library-away` where a folder that the user chose is missing. */
  readonly ready: () => Result<string>;
};

export const defaultLibraryFolder = (dataFolder: string): string => join(dataFolder, 'library');

/** Errors of creating a folder where a dangling link or a file has its name. */
const awayCodes = ['ENOENT', 'EEXIST', 'ENOTDIR'];

/** Creates the default folder and flushes it, so that it survives a power cut before files are added. */
const makeDefault = (folder: string): Result<string> => {
  try {
    const uppermost = mkdirSync(folder, { recursive: true });
    if (uppermost === undefined) return ok(folder);
    for (let made = folder; made.length >= uppermost.length; made = dirname(made))
      flushFolderSync(dirname(made));
    return ok(folder);
  } catch (cause) {
    const subject = basename(folder);
    return awayCodes.includes(errnoOf(cause) ?? '')
      ? fail('library-away', { subject })
      : { ok: false, error: toFileError(cause, subject) };
  }
};

export const createLibraryLocation = (deps: {
  readonly dataFolder: string;
  readonly settings: () => Pick<Settings, 'libraryFolder'>;
  /** Whether the folder is known not to answer: another call would block the whole program. */
  readonly isSilent?: (folder: string) => boolean;
}): LibraryLocation => {
  const defaultLocation = defaultLibraryFolder(deps.dataFolder);
  const folder = (): string => deps.settings().libraryFolder || defaultLocation;
  return {
    folder,
    ready: () => {
      const present = folder();
      if (deps.isSilent?.(present)) return fail('library-away', { subject: basename(present) });
      if (present === defaultLocation) return makeDefault(defaultLocation);
      return readMarker(present) === null
        ? fail('library-away', { subject: basename(present) })
        : ok(present);
    },
  };
};

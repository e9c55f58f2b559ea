/** Where the library is: in the data folder, or where a person moved it, whose disk may be away. */
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import { flushFolderSync } from '../../storage/atomic.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { readMarker } from './location-marker.ts';

export type LibraryLocation = {
  /** Full path, whether it is there or not. */
  readonly folder: () => string;
  /** The full path, made when missing in the data folder; `library-away` where a folder that a person chose is gone. */
  readonly ready: () => Result<string>;
};

export const defaultLibraryFolder = (dataFolder: string): string => join(dataFolder, 'library');

/** What a folder that should be there says when it is a link to nowhere, or a file stands in its way. */
const awayCodes = ['ENOENT', 'EEXIST', 'ENOTDIR'];

/** For a folder that nobody chose. It outlives a power cut before anything is put into it. */
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
  /** Whether the folder is known not to answer: to ask it once more would hold up the whole program. */
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

/** Reads small files that anybody may have put there: no link is followed, and nothing large or strange is read. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { errnoOf } from '../../storage/file-error.ts';
import { openForReading, readNoFollowFlags } from '../../storage/open-for-reading.ts';

export type SmallFile =
  | { readonly kind: 'missing' }
  /** A link, a folder, a pipe, or larger than it may be. */
  | { readonly kind: 'unfit' }
  | { readonly kind: 'read'; readonly text: string };

/** Throws what the disk throws otherwise: such a file may be well, and only cannot be read just now. */
const kindOf = (cause: unknown): SmallFile => {
  const errno = errnoOf(cause);
  if (errno === 'ENOENT' || errno === 'ENOTDIR') return { kind: 'missing' };
  // A socket, or a device that nobody serves, cannot be opened.
  if (errno === 'ELOOP' || errno === 'EMLINK' || errno === 'ENXIO' || errno === 'EISDIR')
    return { kind: 'unfit' };
  throw cause;
};

type Stat = { readonly isFile: () => boolean; readonly size: number };
const isFit = (found: Stat, maxBytes: number): boolean => found.isFile() && found.size <= maxBytes;

export const readSmallFile = async (path: string, maxBytes: number): Promise<SmallFile> => {
  const file = await openForReading(path, readNoFollowFlags).catch(kindOf);
  if ('kind' in file) return file;
  try {
    if (!isFit(await file.stat(), maxBytes)) return { kind: 'unfit' };
    return { kind: 'read', text: await file.readFile('utf8') };
  } finally {
    await file.close();
  }
};

/** Inside a database transaction, which cannot wait. */
export const readSmallFileSync = (path: string, maxBytes: number): SmallFile => {
  const openIt = (): number | SmallFile => {
    try {
      return openSync(path, readNoFollowFlags);
    } catch (cause) {
      return kindOf(cause);
    }
  };
  const file = openIt();
  if (typeof file !== 'number') return file;
  try {
    if (!isFit(fstatSync(file), maxBytes)) return { kind: 'unfit' };
    return { kind: 'read', text: readFileSync(file, 'utf8') };
  } finally {
    closeSync(file);
  }
};

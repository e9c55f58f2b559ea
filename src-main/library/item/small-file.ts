/** Reads small untrusted files: links are not followed, and large files and special files are not read. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { errnoOf } from '../../storage/file-error.ts';
import { openForReading, readNoFollowFlags } from '../../storage/path.ts';

export type SmallFile =
  | { readonly kind: 'missing' }
  /** A link, a folder, a pipe, or too large. */
  | { readonly kind: 'unfit' }
  | { readonly kind: 'read'; readonly text: string };

/** Throws other disk errors: the file may be intact and only temporarily unreadable. */
const kindOf = (cause: unknown): SmallFile => {
  const errno = errnoOf(cause);
  if (errno === 'ENOENT' || errno === 'ENOTDIR') return { kind: 'missing' };
  // A socket, or a device without a driver, cannot be opened.
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

/** For use inside a database transaction, which is synchronous. */
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

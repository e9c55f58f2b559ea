/** Paths and the disks that they are on: existence, opening, free space, and the longest name. */
import { constants, lstatSync } from 'node:fs';
import { type FileHandle, open, statfs } from 'node:fs/promises';
import { maxNameBytes, shortNameBytes } from '#contract/rules/naming.ts';
import { errnoOf } from './file-error.ts';

/** Whether the path exists; a dangling symlink exists. Throws other errors than ENOENT. */
export const pathExistsSync = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false }) !== undefined;

// Windows has neither flag. Without O_NONBLOCK, opening a pipe blocks a thread until something writes to it.
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Flags for `open`: read only, a pipe does not block, a symlink is refused with ELOOP. */
export const readNoFollowFlags = readFlags | (constants.O_NOFOLLOW ?? 0);

/** Opens a file of unknown origin. */
export const openForReading = (path: string, flags = readFlags): Promise<FileHandle> => open(path, flags);

/** Free bytes on the disk of `folder`; null: unknown. */
export const freeBytes = async (folder: string): Promise<number | null> => {
  try {
    const disk = await statfs(folder);
    return disk.bavail * disk.bsize;
  } catch {
    return null;
  }
};

/** With fewer free bytes a failed write counts as a full disk: ffmpeg reports that only in its messages, or not at all. */
const fullBelowBytes = 1_000_000;

/** `room`: replaced in tests. */
export const isFull = async (folder: string, room: typeof freeBytes = freeBytes): Promise<boolean> => {
  const free = await room(folder);
  return free !== null && free < fullBelowBytes;
};

/**
 * Most disks allow names of 255 bytes, encrypted home folders fewer; the limit is known only after a name was refused.
 * `work` creates names of at most `maxBytes`, and leaves nothing behind if that fails.
 */
export const withNameLimit = async <T>(work: (maxBytes: number) => Promise<T>): Promise<T> => {
  try {
    return await work(maxNameBytes);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENAMETOOLONG') throw cause;
    return work(shortNameBytes);
  }
};

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

// Windows has neither flag. Without O_NONBLOCK, opening a pipe blocks a thread until something writes to it.
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Flags for `open`: read only, a pipe does not block, a symlink is refused with ELOOP. */
export const readNoFollowFlags = readFlags | (constants.O_NOFOLLOW ?? 0);

/** Opens a file of unknown origin. */
export const openForReading = (path: string, flags = readFlags): Promise<FileHandle> => open(path, flags);

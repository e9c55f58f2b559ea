import { lstatSync } from 'node:fs';

/** Whether the path exists; a dangling symlink exists. Throws other errors than ENOENT. */
export const pathExistsSync = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

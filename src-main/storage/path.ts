import { lstatSync } from 'node:fs';

/** Whether anything bears this name, also a link that leads nowhere. Throws where that cannot be told. */
export const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

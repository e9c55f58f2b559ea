/** Folders for files on their way, one for each open program: what a program that was killed left in its own goes at the next start. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftover } from './busy-retry.ts';

/** `folder`: holds one folder for each program, by the name of its presence. `isPresent`: whether that program still runs. */
export const cleanupTemp = async (request: {
  readonly folder: string;
  readonly isPresent: (presence: string) => boolean;
}): Promise<void> => {
  const { folder, isPresent } = request;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => !isPresent(one))) await removeLeftover(join(folder, name));
};

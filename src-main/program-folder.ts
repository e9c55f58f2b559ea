/** The folder that holds package.json and resources/, for the source and for the build. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const findUp = (folder: string): string => {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The folder of the program was not found.');
  return findUp(parent);
};

export const programFolder: string = findUp(import.meta.dirname);

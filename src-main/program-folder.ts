/** The folder that holds package.json and resources/, for the source and for the build. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const findUp = (folder: string): string => {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The folder of the program was not found.');
  return findUp(parent);
};

export const programFolder: string = findUp(import.meta.dirname);

/**
 * Where a file of the packaged program is for other programs, which cannot open files in its archive: the packager places
 * `resources/` and native files beside it. Other paths are returned unchanged.
 */
export const outsideArchive = (path: string): string =>
  path.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');

/** Media, fonts and images that ship with the program. */
export const resourcesFolder: string = join(outsideArchive(programFolder), 'resources');

/** The folder of the ffmpeg and ffprobe that ship with the packaged program; null: the program runs from its sources. */
export const shippedToolsFolder: string | null =
  basename(programFolder) === 'app.asar' ? join(dirname(programFolder), 'ffmpeg') : null;

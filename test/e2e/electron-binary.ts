/** Finds Electron's binary, which its package downloads separately; never downloads it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from '#main/program-folder.ts';

/** null where Electron's binary is not installed. */
export const electronBinary = (): string | null => {
  const folder = join(programFolder, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const path = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : null;
};

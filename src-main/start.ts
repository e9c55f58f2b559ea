/** `npm start`: opens the desktop window; without Electron or a display, browser mode, which prints the reason. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { programFolder } from './program-folder.ts';

/** Time limit of the download of Electron at the first start, after which browser mode opens, in milliseconds. */
const downloadLimitMs = 180_000;

const electronFolder = (): string | null => {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
};

const electronBinary = (folder: string): string | null => {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const path = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? path : null;
};

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Electron 42 and later downloads its binary on first use, with its own installer. */
const fetchElectron = (folder: string): string | null => {
  console.error('Fetching Electron once (about 120 MB) ...');
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadLimitMs });
  return electronBinary(folder);
};

const runAndExit = (command: string, args: readonly string[]): void => {
  const child = spawn(command, args, { stdio: 'inherit', cwd: programFolder });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
};

/** With the arguments of this program, such as --no-open. */
const openBrowserMode = (why: 'no-display' | 'no-electron'): void => {
  const program = join(programFolder, 'src-main', 'cli', 'understudy.ts');
  runAndExit(process.execPath, [program, 'serve', '--without-window', why, ...process.argv.slice(2)]);
};

const folder = hasDisplay() ? electronFolder() : null;
const binary = folder === null ? null : (electronBinary(folder) ?? fetchElectron(folder));
if (binary !== null) runAndExit(binary, [programFolder]);
else openBrowserMode(hasDisplay() ? 'no-electron' : 'no-display');

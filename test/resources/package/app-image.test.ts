/** The start script of electron-builder's AppImage, run with the package's own `unshare`. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const packageFolder = join(import.meta.dirname, '../../../resources/package');

/** Not part of the public interface of electron-builder, which is pinned for that reason. */
const generateAppRunScript = (config: Readonly<Record<string, string>>): string => {
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  return builder('app-builder-lib/out/targets/appimage/appImageUtil').generateAppRunScript(config);
};

let folder: string;
const write = (path: string, text: string): void => {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-appimage-'));
  for (const name of ['app/usr/sbin', 'allows', 'denies']) mkdirSync(join(folder, name), { recursive: true });
  const config = { ExecutableName: 'understudy', ProductName: 'Understudy', ProductFilename: 'Understudy' };
  write(join(folder, 'app', 'AppRun'), generateAppRunScript(config));
  write(join(folder, 'app', 'understudy'), '#!/bin/sh\necho "started $*"\n');
  write(join(folder, 'allows', 'unshare'), '#!/bin/sh\nexit 0\n');
  write(join(folder, 'denies', 'unshare'), '#!/bin/sh\nexit 1\n');
  write(join(folder, 'denies', 'zenity'), '#!/bin/sh\necho "$@" >"$HOME/dialog.txt"\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (system: 'allows' | 'denies') =>
  spawnSync(join(folder, 'app', 'AppRun'), ['image.png'], {
    encoding: 'utf8',
    env: { PATH: `${join(folder, system)}:/usr/bin:/bin`, HOME: folder },
  });

test.skipIf(process.platform !== 'linux')(
  'the sandbox stays on where the system denies user namespaces, and the user learns why',
  () => {
    expect(start('denies').stdout).toBe('started --no-sandbox image.png\n');
    cpSync(join(packageFolder, 'unshare.sh'), join(folder, 'app', 'usr', 'sbin', 'unshare'));
    expect(start('denies').stdout).toBe('started image.png\n');
    const dialog = join(folder, 'dialog.txt');
    expect(readFileSync(dialog, 'utf8')).toContain('Install the .deb package');
    rmSync(dialog);
    expect(start('allows').stdout).toBe('started image.png\n');
    expect(existsSync(dialog)).toBe(false);
  },
);

/** Full and read-only disks: really mounted if this user may do that; otherwise tests that need one are not defined. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** Permissions do not restrict root. */
const isRoot = process.getuid?.() === 0;

const run = (command: string, parts: readonly string[]) => execFileSync(command, parts, { stdio: 'ignore' });
const unmount = (folder: string) => run('umount', ['--lazy', folder]);
const mountSmall = (folder: string) =>
  run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'understudy-test', folder]);

export const canMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-mount-'));
  try {
    mountSmall(folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
})();

/** Full path of an empty folder on a separate disk of 2 MB. */
export const smallDisk = (): string => {
  const folder = join(tempFolder(), 'disk');
  mkdirSync(folder);
  mountSmall(folder);
  onTestFinished(() => {
    unmount(folder);
  });
  return folder;
};

export const canForbid = !isRoot || canMount;

const chmodAll = (folder: string, mode: number): void => {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) chmodAll(join(folder, entry.name), mode);
  chmodSync(folder, mode);
};

/** Makes the folder and everything in it read-only until the test ends or the returned function is called. */
export const forbidWriting = (folder: string): (() => void) => {
  if (isRoot) {
    run('mount', ['--bind', folder, folder]);
    run('mount', ['-o', 'remount,ro,bind', folder]);
  } else chmodAll(folder, 0o500);
  let isForbidden = true;
  const allow = () => {
    if (!isForbidden) return;
    isForbidden = false;
    if (isRoot) unmount(folder);
    else chmodAll(folder, 0o700);
  };
  onTestFinished(allow);
  return allow;
};

/** Disks that are full or take nothing: really mounted, where this user may; a test that needs one is not defined elsewhere. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** To root nothing is forbidden by permissions. */
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

/** Full path of an empty folder on a disk of 2 MB of its own. */
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

/** Nothing can be written into the folder, or under it, until the test is over or what is answered is called. */
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

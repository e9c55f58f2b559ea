/** Which programs have the database open, and one gate through which they come in one by one. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { removeFileSync } from './busy-retry.ts';
import { resultCodeOf, resultCodes } from './database-connection.ts';

const isToken = (name: string): boolean => /^[0-9a-z-]+$/.test(name);

const removeLock = (path: string): void => {
  for (const suffix of ['', '-journal']) removeFileSync(path + suffix);
};

/**
 * A program holds a lock on a file of its own for as long as it lives; the system lets go of it however the program
 * ends. A process id would not do: ids are used again, and a job would wait for a stranger.
 */
export const takePresence = (folder: string): { readonly token: string; readonly leave: () => void } => {
  const token = `${process.pid}-${randomUUID().slice(0, 8)}`;
  const lock = new DatabaseSync(join(folder, token));
  lock.exec('BEGIN EXCLUSIVE');
  return {
    token,
    leave: () => {
      lock.close();
      removeLock(join(folder, token));
    },
  };
};

const isLocked = (path: string): boolean => {
  if (!existsSync(path)) return false;
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    const code = resultCodeOf(cause);
    if (code === resultCodes.busy) return true;
    if (code !== resultCodes.notADatabase) throw cause;
  } finally {
    lock.close();
  }
  removeLock(path);
  return false;
};

export const isPresent = (folder: string, token: string): boolean =>
  isToken(token) && isLocked(join(folder, token));

/** To be asked by a program that has taken no presence itself. */
export const isAnybodyPresent = (folder: string): boolean =>
  readdirSync(folder).some((name) => isPresent(folder, name));

/** How long opening waits for another program that opens, repairs or closes, in milliseconds. */
const gateMs = 30_000;

/** Alone among all programs on the folder. The gate's file stays: one that is removed lets two through. */
export const withinLimit = <T>(folder: string, work: () => T): T => {
  mkdirSync(folder, { recursive: true });
  const limiter = new DatabaseSync(join(folder, '.gate'), { timeout: gateMs });
  try {
    limiter.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    limiter.close();
  }
};

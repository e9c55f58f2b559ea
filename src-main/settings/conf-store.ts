/** The settings file outside Electron. electron-store is built on `conf`, so both read the same file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { Settings } from '#contract/model/settings.ts';
import type { Log, SettingsStore } from '../ports.ts';
import { removeFileSync, renameSync, retrySync } from '../storage/busy-retry.ts';
import { errnoOf } from '../storage/file-error.ts';

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** A file left by a process killed while writing the settings; a recent one may belong to a write in progress. */
const partialWrite = /^settings\.json\.tmp-[0-9a-f]+$/;
const oldEnoughMs = 60_000;

const removePartialWrites = (dataFolder: string): void => {
  for (const name of readdirSync(dataFolder).filter((one) => partialWrite.test(one))) {
    const path = join(dataFolder, name);
    if (Date.now() - statSync(path).mtimeMs > oldEnoughMs) removeFileSync(path);
  }
};

/** Renames a settings file that is not JSON before a store reads it; a store would throw or overwrite it. */
export const setAsideBrokenSettings = (dataFolder: string, log?: Log): void => {
  const path = join(dataFolder, 'settings.json');
  try {
    removePartialWrites(dataFolder);
    if (isJsonObject(readFileSync(path, 'utf8'))) return;
    renameSync(path, join(dataFolder, 'settings.broken.json'));
    log?.warn('malformed settings file renamed to settings.broken.json');
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') log?.warn('settings file not readable', { cause });
  }
};

export const createConfStore = (dataFolder: string, log?: Log): SettingsStore => {
  setAsideBrokenSettings(dataFolder, log);
  const conf = new Conf<Partial<Settings>>({ cwd: dataFolder, configName: 'settings' });
  return {
    read: () => conf.store,
    write: (settings) =>
      retrySync(() => {
        conf.store = settings;
      }),
  };
};

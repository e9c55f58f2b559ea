/** The settings file where there is no Electron: `conf` is what electron-store is built on, so both read the same file. */
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

/** Left by a program that was killed while it wrote the settings; a recent one may belong to a write in progress. */
const halfWritten = /^settings\.json\.tmp-[0-9a-f]+$/;
const oldEnoughMs = 60_000;

const cleanupHalfWritten = (dataFolder: string): void => {
  for (const name of readdirSync(dataFolder).filter((one) => halfWritten.test(one))) {
    const path = join(dataFolder, name);
    if (Date.now() - statSync(path).mtimeMs > oldEnoughMs) removeFileSync(path);
  }
};

/** Moves a settings file that is not JSON aside before a store reads it: a store would throw, or overwrite it. */
export const setAsideBrokenSettings = (dataFolder: string, log?: Log): void => {
  const path = join(dataFolder, 'settings.json');
  try {
    cleanupHalfWritten(dataFolder);
    if (isJsonObject(readFileSync(path, 'utf8'))) return;
    renameSync(path, join(dataFolder, 'settings.broken.json'));
    log?.warn('the settings file was broken and was set aside as settings.broken.json');
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') log?.warn('the settings file cannot be read', { cause });
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

/** The settings file where there is no Electron: `conf` is what electron-store is built on, so both read the same file. */
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { Settings } from '#contract/model/settings.ts';
import { errnoOf } from '../files/file-error.ts';
import type { Log, SettingsStore } from '../ports.ts';

const isJsonObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** Moves a settings file that is no JSON out of the way before a store reads it: a store would stop, or wipe it. */
export const setAsideBrokenSettings = (dataFolder: string, log?: Log): void => {
  const path = join(dataFolder, 'settings.json');
  try {
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
    write: (settings) => {
      conf.store = settings;
    },
  };
};

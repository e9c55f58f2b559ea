/** The host ports of a plain Node process that reads the data folder and writes only its log there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { About } from '#contract/model/settings.ts';
import { dataFolderFrom } from './data-folder.ts';
import { createFileLog } from './log.ts';
import type { Clock, Ports } from './ports.ts';
import { programFolder } from './program-folder.ts';
import { errnoOf } from './storage/file-error.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  // An aborted wait resolves; it is not an error.
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
};

export const programVersion = (): string => {
  const file: unknown = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8'));
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : 'unknown';
};

const readSettings = (dataFolder: string): unknown => {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'settings.json'), 'utf8'));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return {};
    throw cause;
  }
};

export const createFilePorts = (host: About['host'], environment: Ports['environment']): Ports => {
  const dataFolder = dataFolderFrom(environment);
  return {
    host,
    version: programVersion(),
    dataFolder,
    resourcesFolder: join(programFolder, 'resources'),
    environment,
    clock: systemClock,
    fetch,
    settingsStore: {
      read: () => readSettings(dataFolder),
      write: () => {
        throw new Error('The settings are written by the owner of the data folder.');
      },
    },
    // A plain Node process cannot use the operating system's encryption: keys stay in memory.
    cipher: null,
    log: createFileLog(dataFolder),
  };
};

/** The host ports of a plain Node process. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import envPaths from 'env-paths';
import type { About } from '#contract/model/settings.ts';
import { createFileLog } from './log.ts';
import type { Clock, Ports } from './ports.ts';
import { programFolder, resourcesFolder } from './program-folder.ts';
import { errnoOf } from './storage/file-error.ts';

/** The same for all hosts, so the terminal and the window share one library. */
const dataFolderFrom = (environment: Readonly<Record<string, string | undefined>>): string => {
  const { UNDERSTUDY_HOME } = environment;
  if (UNDERSTUDY_HOME) return resolve(UNDERSTUDY_HOME);
  return envPaths('Understudy', { suffix: '' }).data;
};

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

/** Of a process that reads the data folder and writes only its log there. */
export const createFilePorts = (host: About['host'], environment: Ports['environment']): Ports => {
  const dataFolder = dataFolderFrom(environment);
  return {
    host,
    version: programVersion(),
    dataFolder,
    resourcesFolder,
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

/** The ports of a process that owns the data folder: the terminal and browser mode run on these. */
export const createNodePorts = async (
  host: About['host'],
  environment: Ports['environment'],
): Promise<Ports> => {
  const ports = createFilePorts(host, environment);
  // Loaded when it is needed, because most terminal commands only read the settings.
  const { createConfStore } = await import('./settings/conf-store.ts');
  return { ...ports, settingsStore: createConfStore(ports.dataFolder, ports.log) };
};

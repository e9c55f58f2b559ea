/** The host ports of a plain Node process: the terminal and browser mode run on these. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { About } from '#contract/model/settings.ts';
import { dataFolderFrom } from './data-folder.ts';
import { createFileLog } from './log.ts';
import type { Clock, Ports } from './ports.ts';
import { programFolder } from './program-folder.ts';
import { createConfStore } from './settings/conf-store.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  // An aborted wait is over, not failed.
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
};

export const programVersion = (): string => {
  const file: unknown = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8'));
  return typeof file === 'object' && file !== null && 'version' in file ? String(file.version) : 'unknown';
};

export const createNodePorts = (host: About['host'], environment: Ports['environment']): Ports => {
  const dataFolder = dataFolderFrom(environment);
  const log = createFileLog(dataFolder);
  return {
    host,
    version: programVersion(),
    dataFolder,
    resourcesFolder: join(programFolder, 'resources'),
    environment,
    clock: systemClock,
    fetch,
    settingsStore: createConfStore(dataFolder, log),
    // A plain Node process has no store of the operating system to encrypt with: keys stay in memory.
    cipher: null,
    log,
  };
};

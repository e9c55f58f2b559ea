/** Crashes leave a local file each, without keys, signed links or the user's name in paths. Nothing is sent anywhere. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Log } from '../ports.ts';
import { replaceFile } from '../storage/atomic.ts';
import { removeFileSync } from '../storage/busy-retry.ts';

export type CrashKind = 'page-gone' | 'page-unresponsive' | 'process-gone' | 'exception' | 'rejection';

export type CrashNotes = {
  /** `details`: what Electron or the exception reports. Never throws: it is called while the program fails. */
  readonly write: (kind: CrashKind, details: Readonly<Record<string, unknown>>) => void;
  /** Texts of the notes, newest first. */
  readonly newest: (count: number) => readonly string[];
};

const maxNotes = 20;
const namePattern = /^crash-[\w-]+\.json$/;

/** Replaces the home folder, whose name is often the user's. */
export const withoutHome = (text: string, home: string = homedir()): string => {
  if (home.length < 2) return text;
  const inJson = JSON.stringify(home).slice(1, -1);
  return [inJson, home].reduce((shown, folder) => shown.replaceAll(folder, '~'), text);
};

export const createCrashNotes = (deps: {
  readonly dataFolder: string;
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}): CrashNotes => {
  const { clock, log, version } = deps;
  const folder = join(deps.dataFolder, 'logs');
  let count = 0;

  /** The names begin with the time, so their order is that of the notes. */
  const names = (): readonly string[] => {
    try {
      return readdirSync(folder)
        .filter((name) => namePattern.test(name))
        .sort()
        .reverse();
    } catch {
      return [];
    }
  };

  return {
    write: (kind, details) => {
      log.error('crash', { kind, ...details });
      try {
        const time = clock.now().toISOString();
        count += 1;
        const order = String(count).padStart(3, '0');
        // Without `redact` the details could hold a key.
        const shown = log.redact?.(details) ?? 'not recorded';
        const text = JSON.stringify({ kind, time, version, details: shown }, null, 2);
        mkdirSync(folder, { recursive: true });
        const name = `crash-${time.replaceAll(/[:.]/g, '-')}-${order}-${kind}.json`;
        replaceFile(join(folder, name), withoutHome(text), 0o600);
        for (const old of names().slice(maxNotes)) removeFileSync(join(folder, old));
      } catch (cause) {
        log.warn('crash note not written', { cause });
      }
    },
    newest: (limit) =>
      names()
        .slice(0, limit)
        .flatMap((name) => {
          try {
            return [readFileSync(join(folder, name), 'utf8')];
          } catch {
            return [];
          }
        }),
  };
};

const maxReloads = 3;
const reloadPeriodMs = 60_000;

/** Whether a page that crashed is loaded again without asking. `crashes`: times of all its crashes, the last one included. */
export const isReloadedAutomatically = (crashes: readonly number[], now: number): boolean =>
  crashes.filter((time) => now - time < reloadPeriodMs).length < maxReloads;

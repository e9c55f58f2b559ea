/** Long work on the library as a whole: one piece at a time, in this program and over all open ones. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { LibraryWork, LibraryWorkKind } from '#contract/model/library-work.ts';
import type { Clock, Log } from '../ports.ts';
import { removeFileSync } from '../storage/busy-retry.ts';
import type { Database } from '../storage/database.ts';
import { resultCodeOf } from '../storage/database-connection.ts';
import { withinLimit } from '../storage/database-presence.ts';
import { errnoOf, toFileError } from '../storage/file-error.ts';

/** How long an open page waits at least between two tellings, in milliseconds. */
const toldMs = 100;

export type WorkCall = {
  readonly signal: AbortSignal;
  /** 0..1, or null while nobody can say. */
  readonly onProgress: (fraction: number | null) => void;
};

export type LibraryWorks = {
  /** `library-busy` while another is going on, also in another open program; `cancelled` when it was stopped before its end. */
  readonly run: <T>(
    kind: LibraryWorkKind,
    work: (call: WorkCall) => Promise<Result<T>>,
  ) => Promise<Result<T>>;
  readonly cancel: () => void;
  /** Of this program's own work. */
  readonly state: () => LibraryWork;
  /** Stops what is going on, and waits until it has ended. */
  readonly close: () => Promise<void>;
};

const idle: LibraryWork = { kind: 'idle' };

type Running = { readonly stop: AbortController; readonly ended: Promise<unknown> };

export const createLibraryWork = (deps: {
  readonly dataFolder: string;
  readonly database: Pick<Database, 'presence' | 'isPresent'>;
  readonly now: Clock['now'];
  readonly onChange: (state: LibraryWork) => void;
  readonly log: Log;
}): LibraryWorks => {
  const { dataFolder, database, now, onChange, log } = deps;
  const lockPath = join(dataFolder, 'library-work.lock');
  /** Whoever takes or lets go of the lock is alone: a lock that is taken over must not be taken over twice. */
  const alone = <T>(work: () => T): T => withinLimit(join(dataFolder, 'open'), work);

  const holder = (): string | null => {
    try {
      return readFileSync(lockPath, 'utf8');
    } catch (cause) {
      if (errnoOf(cause) === 'ENOENT') return null;
      throw cause;
    }
  };

  /** This program's own name in a lock is what it failed to remove: it does one work at a time. */
  const isHeldByAnother = (): boolean => {
    const name = holder();
    return name !== null && name !== database.presence && database.isPresent(name);
  };

  const take = (): AppError | null => {
    try {
      return alone(() => {
        if (isHeldByAnother()) return fail('library-busy').error;
        removeFileSync(lockPath);
        const lock = openSync(lockPath, 'wx');
        writeSync(lock, database.presence);
        closeSync(lock);
        return null;
      });
    } catch (cause) {
      log.warn('the lock of the library could not be taken', { cause });
      return resultCodeOf(cause) === null ? toFileError(cause, 'data folder') : fail('library-busy').error;
    }
  };

  const letGo = (): void => {
    try {
      alone(() => {
        if (holder() === database.presence) removeFileSync(lockPath);
      });
    } catch (cause) {
      // It counts for nothing as soon as this program begins other work, or ends.
      log.warn('the lock of the library was left behind', { cause });
    }
  };

  let state: LibraryWork = idle;
  let running: Running | null = null;
  let isClosing = false;
  const become = (next: LibraryWork): void => {
    state = next;
    onChange(state);
  };

  const perform = async <T>(
    kind: LibraryWorkKind,
    work: (call: WorkCall) => Promise<Result<T>>,
    signal: AbortSignal,
  ): Promise<Result<T>> => {
    let toldAtMs = now().getTime();
    become({ kind: 'working', work: kind, fraction: null });
    const onProgress = (fraction: number | null): void => {
      const nowMs = now().getTime();
      // A clock that was set back must not silence the rest.
      if (Math.abs(nowMs - toldAtMs) < toldMs) return;
      toldAtMs = nowMs;
      const shown = fraction === null ? null : Math.min(1, Math.max(0, fraction));
      become({ kind: 'working', work: kind, fraction: shown });
    };
    try {
      // Not begun before it counts as running.
      const done = await Promise.resolve({ signal, onProgress }).then(work);
      return !done.ok && signal.aborted ? fail('cancelled') : done;
    } finally {
      letGo();
      running = null;
      become(idle);
    }
  };

  return {
    run: async (kind, work) => {
      if (isClosing) return fail('cancelled');
      if (running !== null) return fail('library-busy');
      const refused = take();
      if (refused !== null) return { ok: false, error: refused };
      const stop = new AbortController();
      const working = perform(kind, work, stop.signal);
      running = { stop, ended: working.catch(() => undefined) };
      return working;
    },
    cancel: () => running?.stop.abort(),
    state: () => state,
    close: async () => {
      isClosing = true;
      running?.stop.abort();
      await running?.ended;
    },
  };
};

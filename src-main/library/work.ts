/** Long-running work on the whole library: one task at a time, and bounded when the program closes. */
import { fail, type Result } from '#contract/errors.ts';
import type { LibraryWork, LibraryWorkKind } from '#contract/model/library-work.ts';
import { untilAborted } from '../background.ts';
import type { Clock } from '../ports.ts';

/** Minimum time between two progress events. */
const progressIntervalMs = 100;

export type WorkCall = {
  readonly signal: AbortSignal;
  /** 0..1; null: unknown. */
  readonly onProgress: (fraction: number | null) => void;
};

export type LibraryWorks = {
  /** `library-busy` while another task is running; `cancelled` if the task is cancelled. */
  readonly run: <T>(
    kind: LibraryWorkKind,
    work: (call: WorkCall) => Promise<Result<T>>,
  ) => Promise<Result<T>>;
  readonly cancel: () => void;
  readonly state: () => LibraryWork;
  /** Cancels the running task, and waits until it has ended. */
  readonly close: () => Promise<void>;
};

const idle: LibraryWork = { kind: 'idle' };

type Running = { readonly stop: AbortController; readonly ended: Promise<unknown> };

export const createLibraryWork = (deps: {
  readonly now: Clock['now'];
  readonly onChange: (state: LibraryWork) => void;
}): LibraryWorks => {
  const { now, onChange } = deps;
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
    let reportedAtMs = now().getTime();
    become({ kind: 'working', work: kind, fraction: null });
    const onProgress = (fraction: number | null): void => {
      const nowMs = now().getTime();
      // `abs`: after the clock is set back, progress is still reported.
      if (Math.abs(nowMs - reportedAtMs) < progressIntervalMs) return;
      reportedAtMs = nowMs;
      const shown = fraction === null ? null : Math.min(1, Math.max(0, fraction));
      become({ kind: 'working', work: kind, fraction: shown });
    };
    try {
      // Starts in a microtask, after `running` is set.
      const done = await Promise.resolve({ signal, onProgress }).then(work);
      return !done.ok && signal.aborted ? fail('cancelled') : done;
    } finally {
      running = null;
      become(idle);
    }
  };

  return {
    run: async (kind, work) => {
      if (isClosing) return fail('cancelled');
      if (running !== null) return fail('library-busy');
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

/** Grace period for running work at shutdown: a disk that hangs must not keep the program open. */
const graceMs = 10_000;

/** Resolves when the work ends, or after the grace period once `closing` is aborted. Rejects if the work rejects. */
export const withGracePeriod = async (
  work: Promise<unknown>,
  { clock, closing }: { readonly clock: Pick<Clock, 'sleep'>; readonly closing: AbortSignal },
): Promise<void> => {
  const ended = new AbortController();
  const late = untilAborted(AbortSignal.any([closing, ended.signal])).then(() =>
    clock.sleep(graceMs, ended.signal),
  );
  try {
    await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
};

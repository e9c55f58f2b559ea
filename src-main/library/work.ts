/** Long work on the library as a whole: one piece at a time. */
import { fail, type Result } from '#contract/errors.ts';
import type { LibraryWork, LibraryWorkKind } from '#contract/model/library-work.ts';
import type { Clock } from '../ports.ts';

/** How long an open page waits at least between two tellings, in milliseconds. */
const toldMs = 100;

export type WorkCall = {
  readonly signal: AbortSignal;
  /** 0..1, or null while nobody can say. */
  readonly onProgress: (fraction: number | null) => void;
};

export type LibraryWorks = {
  /** `library-busy` while another is running; `cancelled` when it was stopped before its end. */
  readonly run: <T>(
    kind: LibraryWorkKind,
    work: (call: WorkCall) => Promise<Result<T>>,
  ) => Promise<Result<T>>;
  readonly cancel: () => void;
  readonly state: () => LibraryWork;
  /** Stops what is going on, and waits until it has ended. */
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

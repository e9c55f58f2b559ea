/** One start of the program in a separate process group: its messages, its stderr and its kill. */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ErrorCode } from '#contract/errors.ts';
import {
  type Act,
  type Answer,
  type Beginning,
  type FromProgram,
  fromProgramSchema,
  type SeenJob,
  type ToProgram,
} from './messages.ts';

export type Ending = { readonly code: number | null; readonly signal: string | null };

export type Program = {
  readonly pid: number;
  /** As last reported. */
  readonly jobs: () => readonly SeenJob[];
  /** `refused`: the program failed to open. */
  readonly opened: Promise<
    { readonly kind: 'ready'; readonly isPaused: boolean } | 'ended' | { readonly refused: ErrorCode }
  >;
  /** `ended`: the program ended without a reply. */
  readonly act: (act: Act) => Promise<Answer | 'ended'>;
  /** The number of acts of these kinds that were sent. */
  readonly sentCount: (...kinds: readonly Act['kind'][]) => number;
  readonly close: () => Promise<Ending>;
  /** Kills this process only, at any point of its work; its children are not killed. */
  readonly kill: () => Promise<Ending>;
  readonly ended: Promise<Ending>;
  readonly hasEnded: () => boolean;
  /** The end of its stderr. */
  readonly stderr: () => string;
};

const hostPath = fileURLToPath(new URL('host.ts', import.meta.url));
const maxStderrLength = 4000;

export const startProgram = async (request: {
  readonly beginning: Beginning;
  /** Used by this program only, so every process in it is a descendant. Created if missing. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onJobs?: (jobs: readonly SeenJob[]) => void;
}): Promise<Program> => {
  await mkdir(request.cwd, { recursive: true });
  const child = spawn(process.execPath, [hostPath, JSON.stringify(request.beginning)], {
    cwd: request.cwd,
    env: { ...process.env, ...request.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  let stderrTail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-maxStderrLength);
  });

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  let jobs: readonly SeenJob[] = [];
  const acts: Act['kind'][] = [];
  const listeners = new Set<(message: FromProgram | 'ended') => void>();
  const dispatch = (message: FromProgram | 'ended') => {
    for (const listener of listeners) listener(message);
  };
  child.on('message', (raw) => {
    const message = fromProgramSchema.parse(raw);
    if (message.kind !== 'jobs') return dispatch(message);
    jobs = message.jobs;
    request.onJobs?.(jobs);
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
      dispatch('ended');
    });
  });
  /** The first message for which `pick` returns a value. */
  const nextMessage = <T>(pick: (message: FromProgram | 'ended') => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const listener = (message: FromProgram | 'ended') => {
        const picked = pick(message);
        if (picked === undefined) return;
        listeners.delete(listener);
        resolve(picked);
      };
      listeners.add(listener);
      if (hasEnded()) listener('ended');
    });
  const send = (message: ToProgram): void => {
    // The channel of an ended program is closed.
    if (child.connected) child.send(message, () => undefined);
  };
  const opened = nextMessage((message) => {
    if (message === 'ended') return message;
    if (message.kind === 'refused') return { refused: message.code };
    return message.kind === 'ready' ? message : undefined;
  });

  return {
    pid: child.pid ?? 0,
    jobs: () => jobs,
    opened,
    act: (act) => {
      const id = acts.push(act.kind);
      const answer = nextMessage((message) => {
        if (message === 'ended') return message;
        if (message.kind !== 'did' || message.id !== id) return undefined;
        // The owner that it called was killed.
        return message.code === 'connection-lost' ? 'ended' : message;
      });
      send({ kind: 'do', id, act });
      return answer;
    },
    sentCount: (...kinds) => acts.filter((kind) => kinds.includes(kind)).length,
    close: () => {
      send({ kind: 'close' });
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
    ended,
    hasEnded,
    stderr: () => stderrTail,
  };
};

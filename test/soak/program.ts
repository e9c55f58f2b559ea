/** One start of the program, in a process group of its own: what it says, what it is told, and how it is killed. */
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
  /** As it has last told them. */
  readonly jobs: () => readonly SeenJob[];
  /** `refused`: it could not be opened. */
  readonly opened: Promise<
    { readonly kind: 'ready'; readonly isPaused: boolean } | 'ended' | { readonly refused: ErrorCode }
  >;
  /** `ended`: nobody has answered. */
  readonly act: (act: Act) => Promise<Answer | 'ended'>;
  /** How many acts of these kinds it was told. */
  readonly told: (...kinds: readonly Act['kind'][]) => number;
  readonly close: () => Promise<Ending>;
  /** Ends this one process in the middle of whatever it does; its own children are left to themselves. */
  readonly kill: () => Promise<Ending>;
  readonly ended: Promise<Ending>;
  readonly hasEnded: () => boolean;
  /** The end of what it wrote on stderr. */
  readonly said: () => string;
};

const hostPath = fileURLToPath(new URL('host.ts', import.meta.url));
const maxSaid = 4000;

export const startProgram = async (request: {
  readonly beginning: Beginning;
  /** Nobody else works in this folder, so whoever works in it was started from here. Made when missing. */
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
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-maxSaid);
  });

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  let jobs: readonly SeenJob[] = [];
  const acts: Act['kind'][] = [];
  const listeners = new Set<(message: FromProgram | 'ended') => void>();
  const hear = (message: FromProgram | 'ended') => {
    for (const listener of listeners) listener(message);
  };
  child.on('message', (raw) => {
    const message = fromProgramSchema.parse(raw);
    if (message.kind !== 'jobs') return hear(message);
    jobs = message.jobs;
    request.onJobs?.(jobs);
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
      hear('ended');
    });
  });
  /** The first message that `pick` takes. */
  const heard = <T>(pick: (message: FromProgram | 'ended') => T | undefined): Promise<T> =>
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
  const tell = (message: ToProgram): void => {
    // A program that has just ended hears nothing.
    if (child.connected) child.send(message, () => undefined);
  };
  const opened = heard((message) => {
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
      const answer = heard((message) => {
        if (message === 'ended') return message;
        if (message.kind !== 'did' || message.id !== id) return undefined;
        // It called another program that was killed.
        return message.code === 'connection-lost' ? 'ended' : message;
      });
      tell({ kind: 'do', id, act });
      return answer;
    },
    told: (...kinds) => acts.filter((kind) => kinds.includes(kind)).length,
    close: () => {
      tell({ kind: 'close' });
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
    ended,
    hasEnded,
    said: () => said,
  };
};

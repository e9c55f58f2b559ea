/** One run of ffmpeg or ffprobe: time and output limits, and termination together with this program. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { childEnvironment } from './input-restrictions.ts';
import { createStderrReader, type Ran, type Why } from './process-output.ts';

/** A probe or a single frame that takes longer is stuck, in milliseconds. */
export const shortLimitMs = 30_000;
const maxOutputBytes = 32 * 1024 * 1024;
/** Most short runs end sooner and need no watcher. In milliseconds. */
const watchShortAfterMs = 100;

/** On Windows all children end with the program: libuv puts them into one job object. */
const isWindows = process.platform === 'win32';
/**
 * A separate process group elsewhere: the program may be a script around the real one, and both are killed together.
 */
const ownGroup = { detached: !isWindows, windowsHide: true };

type Watcher = {
  readonly over: (pid: number) => void;
  readonly release: () => void;
  /** Where a child writes its process id; null: there is no reader. */
  readonly line: Writable | null;
};

/**
 * Kills a child when this program is gone for any reason: the watcher then reads the end of its pipe. It is started
 * before the child, so the child can never be orphaned.
 */
const startWatcher = (): Watcher => {
  if (isWindows) return { over: () => undefined, release: () => undefined, line: null };
  const watcher = spawn('/bin/sh', ['-c', 'read -r group; read -r _; kill -9 "-$group" 2>/dev/null'], {
    ...ownGroup,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  // On a system without a shell there is no watcher.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  return {
    over: (pid) => watcher.stdin.write(`${pid}\n`),
    release: () => watcher.kill('SIGKILL'),
    line: watcher.stdin,
  };
};

/**
 * The child reports its id to the watcher before it executes the program: this program may be killed after the child
 * has started and before its id is known here.
 */
const spawnNamed = (line: Writable, path: string, args: readonly string[]) =>
  spawn('/bin/sh', ['-c', 'echo $$ >&3; exec "$@" 3>&-', 'sh', path, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', line],
    ...ownGroup,
    env: childEnvironment(process.env),
  });

/** Exit statuses of a shell for a program that does not exist or cannot be executed (POSIX, exec). */
const shellCouldNotStart: readonly number[] = [126, 127];

const endGroup = (child: ChildProcess): void => {
  if (child.pid === undefined || isWindows) {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
};

/** The only place where ffmpeg or ffprobe is started. The child never outlives this program. */
export const runChild = (request: {
  readonly path: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly limitMs: number;
  /** Receives the output as it arrives, in chunks of any size; without it all of it is kept, up to a limit. */
  readonly onChunk?: (chunk: Buffer) => void;
  readonly onProgress?: (atSec: number) => void;
}): Promise<Ran> =>
  new Promise((resolve) => {
    const { signal, limitMs } = request;
    if (signal?.aborted) {
      resolve({ code: null, killedBy: null, stdout: Buffer.alloc(0), stderr: '', why: 'aborted' });
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const stderrReader = createStderrReader(request.onProgress ?? (() => undefined));
    let why: Why = 'ended';
    let watcher = limitMs > shortLimitMs ? startWatcher() : null;
    const line = watcher?.line ?? null;
    const child =
      line === null
        ? spawn(request.path, request.args, {
            stdio: ['ignore', 'pipe', 'pipe'],
            ...ownGroup,
            env: childEnvironment(process.env),
          })
        : spawnNamed(line, request.path, request.args);
    const stop = (reason: Why) => {
      if (why === 'ended') why = reason;
      endGroup(child);
    };
    const watch = () => {
      watcher ??= startWatcher();
      if (child.pid !== undefined) watcher.over(child.pid);
    };
    if (watcher && line === null) watch();
    const watching = watcher ? undefined : setTimeout(watch, watchShortAfterMs);
    const timer = setTimeout(() => stop('timeout'), limitMs);
    const abort = () => stop('aborted');
    signal?.addEventListener('abort', abort, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (request.onChunk) {
        request.onChunk(chunk);
        return;
      }
      size += chunk.length;
      if (size > maxOutputBytes) stop('too-much');
      else chunks.push(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', stderrReader.add);
    const finish = (code: number | null, killedBy: string | null) => {
      clearTimeout(timer);
      clearTimeout(watching);
      watcher?.release();
      signal?.removeEventListener('abort', abort);
      resolve({ code, killedBy, stdout: Buffer.concat(chunks), stderr: stderrReader.all(), why });
    };
    child.on('error', () => {
      why = 'not-started';
      finish(null, null);
    });
    child.on('close', (code, killedBy) => {
      if (line !== null && why === 'ended' && shellCouldNotStart.includes(code ?? 0)) why = 'not-started';
      finish(code, killedBy);
    });
  });

/**
 * Exactly one process owns a data folder: the one that listens at its address.
 *
 * The socket of a killed process remains and is replaced. Without a lock two processes could find the same stale
 * socket, and the second could remove the socket on which the first one listens by then. So a process that finds no owner
 * takes an exclusive lock on a file beside the socket, connects again, and removes, binds and listens before it releases
 * the lock: under the lock a running owner always accepts, and a socket that does not accept has no owner. The lock is
 * SQLite's, because Node has no other lock that the system releases however a process ends. On Windows a pipe ends with
 * its process and a second one of the same name is refused, so no lock is needed.
 */
import { chmodSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Clock } from '../ports.ts';
import { removeFileSync } from '../storage/busy-retry.ts';
import { errnoOf, toFileError } from '../storage/file-error.ts';
import type { InstanceAddress } from './address.ts';

export type Claim =
  /** `accept` sets the receiver of connections, including those that arrived before the call. */
  | {
      readonly kind: 'owner';
      readonly server: Server;
      readonly accept: (onSocket: (socket: Socket) => void) => void;
    }
  | { readonly kind: 'taken'; readonly socket: Socket };

/** No process listens there. */
const deadCodes: readonly (string | null)[] = ['ENOENT', 'ECONNREFUSED'];
/** A process listens, and its backlog is full. */
const crowdedCodes: readonly (string | null)[] = ['EAGAIN', 'EBUSY'];

const againMs = 20;
/** Time limit for the wait for other processes that start at the same time, in milliseconds. */
const startingLimitMs = 10_000;

type Found = { readonly kind: 'socket'; readonly socket: Socket } | { readonly kind: 'dead' | 'crowded' };

/** Throws other errors. */
const connectTo = (path: string): Promise<Found> =>
  new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      // The `close` event reports a broken connection.
      socket.on('error', () => undefined);
      resolve({ kind: 'socket', socket });
    });
    socket.once('error', (cause) => {
      const code = errnoOf(cause);
      if (deadCodes.includes(code)) resolve({ kind: 'dead' });
      else if (crowdedCodes.includes(code)) resolve({ kind: 'crowded' });
      else reject(cause);
    });
  });

/** null: another process holds it. */
const takeLock = async (path: string): Promise<{ readonly release: () => void } | null> => {
  const { DatabaseSync } = await import('node:sqlite');
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return { release: () => lock.close() };
  } catch (cause) {
    lock.close();
    // SQLITE_BUSY
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === 5) return null;
    throw cause;
  }
};

/** null: another process listens there (Windows). */
const listen = (path: string): Promise<Extract<Claim, { kind: 'owner' }> | null> =>
  new Promise((resolve, reject) => {
    const early: Socket[] = [];
    let onSocket = (socket: Socket): void => void early.push(socket);
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    server.once('error', (cause) => (errnoOf(cause) === 'EADDRINUSE' ? resolve(null) : reject(cause)));
    server.listen({ path }, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      // The server alone does not keep the process alive.
      server.unref();
      resolve({
        kind: 'owner',
        server,
        accept: (take) => {
          onSocket = take;
          for (const socket of early.splice(0)) take(socket);
        },
      });
    });
  });

/** Removes the socket of a killed process, and listens. */
const takeOver = async ({ socketPath, lockPath }: InstanceAddress): Promise<Claim | null> => {
  if (lockPath === null) return listen(socketPath);
  const lock = await takeLock(lockPath);
  if (lock === null) return null;
  try {
    const found = await connectTo(socketPath);
    if (found.kind === 'socket') return { kind: 'taken', socket: found.socket };
    if (found.kind === 'crowded') return null;
    removeFileSync(socketPath);
    return await listen(socketPath);
  } finally {
    lock.release();
  }
};

/** Becomes the owner, or connects to it. */
export const claim = async (
  address: InstanceAddress,
  { clock }: { readonly clock: Pick<Clock, 'sleep'> },
): Promise<Result<Claim>> => {
  try {
    for (let waitedMs = 0; waitedMs < startingLimitMs; waitedMs += againMs) {
      const found = await connectTo(address.socketPath);
      if (found.kind === 'socket') return ok({ kind: 'taken', socket: found.socket });
      const claimed = found.kind === 'dead' ? await takeOver(address) : null;
      if (claimed !== null) return ok(claimed);
      await clock.sleep(againMs);
    }
    return fail('data-in-use');
  } catch (cause) {
    return { ok: false, error: toFileError(cause, 'data folder') };
  }
};

/** The owner's socket; null where there is none. */
export const findOwner = async (address: InstanceAddress): Promise<Socket | null> => {
  const found = await connectTo(address.socketPath).catch(() => null);
  return found?.kind === 'socket' ? found.socket : null;
};

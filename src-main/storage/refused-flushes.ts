/** Logs folders whose disk cannot flush, as on SMB and VirtualBox: files written there may not survive a power cut. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Log } from '../ports.ts';
import { type RefusedFlush, refusedFlushes } from './atomic.ts';

/** Without a limit, a library of thousands of folders on such a disk would fill the log. */
const maxFolders = 100;

/** Logs each folder once, until the signal is aborted. */
export const logRefusedFlushes = (log: Pick<Log, 'warn'>, closing: AbortSignal): void => {
  const known = new Set<string>();
  const onRefused = (message: unknown): void => {
    // Only atomic.ts publishes to this channel.
    const { folder, errno } = message as RefusedFlush;
    if (known.has(folder) || known.size >= maxFolders) return;
    known.add(folder);
    log.warn('folder not flushed to disk', { folder, errno });
  };
  subscribe(refusedFlushes.name, onRefused);
  closing.addEventListener('abort', () => unsubscribe(refusedFlushes.name, onRefused), { once: true });
};

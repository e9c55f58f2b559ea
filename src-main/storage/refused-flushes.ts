/** Logs folders whose disk cannot flush, as on SMB and VirtualBox: what is written there may not outlive a power cut. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Log } from '../ports.ts';
import { type RefusedFlush, refusedFlushes } from './atomic.ts';

/** A library of thousands of folders on such a disk would fill the log. */
const maxFolders = 100;

/** Each folder once, until the signal is aborted. */
export const logRefusedFlushes = (log: Pick<Log, 'warn'>, closing: AbortSignal): void => {
  const known = new Set<string>();
  const onRefused = (message: unknown): void => {
    // Published by atomic.ts alone.
    const { folder, errno } = message as RefusedFlush;
    if (known.has(folder) || known.size >= maxFolders) return;
    known.add(folder);
    log.warn('a folder cannot be flushed to its disk', { folder, errno });
  };
  subscribe(refusedFlushes.name, onRefused);
  closing.addEventListener('abort', () => unsubscribe(refusedFlushes.name, onRefused), { once: true });
};

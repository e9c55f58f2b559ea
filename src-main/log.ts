/** Logger that redacts keys: JSON lines, to a rotated file; and the log of refused flushes. */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFileSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hideSecrets } from './net/redact.ts';
import type { Clock, Log } from './ports.ts';
import { type RefusedFlush, refusedFlushes } from './storage/atomic.ts';
import { renameSync } from './storage/busy-retry.ts';

type HidingLog = Required<Log>;
type Data = Readonly<Record<string, unknown>>;

const hidden = '[hidden]';
const maxDepth = 8;

/** Names whose values are always secret. */
const secretName = /authorization|api[-_]?key|secret|password|cookie|^x-.*-key$|^key$|^token$|signature/i;

const hideInText = (text: string, secrets: ReadonlySet<string>): string =>
  hideSecrets(text, { secrets, mark: hidden });

const hideIn = (value: unknown, secrets: ReadonlySet<string>, depth: number): unknown => {
  if (typeof value === 'string') return hideInText(value, secrets);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[deeper]';
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((entry) => hideIn(entry, secrets, depth + 1));
  const entries = Object.entries(value);
  // The properties of an Error are not enumerable.
  const { name, message, stack, cause } = value instanceof Error ? value : {};
  if (value instanceof Error) entries.push(...Object.entries({ name, message, stack, cause }));
  return Object.fromEntries(
    entries
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [
        hideInText(key, secrets),
        secretName.test(key) && typeof entry === 'string' ? hidden : hideIn(entry, secrets, depth + 1),
      ]),
  );
};

/** `write` receives one line of JSON without its line end. */
export const createLog = (deps: {
  readonly write: (line: string) => void;
  readonly clock: Pick<Clock, 'now'>;
}): HidingLog => {
  const secrets = new Set<string>();
  const say = (level: 'info' | 'warn' | 'error') => (message: string, data?: Data) => {
    const line = {
      level,
      time: deps.clock.now().toISOString(),
      message: hideInText(message, secrets),
      ...(data === undefined ? {} : { data: hideIn(data, secrets, 0) }),
    };
    deps.write(JSON.stringify(line));
  };
  return {
    // A very short text is not a key, and hiding it would damage most lines.
    hide: (secret) => {
      if (secret.length >= 6) secrets.add(secret);
    },
    redact: (value) => hideIn(value, secrets, 0),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
  };
};

const maxFileBytes = 5_000_000;

/** Appends to `<dataFolder>/logs/understudy.log`; rotated to understudy.old.log at 5 MB. */
export const createFileLog = (
  dataFolder: string,
  clock: Pick<Clock, 'now'> = { now: () => new Date() },
): HidingLog => {
  const folder = join(dataFolder, 'logs');
  const path = join(folder, 'understudy.log');
  const rotate = (): void => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size >= maxFileBytes) renameSync(path, join(folder, 'understudy.old.log'), { wait: 'none' });
  };
  const write = (line: string): void => {
    // A log that cannot be written must not stop the work that it records.
    try {
      mkdirSync(folder, { recursive: true });
      rotate();
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      return;
    }
  };
  return createLog({ write, clock });
};

/** Without a limit, a library of thousands of folders on such a disk would fill the log. */
const maxFolders = 100;

/**
 * Logs folders whose disk cannot flush, as on SMB and VirtualBox: files written there may not survive a power cut. Each
 * folder once, until the signal is aborted.
 */
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

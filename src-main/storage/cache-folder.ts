/** Limits the size of a cache folder: the least recently used entries are removed first. */
import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { removeLeftover } from './busy-retry.ts';

/** A temporary entry older than this was left by a process that has ended, in milliseconds. */
const tempMs = 24 * 3600 * 1000;

const bytesIn = async (path: string): Promise<number> => {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const inside = await Promise.all((await readdir(path)).map((name) => bytesIn(join(path, name))));
  return inside.reduce((sum, bytes) => sum + bytes, 0);
};

/** Sets the time of the last use. `path`: an entry of a cache folder. */
export const markUsed = (path: string, now: Date): Promise<void> => utimes(path, now, now);

/** Entries whose names start with a dot are being created. `maxBytes`: size limit. A missing folder counts as empty. */
export const shrinkFolder = async (request: {
  readonly folder: string;
  readonly maxBytes: number;
  readonly now: Date;
}): Promise<void> => {
  const { folder, maxBytes, now } = request;
  const kept = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    if (!name.startsWith('.')) kept.push({ path, usedMs: found.mtimeMs, bytes: await bytesIn(path) });
    else if (now.getTime() - found.mtimeMs > tempMs) await removeLeftover(path);
  }
  let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of kept.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes) return;
    await removeLeftover(path);
    total -= bytes;
  }
};

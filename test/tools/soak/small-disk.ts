/** Mounts small file systems for the data folder and the library, and fills and frees them by a seed. */
import { execFile } from 'node:child_process';
import { mkdir, open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { randomFrom } from '#test/main/media/scan/random.ts';

const run = promisify(execFile);

/** Enough for all files of the soak, and for the reserve for the result of the longest video before its submit. */
const sizeMb = 160;
const ballastName = '.ballast';
const pieceBytes = 1_000_000;

export type SmallDisk = { readonly folders: readonly string[]; readonly remove: () => Promise<void> };

/** null: this user has no permission to mount. */
export const mountSmallDisk = async (dataFolder: string): Promise<SmallDisk | null> => {
  const folders = [dataFolder, join(dataFolder, 'library')];
  const mounted: string[] = [];
  const remove = async () => {
    // A lazy unmount does not wait for processes that still use the folder.
    for (const folder of mounted.toReversed()) await run('umount', ['--lazy', folder]);
  };
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'understudy-soak', folder]);
    } catch {
      await remove();
      return null;
    }
    mounted.push(folder);
  }
  return { folders, remove };
};

/** Fills the disk except for `leftBytes`. */
const fill = async (folder: string, leftBytes: number): Promise<void> => {
  const path = join(folder, ballastName);
  const file = await open(path, 'w');
  let size = 0;
  try {
    const piece = Buffer.alloc(pieceBytes);
    for (;;) {
      const { bytesWritten } = await file.write(piece);
      size += bytesWritten;
      if (bytesWritten < piece.length) break;
    }
  } catch {
    // The disk is full, as intended.
  } finally {
    await file.close();
  }
  await truncate(path, Math.max(0, size - leftBytes));
};

const free = (folder: string): Promise<void> => rm(join(folder, ballastName), { force: true });

export type Squeezes = {
  /** Stops filling and frees the disk. Returns how often it was full. */
  readonly end: () => Promise<number>;
  /** How often the disk was full so far. */
  readonly count: () => number;
};

export const startSqueezes = ({ folders }: SmallDisk, seed: number): Squeezes => {
  const random = randomFrom(seed);
  const stop = new AbortController();
  const wait = (ms: number) => delay(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  const leftBytes = [0, 0, 20_000, 300_000, 1_500_000, 12_000_000];
  let count = 0;
  const squeeze = async (): Promise<number> => {
    for (;;) {
      await wait(1500 + random() * 2500);
      if (stop.signal.aborted) return count;
      count += 1;
      const folder = folders[Math.floor(random() * folders.length)] ?? '';
      await fill(folder, leftBytes[Math.floor(random() * leftBytes.length)] ?? 0);
      await wait(500 + random() * 2000);
      await free(folder);
    }
  };
  const squeezes = squeeze();
  return {
    end: () => {
      stop.abort();
      return squeezes;
    },
    count: () => count,
  };
};

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { markUsed, shrinkFolder } from '#main/storage/cache-folder.ts';
import { tempFolder } from './temp-folder.ts';

const now = new Date('2026-11-21T12:00:00Z');
const before = (hours: number) => new Date(now.getTime() - hours * 3600_000);

/** An entry of 1000 bytes, last used this many hours ago. */
const put = async (within: string, name: string, usedHoursAgo: number) => {
  await mkdir(join(within, name), { recursive: true });
  await writeFile(join(within, name, 'file'), Buffer.alloc(1000));
  await markUsed(join(within, name), before(usedHoursAgo));
};

it('removes the least recently used entries, and no more than necessary', async () => {
  const within = join(tempFolder(), 'full');
  await put(within, 'old', 30);
  await put(within, 'older', 40);
  await put(within, 'new', 1);
  await shrinkFolder({ folder: within, maxBytes: 2500, now });
  expect((await readdir(within)).sort()).toEqual(['new', 'old']);
  await shrinkFolder({ folder: within, maxBytes: 2500, now });
  expect((await readdir(within)).sort()).toEqual(['new', 'old']);
});

it('keeps entries that are being created until they are a day old', async () => {
  const within = join(tempFolder(), 'making');
  await put(within, '.fresh', 1);
  await put(within, '.left', 25);
  await shrinkFolder({ folder: within, maxBytes: 0, now });
  expect(await readdir(within)).toEqual(['.fresh']);
});

it('treats a missing folder as empty', async () => {
  await expect(
    shrinkFolder({ folder: join(tempFolder(), 'nowhere'), maxBytes: 0, now }),
  ).resolves.toBeUndefined();
});

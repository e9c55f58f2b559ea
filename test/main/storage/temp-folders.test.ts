import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanupTemp } from '#main/storage/temp-folders.ts';
import { tempFolder } from './temp-folder.ts';

test('what a killed program was writing goes, and what another open one is writing stays', async () => {
  const folder = tempFolder();
  for (const name of ['open', 'killed']) {
    mkdirSync(join(folder, name, 'deep'), { recursive: true });
    writeFileSync(join(folder, name, 'deep', 'motion.mp4.part'), 'half');
  }
  await cleanupTemp({ folder, isPresent: (presence) => presence === 'open' });
  expect(readdirSync(folder)).toEqual(['open']);
});

test('there need be nothing to sweep', async () => {
  const folder = join(tempFolder(), 'passing');
  await expect(cleanupTemp({ folder, isPresent: () => false })).resolves.toBeUndefined();
});

/** A result that is dragged out of the window into another program. */
import { existsSync } from 'node:fs';
import { glob, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { countOf, generate, isDone, openPaidShell, openScreen, type PaidShell, pro } from './paid-shell.ts';
import type { Shell } from './start-shell.ts';

let paid: PaidShell;
let shell: Shell;

test.beforeAll(async () => {
  paid = await openPaidShell();
  const { image, video } = paid.files;
  shell = await paid.start({ files: [image, video] });
  await expect(shell.page.getByRole('img', { name: 'hero.jpg' })).toBeVisible();
  await isDone(await generate(shell.page, pro));
  await openScreen(shell.page, 'Library');
});
test.afterAll(async () => {
  await shell?.close();
  await paid?.close();
});

const stored = async (): Promise<string> => {
  for await (const path of glob(join(shell.home, 'library', '*', '*', 'result.mp4'))) return path;
  throw new Error('There is no result in the library.');
};

/**
 * The pointer is pressed on the tile and moved away from it, which begins a drag. The system's own drag would take the
 * release, which the stand-in leaves to the page.
 */
const dragTile = async (page: Page): Promise<void> => {
  const box = await page.locator('[data-tile]').first().boundingBox();
  if (box === null) throw new Error('There is no tile.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, 4, { steps: 6 });
  await page.mouse.up();
};

test('dragging a tile gives the system a file with the result and an icon', async () => {
  await dragTile(shell.page);
  const { file, icon } = await shell.heard(({ kind }) => kind === 'drag');
  expect(basename(String(file))).toMatch(/hero.*\.mp4$/);
  expect(await readFile(String(file))).toEqual(await readFile(await stored()));
  expect(existsSync(String(icon))).toBe(true);
});

test('a result whose file is missing is not dragged, and the page says why', async () => {
  const before = countOf(shell, 'drag');
  await rm(await stored());
  await dragTile(shell.page);
  await expect(shell.page.getByRole('alert').first()).toContainText(/missing|not found|no longer/i);
  expect(countOf(shell, 'drag')).toBe(before);
});

/** The library's location in a real browser: moving it, a disconnected folder, and a start on a damaged database. */
import { access, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { createHome, type StoredResult } from './library-folders.ts';
import { type Program, startProgram } from './program.ts';

let home: string;
/** Stands for another disk. */
let disk: string;
let program: Program;

const tempLibrary: readonly StoredResult[] = [
  { character: 'anna', motion: 'squats', marks: { name: 'First try', rating: 3 } },
  { character: 'ben', motion: 'tango' },
];

test.beforeEach(async () => {
  home = await createHome(tempLibrary);
  disk = await mkdtemp(join(tmpdir(), 'understudy-disk-'));
  program = await startProgram({ UNDERSTUDY_HOME: home });
});
test.afterEach(async () => {
  await program.close();
  for (const folder of [home, disk]) await rm(folder, { recursive: true, force: true });
});

const tiles = (page: Page): Locator => page.locator('[data-tile]');
const notices = (page: Page): Locator => page.getByRole('region', { name: 'Notices' });
const openScreen = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name, exact: true }).click();

/** Opens a comparison and waits until both videos are fully readable. */
const expectToPlay = async (page: Page, name: string): Promise<void> => {
  await openScreen(page, 'Library');
  await tiles(page).filter({ hasText: name }).click();
  const isReady = (all: Element[]) =>
    all.length === 2 && all.every((video) => video instanceof HTMLVideoElement && video.readyState >= 2);
  await expect.poll(() => page.locator('video').evaluateAll(isReady)).toBe(true);
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

test('moves the library to another folder, and reports when that folder is missing and when it is back', async ({
  page,
}) => {
  const target = join(disk, 'results');
  const moves: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/call/library.move')) moves.push(request.postDataJSON());
  });
  await page.goto(program.address);
  await openScreen(page, 'Settings');
  await expect(page.getByText(/^2 results, .* with images and videos$/)).toBeVisible();
  await page.getByLabel('Full path of the new folder').fill(target);
  await page.getByRole('button', { name: 'Move library' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move the library?' });
  await expect(dialog.getByText(target)).toBeVisible();
  expect(await isThere(target), 'nothing is moved before the confirmation').toBe(false);
  await dialog.getByRole('button', { name: 'Move library' }).dblclick();
  await expect(page.getByText(`Library moved to ${target}.`)).toBeVisible();
  expect(moves, 'the second press of a double click moves nothing back').toEqual([{ to: target }]);
  expect(await readdir(target)).toContain('2026-10');
  expect(await isThere(join(home, 'library', '2026-10')), 'the old folder keeps a copy').toBe(true);
  await page.getByRole('button', { name: 'Delete old copy…' }).click();
  await page
    .getByRole('dialog', { name: 'Delete the old copy?' })
    .getByRole('button', { name: 'Delete old copy' })
    .click();
  await expect(page.getByText('Old copy deleted.')).toBeVisible();
  expect(await isThere(join(home, 'library', '2026-10'))).toBe(false);
  await expectToPlay(page, 'First try');

  await test.step('reports the disconnected disk', async () => {
    await rename(target, `${target}-unplugged`);
    await expect(notices(page).getByText(/not available \(results\)/)).toBeVisible();
    await notices(page)
      .getByRole('listitem')
      .filter({ hasText: 'not available' })
      .getByRole('button', { name: 'Open Settings' })
      .click();
    await expect(page.getByText('The library location is not available.')).toBeVisible();
  });

  await test.step('reconnects the disk', async () => {
    await rename(`${target}-unplugged`, target);
    await expect(notices(page).getByText(/not available \(results\)/)).toBeHidden();
    await expect(page.getByText('The library location is not available.')).toBeHidden();
    await expectToPlay(page, 'ben + tango');
  });
});

test('reports the recovery of a damaged database once, and no result is lost', {
  tag: '@full',
}, async ({ page }) => {
  await program.close();
  const database = join(home, 'understudy.db');
  const { size } = await stat(database);
  for (const more of ['-wal', '-shm']) await rm(`${database}${more}`, { force: true });
  await writeFile(database, Buffer.alloc(size, 0x5a));
  program = await startProgram({ UNDERSTUDY_HOME: home });

  await page.goto(program.address);
  const notice = notices(page).getByRole('listitem').filter({ hasText: 'The list of jobs and results' });
  await expect(notice).toContainText('Results are restored from their folders');
  await openScreen(page, 'Library');
  await expect(tiles(page)).toHaveCount(2);
  await expect(tiles(page).filter({ hasText: 'First try' })).toHaveAccessibleName(/3 stars\.$/);
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  await page.reload();
  await openScreen(page, 'Library');
  await expect(tiles(page)).toHaveCount(2);
  await expect(notice).toBeHidden();
});

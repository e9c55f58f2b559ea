/** The library in a real browser: search, marks, trash, bundles, and reuse of a result. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { createHome, models, type StoredResult } from './library-folders.ts';
import { type Program, startProgram } from './program.ts';

let home: string;
let program: Program;
const homes: string[] = [];

const tempLibrary: readonly StoredResult[] = [
  { character: 'anna', motion: 'squats', prompt: 'a quiet street at night' },
  { character: 'ben', motion: 'squats', marks: { rating: 4, tags: ['gym'] } },
  { character: 'carla', motion: 'tango', model: models.runpod, marks: { isFavourite: true } },
  {
    character: 'dora',
    motion: 'tango',
    model: models.runpod,
    prompt: 'a beach',
    marks: { name: 'Best one' },
  },
];

const start = async (results: readonly StoredResult[]): Promise<Program> => {
  home = await createHome(results);
  homes.push(home);
  return startProgram({ UNDERSTUDY_HOME: home });
};

test.beforeEach(async () => {
  program = await start(tempLibrary);
});
test.afterEach(() => program.close());
test.afterAll(async () => {
  for (const folder of homes) await rm(folder, { recursive: true, force: true });
});

const openLibrary = async (page: Page, address = program.address): Promise<void> => {
  await page.goto(address);
  await page.getByRole('button', { name: 'Library', exact: true }).first().click();
};

const tiles = (page: Page): Locator => page.locator('[data-tile]');
const tile = (page: Page, name: string): Locator => tiles(page).filter({ hasText: name });
const place = (page: Page): Locator => page.getByRole('radiogroup', { name: 'Library or trash' });
const bar = (page: Page): Locator => page.getByRole('region', { name: 'Selection' });

/** At its first start the program finds the results one after another. */
const openLibraryFolder = async (page: Page): Promise<void> => {
  await openLibrary(page);
  await expect(tiles(page)).toHaveCount(tempLibrary.length);
};

/** Focuses the tile before the key press, because the page may have moved the focus. */
const pressOn = async (on: Locator, key: string): Promise<void> => {
  await on.focus();
  await expect(on).toBeFocused();
  await on.page().keyboard.press(key);
};

/** The folders of all results, wherever the library is. */
const foldersIn = async (library: string): Promise<readonly string[]> => {
  const months = (await readdir(library)).filter((name) => /^\d{4}-\d{2}$/.test(name));
  return (await Promise.all(months.map((month) => readdir(join(library, month))))).flat();
};

test('searches as soon as text is typed, and shows active filters as chips', {
  tag: '@full',
}, async ({ page }) => {
  await openLibraryFolder(page);
  const search = page.getByRole('searchbox', { name: 'Search the library' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('stre');
  await expect(tiles(page)).toHaveCount(1);
  await expect(tile(page, 'anna + squats')).toBeVisible();
  await expect(page.getByText('1 of 4 results')).toBeVisible();
  await search.fill('');
  await expect(tiles(page)).toHaveCount(4);

  await page.getByRole('button', { name: 'Filter' }).click();
  const filters = page.getByRole('dialog');
  await filters.getByRole('checkbox', { name: /RunPod/ }).check();
  await filters.getByRole('checkbox', { name: /Favourites only/ }).check();
  await expect(tiles(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(tile(page, 'carla + tango')).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter: Favourites' }).click();
  await expect(tiles(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(tiles(page)).toHaveCount(4);
});

test('marks, rates, names and selects by keyboard alone, and keeps the marks after a reload', async ({
  page,
}) => {
  await openLibraryFolder(page);
  await pressOn(tiles(page).first(), 'End');
  // Before any of the marks can be saved.
  await page.keyboard.press('f');
  await page.keyboard.press('5');
  await page.keyboard.press('F2');
  await page.keyboard.type('First try');
  await page.keyboard.press('Enter');
  await expect(tile(page, 'First try')).toHaveAccessibleName(/^First try, .*anna.*Favourite\. 5 stars\.$/);
  await expect(tile(page, 'First try')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(bar(page).getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
  await page.reload();
  await openLibrary(page);
  await expect(tile(page, 'First try')).toHaveAccessibleName(/Favourite\. 5 stars\.$/);
});

test('adds a tag to several results at once, which can then be found by it', { tag: '@full' }, async ({
  page,
}) => {
  await openLibraryFolder(page);
  for (const name of ['anna + squats', 'carla + tango'])
    await tile(page, name).click({ modifiers: ['ControlOrMeta'] });
  await bar(page).getByRole('button', { name: 'Tags' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of 2 results' });
  const field = dialog.getByLabel('Add to all');
  await field.fill('for the reel');
  await field.press('Enter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('checkbox', { name: /for the reel/ }).check();
  await page.keyboard.press('Escape');
  await expect(tiles(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Remove filter: Tag: for the reel' })).toBeVisible();
});

test('keeps and finds notes typed beside a comparison after a reload', { tag: '@full' }, async ({ page }) => {
  await openLibraryFolder(page);
  await tile(page, 'ben + squats').click();
  const panel = page.getByRole('complementary', { name: 'Result details' });
  await panel.getByLabel('Notes').fill('the elbow is odd in the middle');
  // Without delay, while the last characters may not be saved yet.
  await page.reload();
  await openLibrary(page);
  await page.getByRole('searchbox', { name: 'Search the library' }).fill('elbow');
  await expect(tiles(page)).toHaveCount(1);
  await tile(page, 'ben + squats').click();
  await expect(panel.getByLabel('Notes')).toHaveValue('the elbow is odd in the middle');
});

test('restores a removed result by Undo or from the trash, or deletes it with its files', async ({
  page,
}) => {
  await openLibraryFolder(page);
  await pressOn(tile(page, 'anna + squats'), 'Delete');
  await expect(tiles(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tiles(page)).toHaveCount(4);

  await test.step('restores from the trash', async () => {
    await pressOn(tile(page, 'anna + squats'), 'Delete');
    await pressOn(tile(page, 'ben + squats'), 'Delete');
    await expect(tiles(page)).toHaveCount(2);
    await place(page).getByText('Trash (2)').click();
    await expect(tiles(page)).toHaveCount(2);
    await tile(page, 'ben + squats').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    await expect(tiles(page)).toHaveCount(1);
  });

  await test.step('deletes permanently', async () => {
    expect(await foldersIn(join(home, 'library'))).toHaveLength(4);
    await pressOn(tile(page, 'anna + squats'), 'Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete 1 result permanently?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    expect(await foldersIn(join(home, 'library'))).toHaveLength(4);
    await page.getByRole('button', { name: 'Empty trash' }).click();
    await dialog.getByRole('button', { name: 'Delete permanently' }).click();
    await expect(page.getByText('The trash is empty.')).toBeVisible();
    // The list is updated before the last file is deleted.
    await expect.poll(() => foldersIn(join(home, 'library'))).toHaveLength(3);
  });
  await place(page).getByText('Library').click();
  await expect(tiles(page)).toHaveCount(3);
});

test('downloads a bundle of several results, which another library imports with its marks', async ({
  page,
}) => {
  await openLibraryFolder(page);
  await tile(page, 'carla + tango').click({ modifiers: ['ControlOrMeta'] });
  await tile(page, 'Best one').click({ modifiers: ['ControlOrMeta'] });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    bar(page).getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const bundle = test.info().outputPath('bundle.zip');
  await download.saveAs(bundle);

  const other = await startProgram();
  try {
    await openLibrary(page, other.address);
    const takeIn = async () => {
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Import…' }).click();
      await (await choosing).setFiles(bundle);
    };
    await takeIn();
    await expect(page.getByText('2 results added.')).toBeVisible();
    await expect(tile(page, 'Best one')).toBeVisible();
    await expect(tile(page, 'carla + tango')).toHaveAccessibleName(/Favourite\.$/);
    await page.getByRole('button', { name: 'Close' }).click();
    await takeIn();
    await expect(page.getByText('0 results added. 2 already in library.')).toBeVisible();
    await expect(tiles(page)).toHaveCount(2);
    await tile(page, 'Best one').click();
    await expectToPlay(page);
  } finally {
    await other.close();
  }
});

const expectToPlay = (page: Page): Promise<void> =>
  expect
    .poll(() =>
      page
        .locator('video')
        .evaluateAll(
          (all) => all.length === 2 && all.every((video) => (video as HTMLVideoElement).readyState >= 2),
        ),
    )
    .toBe(true);

test('reuses a result in the Studio with its files and choices', { tag: '@full' }, async ({ page }) => {
  await openLibraryFolder(page);
  await tile(page, 'Best one').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Use again in the Studio' }).click();
  await expect(page.getByRole('img', { name: 'dora.png' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Model' })).toContainText('Kling v2.6 standard (RunPod)');
  await expect(page.getByLabel('Prompt')).toHaveValue('a beach');
});

test('offers the file of a dragged tile with a readable name', async ({ page }) => {
  await openLibraryFolder(page);
  await tile(page, 'Best one').hover();
  const offered = await tile(page, 'Best one').evaluate((node) => {
    const dataTransfer = new DataTransfer();
    node.dispatchEvent(new DragEvent('dragstart', { bubbles: true, cancelable: true, dataTransfer }));
    return dataTransfer.getData('DownloadURL');
  });
  const [type, name, address] = offered.match(/^([^:]+):([^:]+):(.+)$/)?.slice(1) ?? [];
  expect([type, name]).toEqual(['video/mp4', expect.stringMatching(/dora.*tango.*\.mp4$/)]);
  const answer = await page.request.get(address ?? '');
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'video/mp4']);
});

/** Focus, Escape, double clicks, forced colours and the language in a real browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { dropFiles } from './drop-files.ts';
import { createHome } from './library-folders.ts';
import { type Program, startProgram } from './program.ts';

let program: Program;
let home: string;
let folder: string;

test.beforeAll(async () => {
  home = await createHome([
    { character: 'anna', motion: 'squats' },
    { character: 'ben', motion: 'squats' },
    { character: 'carla', motion: 'tango', marks: { rating: 3 } },
  ]);
  folder = await mkdtemp(join(tmpdir(), 'understudy-screens-'));
  await makeImage(join(folder, 'hero.png'), { width: 300, height: 400 });
  await makeVideo(join(folder, 'step.mp4'), { seconds: 3, width: 300, height: 400, fps: 10 });
  program = await startProgram({ UNDERSTUDY_HOME: home });
});
test.afterAll(async () => {
  await program.close();
  for (const left of [home, folder]) await rm(left, { recursive: true, force: true });
});

const openLibrary = async (page: Page): Promise<void> => {
  await page.goto(program.address);
  await page.getByRole('button', { name: 'Library', exact: true }).first().click();
  await expect(page.locator('[data-tile]')).toHaveCount(3);
};
const tile = (page: Page, name: string): Locator => page.locator('[data-tile]').filter({ hasText: name });
const stage = (page: Page): Locator => page.locator('section[data-focus-home]');
const isOnBody = (page: Page) => page.evaluate(() => document.activeElement === document.body);

test('focuses the comparison when it opens, and Escape returns the focus to the tile, where Enter works', async ({
  page,
}) => {
  await openLibrary(page);
  await tile(page, 'ben + squats').focus();
  for (let turn = 0; turn < 2; turn += 1) {
    await page.keyboard.press('Enter');
    await expect(stage(page)).toBeFocused();
    // Before anything can be played, the play key has no effect.
    await expect
      .poll(() =>
        page.locator('video').evaluateAll((all: HTMLVideoElement[]) => all.map((one) => one.readyState >= 3)),
      )
      .toEqual([true, true]);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(tile(page, 'ben + squats')).toBeFocused();
  }
});

test('leaves the comparison at the first Escape while a tooltip is open', { tag: '@full' }, async ({
  page,
}) => {
  await openLibrary(page);
  await tile(page, 'ben + squats').click();
  await page.getByRole('button', { name: 'Play' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByText('Space', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-tile]')).toHaveCount(3);
});

test('opens a double-clicked tile once, without playing or selecting anything', { tag: '@full' }, async ({
  page,
}) => {
  await openLibrary(page);
  for (const position of [
    { x: 40, y: 120 },
    { x: 150, y: 200 },
    { x: 100, y: 40 },
  ]) {
    await tile(page, 'anna + squats').dblclick({ position });
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    expect(await page.evaluate(() => String(getSelection()))).toBe('');
    expect(
      await page.evaluate(() => [...document.querySelectorAll('video')].every(({ paused }) => paused)),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await expect(tile(page, 'anna + squats')).toBeFocused();
  }
});

test('closes a dialog at the first Escape while a tooltip in it is open, and focuses its opener', {
  tag: '@full',
}, async ({ page }) => {
  await page.goto(program.address);
  await page.getByRole('button', { name: /sample/i }).click();
  const opener = page.getByRole('button', { name: 'Compare prices' });
  await opener.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator('[role="presentation"][data-side][data-open]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(opener).toBeFocused();
});

test('focuses a tile after a removal is undone', { tag: '@full' }, async ({ page }) => {
  await openLibrary(page);
  await tile(page, 'ben + squats').focus();
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-tile]')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.locator('[data-tile]')).toHaveCount(3);
  await expect(page.locator('[data-tile]:focus')).toHaveCount(1);
});

test('distinguishes selected, off and disabled states with forced colours, light and dark', async ({
  page,
}) => {
  const computedStyle = (on: Locator, property: string): Promise<string> =>
    on.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  const differ = async (one: Locator, other: Locator, property = 'background-color'): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ forcedColors: 'active', colorScheme });
      // Colours change with a short transition after the scheme has changed.
      await expect
        .poll(async () => (await computedStyle(one, property)) !== (await computedStyle(other, property)), {
          message: `${colorScheme}: ${one} and ${other}`,
        })
        .toBe(true);
    }
  };
  const radio = (name: string | RegExp) => page.getByRole('radio', { name });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  await openLibrary(page);
  await differ(radio('Library'), radio(/Trash/));
  await differ(button('Library'), button('Batch'));
  await tile(page, 'anna + squats').focus();
  await page.keyboard.press('Space');
  const imageOf = (name: string) => tile(page, name).locator('span').first();
  await differ(imageOf('anna + squats'), imageOf('ben + squats'), 'outline-style');
  await page.keyboard.press('Escape');
  await tile(page, 'anna + squats').click();
  await differ(radio('1\u00d7'), radio('2\u00d7'));
  await differ(button(/loop/i), button('Play'));
  await differ(page.locator('[class*="track"]'), page.locator('[class*="rail"]').last());
  await differ(page.locator('[class*="played"]'), page.locator('[class*="track"]'));
  await button('Settings').click();
  const save = page.getByRole('button', { name: /^Save/, disabled: true }).first();
  await differ(save, button('Settings'), 'border-top-color');
  await differ(save, button('Studio'), 'color');
});

const languageScripts = '**/assets/messages-*.js';
const unload = (page: Page) => page.route(languageScripts, (route) => route.abort());

test('shows the chosen language at once, and at the next start; keeps the present one while the other cannot be loaded', async ({
  page,
}) => {
  await page.goto(program.address);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await unload(page);
  await page.getByRole('radio', { name: 'Español' }).click();
  const failure = page.getByRole('alert').filter({ hasText: 'Español could not be loaded' });
  await expect(failure).toBeVisible();
  await page.unroute(languageScripts);
  await failure.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'Ajustes', exact: true })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'Español' })).toHaveCount(0);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await page.getByRole('button', { name: 'Ajustes', exact: true }).click();
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeVisible();
});

test('says that the page could not be loaded if no language can be, and offers to reload it', async ({
  page,
}) => {
  await unload(page);
  await page.goto(program.address);
  await expect(page.getByText('The texts of Understudy could not be loaded.')).toBeVisible();
  await expect(page.getByText('No se han podido cargar los textos')).toBeVisible();
  await page.unroute(languageScripts);
  await page.getByRole('link', { name: 'Reload' }).click();
  await expect(page.getByRole('heading', { name: 'Character' })).toBeVisible();
  await expect(page.getByText('The texts of Understudy could not be loaded.')).toHaveCount(0);
});

// The last test, because it adds a result.
test('keeps the focus in the Studio when the sample opens, a file is removed, and a row is dismissed', async ({
  page,
}) => {
  await page.goto(program.address);
  await page.getByRole('button', { name: /sample/i }).press('Enter');
  await expect(page.getByRole('button', { name: 'Character: Replace' })).toBeFocused();
  await page.getByRole('button', { name: /^Remove.*Character/i }).press('Enter');
  await expect(page.getByRole('button', { name: /^Character: Choose/ })).toBeFocused();
  await page.getByRole('button', { name: /^Remove.*Motion/i }).press('Enter');
  await expect(page.getByRole('button', { name: /^Motion: Choose/ })).toBeFocused();

  // Small files, so that the run finishes soon.
  await dropFiles(page, { target: 'Character', paths: [join(folder, 'hero.png')] });
  await dropFiles(page, { target: 'Motion', paths: [join(folder, 'step.mp4')] });
  await page.getByRole('button', { name: /^Generate/ }).click();
  const row = page.locator('[data-job]').first();
  await expect(row.getByRole('button', { name: 'Compare' })).toBeVisible({ timeout: 60_000 });
  await row.getByRole('button', { name: 'Compare' }).press('Enter');
  await expect(stage(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(row.getByRole('button', { name: 'Compare' })).toBeFocused();
  await row.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(row).toHaveCount(0);
  expect(await isOnBody(page)).toBe(false);
});

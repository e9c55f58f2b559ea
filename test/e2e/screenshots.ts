/** `npm run screenshots`: every screen, light and dark, wide and narrow, on a data folder of its own, into docs/screenshots. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { browserArguments, findBrowser } from './browser.ts';
import { startProgram } from './program.ts';

const folder = join(programFolder, 'docs', 'screenshots');
const sizes = [
  { name: '', width: 1440, height: 900 },
  { name: '-narrow', width: 760, height: 980 },
];

/** The whole way once, stopping at each screen. */
const walk = async (page: Page, shoot: (screen: string) => Promise<void>): Promise<void> => {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  await button('Try it with the sample').waitFor();
  await shoot('first-run');
  await button('Try it with the sample').click();
  // Every frame of the strip has come.
  await page.waitForFunction(() => {
    const frames = [...document.querySelectorAll<HTMLImageElement>('[data-testid="trim-strip"] img')];
    return frames.length > 4 && frames.every((frame) => frame.complete);
  });
  // The clip has been looked through, and its waveform has come.
  await button(/^Best:/).waitFor();
  await page.waitForTimeout(1500);
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /Kling v2\.6 pro \(fal\)/ }).click();
  await shoot('studio');
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /Offline/ }).click();
  await button(/^Generate/).click();
  await page
    .getByText(/Waiting for the provider \d+ %/)
    .first()
    .waitFor();
  await shoot('running');
  await button('Compare').first().waitFor();
  await button(/^Generate/).click();
  await page.getByText('Done').nth(1).waitFor();
  await button('Compare').first().click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video')].every((video) => video.readyState >= 3),
  );
  for (let frame = 0; frame < 40; frame += 1) await page.keyboard.press('.');
  await page.waitForTimeout(600);
  await shoot('compare');
  await button('Library').first().click();
  await page.locator('img').first().waitFor();
  await shoot('library');
  await button('Settings').click();
  await page.getByText('fal', { exact: true }).first().waitFor();
  await shoot('settings');
};

await mkdir(folder, { recursive: true });
const executablePath = findBrowser();
const browser = await chromium.launch({
  args: [...browserArguments],
  ...(executablePath === null ? {} : { executablePath }),
});
try {
  for (const theme of ['light', 'dark'] as const)
    for (const size of sizes) {
      const program = await startProgram();
      try {
        const page = await browser.newPage({ viewport: size, colorScheme: theme, locale: 'en' });
        await page.goto(program.address);
        await walk(page, async (screen) => {
          await page.screenshot({ path: join(folder, `${screen}${size.name}-${theme}.png`) });
        });
        await page.close();
      } finally {
        await program.close();
      }
    }
} finally {
  await browser.close();
}

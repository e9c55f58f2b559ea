/**
 * `npm run screenshots`: every screen, light and dark, wide and narrow, on its own data folder, into docs/screenshots.
 * `-- --language es --out FOLDER`: in another language, into another folder.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { browserArguments, findBrowser } from '../../e2e/browser.ts';
import { createHome } from '../../e2e/library-folders.ts';
import { startProgram } from '../../e2e/program.ts';
import {
  chooseModel,
  generateButton,
  type PaidProgram,
  queueRow,
  startPaidProgram,
} from '../../e2e/stand-ins.ts';
import { exampleLibrary, type Shoot, walkBatch, walkLibrary } from './screenshot-walks.ts';

const { values: options } = parseArgs({
  options: {
    language: { type: 'string', default: 'en' },
    out: { type: 'string', default: join(programFolder, 'docs', 'screenshots') },
  },
});
const folder = resolve(options.out);
const sizes = [
  { name: '', width: 1440, height: 900 },
  { name: '-narrow', width: 760, height: 980 },
];

type Open = (address: string) => Promise<Page>;
type ShootFrom = (page: Page) => Shoot;

const openSample = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Try it with the sample' }).click();
  // All frames of the strip have loaded.
  await page.waitForFunction(() => {
    const frames = [...document.querySelectorAll<HTMLImageElement>('[data-testid="trim-strip"] img')];
    return frames.length > 4 && frames.every((frame) => frame.complete);
  });
  // The video is scanned and its waveform has loaded.
  await page.getByRole('button', { name: /^Best:/ }).waitFor();
  await page.waitForTimeout(1500);
};

/** One complete run, with a screenshot at each screen. */
const walk = async (page: Page, shoot: Shoot): Promise<void> => {
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const compare = page.getByRole('region', { name: 'Queue' }).getByRole('button', { name: 'Compare' });
  await button('Try it with the sample').waitFor();
  await shoot('first-run');
  await openSample(page);
  await chooseModel(page, 'Kling v2.6 pro (fal)');
  await shoot('studio');
  await chooseModel(page, 'Offline demonstration');
  await generateButton(page).click();
  await page
    .getByText(/Waiting for the provider \d+ %/)
    .first()
    .waitFor();
  await shoot('running');
  await compare.first().waitFor();
  await generateButton(page).click();
  await page.getByText('Done').nth(1).waitFor();
  await compare.first().click();
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

/** Parts that only paid models have. Prices invented by a stand-in are not fetched, so no screenshot shows one. */
const walkPaid = async (page: Page, { of }: PaidProgram, shoot: Shoot): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await openSample(page);
  await chooseModel(page, 'Kling v2.6 standard (RunPod)');
  await page.getByTestId('ahead').getByText(/ready/).waitFor();
  await shoot('studio-paid');
  await page.getByRole('button', { name: 'Compare prices' }).click();
  await dialog.waitFor();
  await page.waitForTimeout(300);
  await shoot('prices');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  of.aimlapi.faults.submit = 'dropped-after-accepting';
  await chooseModel(page, 'Kling v2.6 pro (AIMLAPI)');
  await generateButton(page).click();
  await queueRow(page, 'AIMLAPI').getByRole('button', { name: 'Resolve' }).click();
  await dialog.waitFor();
  await page.waitForTimeout(300);
  await shoot('unsure');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Settings' }).click();
  await page
    .getByRole('heading', { name: 'File hosts' })
    .evaluate((heading) => heading.closest('section')?.scrollIntoView({ block: 'start' }));
  await shoot('settings-hosting');
};

/** Each walk has its own program, which it ends. */
const deliveryMethods: readonly ((open: Open, shoot: ShootFrom) => Promise<void>)[] = [
  async (open, shoot) => {
    const program = await startProgram();
    try {
      const page = await open(program.address);
      await walk(page, shoot(page));
    } finally {
      await program.close();
    }
  },
  async (open, shoot) => {
    const home = await createHome(exampleLibrary);
    const program = await startProgram({ UNDERSTUDY_HOME: home });
    try {
      const page = await open(program.address);
      await walkLibrary(page, shoot(page));
    } finally {
      await program.close();
      await rm(home, { recursive: true, force: true });
    }
  },
  ...[walkPaid, walkBatch].map((walkOf) => async (open: Open, shoot: ShootFrom) => {
    const paid = await startPaidProgram();
    try {
      const page = await open(paid.address);
      await walkOf(page, paid, shoot(page));
    } finally {
      await paid.close();
    }
  }),
];

/** The walks find buttons by their English names, so another language is shown only while the screenshot is taken. */
const setLanguage = async (page: Page, language: string): Promise<void> => {
  await page.evaluate(async (chosen) => {
    await fetch('/call/settings.set', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-understudy': '1' },
      body: JSON.stringify({ language: chosen }),
    });
  }, language);
  await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
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
      const shootFrom: ShootFrom = (page) => async (screen) => {
        if (options.language !== 'en') await setLanguage(page, options.language);
        await page.screenshot({ path: join(folder, `${screen}${size.name}-${theme}.png`) });
        if (options.language !== 'en') await setLanguage(page, 'en');
      };
      for (const way of deliveryMethods) {
        const context = await browser.newContext({ viewport: size, colorScheme: theme, locale: 'en' });
        const open: Open = async (address) => {
          const page = await context.newPage();
          await page.goto(address);
          return page;
        };
        await way(open, shootFrom);
        await context.close();
      }
    }
} finally {
  await browser.close();
}

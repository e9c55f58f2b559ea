/**
 * `npm run screenshots`: the screens in browser mode, each on its own data folder, into docs/screenshots.
 * `-- --host desktop`: the main job in the desktop host's window, into docs/screenshots/desktop.
 * `-- --language es --out FOLDER`: in another language, or several, into another folder. `--every`: each screen light
 * and dark, wide and narrow. `--walk run`: only the screens of one or several walks (`walks` below).
 */
import { rm } from 'node:fs/promises';
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
import { walkDesktop } from './desktop-walk.ts';
import { exampleLibrary, walkBatch, walkLibrary } from './screenshot-walks.ts';
import { type Shoot, shootVariants, wide } from './variants.ts';

const screenshots = join(programFolder, 'docs', 'screenshots');
const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: 'browser' },
    language: { type: 'string', multiple: true, default: ['en'] },
    walk: { type: 'string', multiple: true },
    every: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

/** For each step: the machine may be busy. */
const timeoutMs = 600_000;

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
  for (let count = 0; count < 2; count += 1) await generateButton(page).click();
  await page
    .getByText(/Waiting for the provider \d+ %/)
    .first()
    .waitFor();
  await shoot('running');
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

type Walk = (open: Open, shoot: ShootFrom) => Promise<void>;

const withPaid =
  (walkOf: (page: Page, paid: PaidProgram, shoot: Shoot) => Promise<void>): Walk =>
  async (open, shoot) => {
    const paid = await startPaidProgram();
    try {
      const page = await open(paid.address);
      await walkOf(page, paid, shoot(page));
    } finally {
      await paid.close();
    }
  };

/** Each walk has its own program, which it ends. */
const walks: Readonly<Record<string, Walk>> = {
  run: async (open, shoot) => {
    const program = await startProgram();
    try {
      const page = await open(program.address);
      await walk(page, shoot(page));
    } finally {
      await program.close();
    }
  },
  library: async (open, shoot) => {
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
  paid: withPaid(walkPaid),
  batch: withPaid(walkBatch),
};

const walkBrowser = async (folder: string): Promise<void> => {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    args: [...browserArguments],
    timeout: timeoutMs,
    ...(executablePath === null ? {} : { executablePath }),
  });
  const shootFrom = shootVariants({ folder, languages: options.language, isEvery: options.every });
  try {
    for (const name of options.walk ?? Object.keys(walks)) {
      const walkOf = walks[name];
      if (walkOf === undefined) throw new Error(`There is no walk ${name}: ${Object.keys(walks).join(', ')}`);
      const context = await browser.newContext({ viewport: wide, colorScheme: 'light', locale: 'en' });
      context.setDefaultTimeout(timeoutMs);
      await walkOf(async (address) => {
        const page = await context.newPage();
        await page.goto(address);
        return page;
      }, shootFrom);
      await context.close();
    }
  } finally {
    await browser.close();
  }
};

if (options.host === 'desktop') await walkDesktop(resolve(options.out ?? join(screenshots, 'desktop')));
else await walkBrowser(resolve(options.out ?? screenshots));

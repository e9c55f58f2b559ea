/** One screenshot in several languages, sizes and themes: the page is changed for each and set back afterwards. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';

export type Shoot = (screen: string) => Promise<void>;
export type Theme = 'light' | 'dark';
type Variant = { readonly size: string; readonly theme: Theme };

const sizes: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  '': { width: 1440, height: 900 },
  '-narrow': { width: 760, height: 980 },
};
export const wide = { width: 1440, height: 900 };

const all: readonly Variant[] = Object.keys(sizes).flatMap((size) =>
  (['light', 'dark'] as const).map((theme) => ({ size, theme })),
);
/** Both sizes of these differ enough to be worth a image; of the other screens one does. */
const screensInAllVariants = ['first-run', 'studio', 'compare', 'library', 'batch', 'settings'];

const variantsOf = (screen: string, isEvery: boolean): readonly Variant[] =>
  isEvery || screensInAllVariants.includes(screen) ? all : [{ size: '', theme: 'light' }];

/** With at most 256 colours: a third of the size, and no visible difference in an interface. */
export const savePng = async (path: string, png: Buffer): Promise<void> =>
  writeFile(path, await sharp(png).png({ palette: true, effort: 7 }).toBuffer());

/** The size and the theme are drawn: transitions take up to 150 ms, and images of a new size are loaded. */
export const drawn = async (page: Page): Promise<void> => {
  await page.waitForTimeout(300);
  await page.waitForFunction(() => {
    const isVisible = ({ left, right, top, bottom }: DOMRect): boolean =>
      right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    return [...document.images].every((one) => one.complete || !isVisible(one.getBoundingClientRect()));
  });
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
};

/** The walks find buttons by their English names, so another language is shown only while the screenshot is taken. */
const setLanguage = async (page: Page, language: string): Promise<void> => {
  if ((await page.evaluate(() => document.documentElement.lang)) === language) return;
  await page.evaluate(async (chosen) => {
    await fetch('/call/settings.set', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-understudy': '1' },
      body: JSON.stringify({ language: chosen }),
    });
  }, language);
  await page.waitForFunction((chosen) => document.documentElement.lang === chosen, language);
};

/** Several languages are stored in a folder each. `isEvery`: every variant of every screen. */
export const shootVariants =
  (options: { readonly folder: string; readonly languages: readonly string[]; readonly isEvery: boolean }) =>
  (page: Page): Shoot =>
  async (screen) => {
    const { languages } = options;
    for (const language of languages) {
      const folder = languages.length > 1 ? join(options.folder, language) : options.folder;
      await mkdir(folder, { recursive: true });
      await setLanguage(page, language);
      for (const { size, theme } of variantsOf(screen, options.isEvery)) {
        await page.setViewportSize(sizes[size] ?? wide);
        await page.emulateMedia({ colorScheme: theme });
        await drawn(page);
        await savePng(join(folder, `${screen}${size}-${theme}.png`), await page.screenshot());
      }
    }
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: 'light' });
    await setLanguage(page, 'en');
    await drawn(page);
  };

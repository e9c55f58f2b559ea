/**
 * Measures whether the library's grid keeps the frame rate: scrolls through ten thousand results in a real Chromium.
 * `node test/tools/bench/library-grid.ts [--items N] [--data FOLDER]`, after `npm run build`: `--data` uses an existing
 * data folder, such as one from `test/tools/bench/library.ts --keep`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '#test/e2e/browser.ts';
import { startProgram } from '#test/e2e/program.ts';
import { makeLibraryFolder } from './library-folder.ts';
import { type Frames, type Scrolling, scrollThrough, sizeOf } from './library-grid-scroll.ts';

/** At 60 frames per second each has 16.7 ms. */
const limitMs = 17;
const view = { width: 1360, height: 860 };

/** A fast mouse wheel, a dragged scroll bar, and from the first result to the last. */
const speeds = [
  { what: 'a wheel', stepPx: 40, frames: 300 },
  { what: 'a fast wheel', stepPx: 120, frames: 300 },
  { what: 'whole library', stepPx: 1500, frames: 420 },
] as const;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const line = (what: string, { p50Ms, p95Ms, maxMs, cpuMs, share, complete }: Frames): string => {
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(9);
  return `${what.padEnd(26)} p50${ms(p50Ms)}  p95${ms(p95Ms)}  max${ms(maxMs)}  cpu${ms(cpuMs)}  ${Math.round(share * 100)} % scrolled, ${Math.round(complete * 100)} % of frames complete`;
};

const measure = async (page: Page, whose: string, selector: Scrolling['selector']): Promise<boolean> => {
  let isKept = true;
  for (const { what, ...speed } of speeds) {
    const frames = await scrollThrough(page, { ...speed, selector });
    isKept &&= frames.p95Ms < limitMs;
    print(line(`${whose}, ${what}`, frames));
  }
  return isKept;
};

/** As high as the grid, without scripts: the best possible result on this machine. */
const emptyPage =
  '<div id="scroller" style="height:100vh;overflow-y:scroll"><div style="height:600000px;background:repeating-linear-gradient(#ddd 0 40px,#fff 40px 80px)"></div></div>';

const openLibrary = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.locator('[data-tile]').first().waitFor();
  // The work of the start must not be measured.
  await page.waitForLoadState('networkidle').catch(() => undefined);
};

const { values } = parseArgs({
  options: { items: { type: 'string', default: '10000' }, data: { type: 'string' } },
});
const made = values.data === undefined ? await mkdtemp(join(tmpdir(), 'understudy-grid-')) : null;
const dataFolder = values.data ?? made ?? '';
if (made !== null) await makeLibraryFolder({ folder: made, items: Number(values.items) });

const executablePath = findBrowser();
const browser = await chromium.launch({
  args: [...browserArguments],
  ...(executablePath === null ? {} : { executablePath }),
});
const program = await startProgram({ UNDERSTUDY_HOME: dataFolder });
try {
  const page = await browser.newPage({ viewport: view });
  await page.setContent(emptyPage);
  await measure(page, 'empty page', '#scroller');
  await openLibrary(page, program.address);
  const before = await sizeOf(page);
  const isKept = await measure(page, 'library', '[data-scroller]');
  const after = await sizeOf(page);
  for (const [when, { heapMb, nodes }] of Object.entries({ before, after }))
    print(`the page ${when}: ${heapMb.toFixed(1)} MB of scripts' memory, ${nodes} nodes`);
  print(`p95 below ${limitMs} ms: ${isKept ? 'kept' : 'MISSED'}`);
  process.exitCode = isKept ? 0 : 1;
} finally {
  await program.close();
  await browser.close();
  if (made !== null) await rm(made, { recursive: true, force: true });
}

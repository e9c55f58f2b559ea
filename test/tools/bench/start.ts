/**
 * `npm run bench:start`: the start of the built page in both hosts, each time with an empty browser cache: the first
 * contentful paint in browser mode and in the desktop host's window, and the compressed size of the scripts that
 * index.html loads. A page without scripts, answered by the same server, is the reference: it shows how busy the
 * machine is.
 */
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { browserArguments, findBrowser } from '#test/e2e/browser.ts';
import { startProgram } from '#test/e2e/program.ts';
import { openShell } from '#test/e2e/shell/start-shell.ts';

const repetitions = 5;
const limitMs = 500;
const limitBytes = 300_000;
/** First contentful paint of the reference on a machine that is not busy: 25 to 60 ms. */
const maxReferenceMs = 100;
/** For one load on a busy machine. */
const timeout = 120_000;

/** Both in milliseconds since the navigation began. */
type Start = { readonly pageMs: number; readonly referenceMs: number };

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = join(programFolder, 'out', 'renderer');
const referenceName = 'bench-reference.html';

/** Runs in the page, whose types this project does not have. */
const firstPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName('first-contentful-paint');
    if (paint) resolve(paint.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

const paintOf = (page: Page): Promise<number> => page.evaluate<number>(firstPaint);

const paintOfReference = async (context: BrowserContext, address: string): Promise<number> => {
  const page = await context.newPage();
  await page.goto(new URL(referenceName, address).href, { timeout });
  const time = await paintOf(page);
  await page.close();
  return time;
};

const measureBrowserMode = async (): Promise<readonly Start[]> => {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    args: [...browserArguments],
    timeout,
    ...(executablePath === null ? {} : { executablePath }),
  });
  const program = await startProgram();
  const starts: Start[] = [];
  try {
    while (starts.length < repetitions) {
      // A new context has an empty cache. The token is accepted again.
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(program.address, { timeout });
      const pageMs = await paintOf(page);
      starts.push({ pageMs, referenceMs: await paintOfReference(context, program.address) });
      await context.close();
    }
  } finally {
    await browser.close();
    await program.close();
  }
  return starts;
};

/** The desktop host loads its page once, so each time is a start of the program with a new browser. */
const measureDesktop = async (): Promise<readonly Start[]> => {
  const starts: Start[] = [];
  while (starts.length < repetitions) {
    const opened = await openShell();
    try {
      const shell = await opened.start();
      try {
        const pageMs = await paintOf(shell.page);
        starts.push({ pageMs, referenceMs: await paintOfReference(shell.page.context(), shell.page.url()) });
      } finally {
        await shell.close();
      }
    } finally {
      await opened.close();
    }
  }
  return starts;
};

/** Returns whether the limit was exceeded on a machine that was not busy. */
const report = (host: string, starts: readonly Start[]): boolean => {
  const pageMs = median(starts.map((start) => start.pageMs));
  const referenceMs = median(starts.map((start) => start.referenceMs));
  const all = starts.map((start) => `${Math.round(start.pageMs)} (${Math.round(start.referenceMs)})`);
  print(
    `${host}: first contentful paint, median ${pageMs.toFixed(0)} ms (reference ${referenceMs.toFixed(0)} ms)`,
  );
  print(`  each start, in ms, with the reference in brackets: ${all.join(', ')}`);
  const isMissed = pageMs >= limitMs;
  const isBusy = referenceMs > maxReferenceMs;
  const reason = `not judged, the machine is busy: the reference takes more than ${maxReferenceMs} ms`;
  print(`  below ${limitMs} ms: ${isMissed ? (isBusy ? reason : 'MISSED') : 'kept'}`);
  return isMissed && !isBusy;
};

const scripts = [
  ...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/(?:src|href)="([^"]+\.js)"/g),
].map(([, path = '']) => path);
const scriptBytes = scripts
  .map((path) => gzipSync(readFileSync(join(folder, path)), { level: constants.Z_BEST_COMPRESSION }).length)
  .reduce((sum, size) => sum + size, 0);
const isTooLarge = scriptBytes >= limitBytes;
print(
  `scripts of the first paint: ${(scriptBytes / 1000).toFixed(0)} kB compressed, ${scripts.length} files`,
);
print(`  below ${limitBytes / 1000} kB: ${isTooLarge ? 'MISSED' : 'kept'}`);

const reference = join(folder, referenceName);
await writeFile(reference, '<!doctype html><title>Reference</title><p>Reference</p>\n');
try {
  const isSlow = [
    report('browser mode', await measureBrowserMode()),
    report('desktop window', await measureDesktop()),
  ].some(Boolean);
  process.exitCode = isSlow || isTooLarge ? 1 : 0;
} finally {
  await rm(reference, { force: true });
}

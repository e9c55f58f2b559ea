/**
 * Measures the start of the built page in browser mode, in a real Chromium: median time to the first contentful paint,
 * and the compressed size of the scripts that index.html loads. `node test/tools/bench/start.ts`, after `npm run build`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { browserArguments, findBrowser } from '#test/e2e/browser.ts';
import { startProgram } from '#test/e2e/program.ts';

const repetitions = 5;
const limitMs = 500;
const limitBytes = 300_000;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const folder = join(programFolder, 'out', 'renderer');
const scripts = [
  ...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/(?:src|href)="([^"]+\.js)"/g),
].map(([, path = '']) => path);
const scriptBytes = scripts
  .map((path) => gzipSync(readFileSync(join(folder, path)), { level: constants.Z_BEST_COMPRESSION }).length)
  .reduce((sum, size) => sum + size, 0);
print(
  `scripts of the first paint: ${(scriptBytes / 1000).toFixed(0)} kB compressed, ${scripts.length} files`,
);

/** Runs in the page, whose types this project does not have. */
const firstPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName('first-contentful-paint');
    if (paint) resolve(paint.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

const executablePath = findBrowser();
const browser = await chromium.launch({
  args: [...browserArguments],
  ...(executablePath === null ? {} : { executablePath }),
});
const program = await startProgram();
try {
  const times: number[] = [];
  while (times.length < repetitions) {
    // A new context has an empty cache. The token is accepted again.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(program.address);
    const time = await page.evaluate<number>(firstPaint);
    times.push(time);
    await context.close();
  }
  const median = times.toSorted((one, other) => one - other)[Math.floor(repetitions / 2)] ?? Number.NaN;
  const isKept = median < limitMs && scriptBytes < limitBytes;
  print(
    `first contentful paint in browser mode: median ${median.toFixed(0)} ms of ${times.map(Math.round).join(', ')}`,
  );
  print(`below ${limitMs} ms and ${limitBytes / 1000} kB: ${isKept ? 'kept' : 'MISSED'}`);
  process.exitCode = isKept ? 0 : 1;
} finally {
  await browser.close();
  await program.close();
}

/**
 * `npm test`: checks, unit and ffmpeg tests, browser tests; the last line is the sum of all. `--full` (`npm run
 * test:full`) adds the cases that the gate omits, see fixtures/runs.ts.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findBrowser } from './e2e/browser.ts';

type Sum = { readonly passed: number; readonly failed: number; readonly skipped: number };

const root = join(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'understudy-reports-'));

const run = (line: string, environment: Readonly<Record<string, string>> = {}): boolean => {
  console.log(`\n$ ${line}`);
  const [command = '', ...args] = line.split(' ');
  const bin = join(root, 'node_modules', '.bin');
  const env = {
    // The program is started several hundred times, and half of each start is compiling its TypeScript.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    ...(process.argv.includes('--full') ? { UNDERSTUDY_TEST: 'full' } : {}),
    ...environment,
    PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  };
  // The commands are constants of this file. Windows finds .cmd files only through its shell.
  return (
    spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' })
      .status === 0
  );
};

const report = (name: string): unknown => {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return null;
  }
};

/** A runner that failed without a failing test, for example because it did not start, counts as one failure. */
const withRunnerFailure = (sum: Sum, isGood: boolean): Sum =>
  isGood || sum.failed > 0 ? sum : { ...sum, failed: 1 };

const checks = (): Sum => {
  const lines = [
    'biome ci .',
    'tsc -p src-preload/contract',
    'tsc -p src-preload',
    'tsc -p src-main',
    'tsc -p src-main/electron',
    'tsc -p src-renderer',
    'tsc -p test',
    'tsc -p test/renderer',
    'tsc -p test/e2e',
    'knip',
  ];
  const good = lines.filter((line) => run(line)).length;
  return { passed: good, failed: lines.length - good, skipped: 0 };
};

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

const unit = (): Sum => {
  const file = join(reports, 'unit.json');
  const isGood = run(
    `vitest run --config test/vitest.config.ts --reporter=default --reporter=json --outputFile.json=${file}`,
  );
  const parsed = vitestReport.safeParse(report('unit.json'));
  const sum = parsed.success
    ? {
        passed: parsed.data.numPassedTests,
        failed: parsed.data.numFailedTests,
        skipped: parsed.data.numPendingTests + parsed.data.numTodoTests,
      }
    : { passed: 0, failed: 1, skipped: 0 };
  return withRunnerFailure(sum, isGood);
};

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

const endToEnd = (): Sum => {
  if (findBrowser({ isShell: true }) === null) {
    console.log('\n!!! BROWSER TESTS SKIPPED: no Chromium or Chrome is installed on this computer !!!');
    return { passed: 0, failed: 0, skipped: 1 };
  }
  if (!run('electron-vite build --logLevel warn')) return { passed: 0, failed: 1, skipped: 0 };
  const isGood = run('playwright test --config test/playwright.config.ts --reporter=list,json', {
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'e2e.json'),
  });
  const parsed = playwrightReport.safeParse(report('e2e.json'));
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = parsed.data.stats;
  return withRunnerFailure({ passed: expected, failed: unexpected + flaky, skipped }, isGood);
};

const sums = [checks(), unit(), endToEnd()];
rmSync(reports, { recursive: true, force: true });
const total = sums.reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
}));
const isComplete = total.skipped === 0 || !process.env.CI;
if (!isComplete) console.log('\nIn CI nothing may be skipped.');
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && isComplete ? 0 : 1;

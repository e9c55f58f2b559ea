import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './e2e/browser.ts';
import { electronBinary } from './e2e/electron-binary.ts';
import { isFullRun } from './fixtures/runs.ts';

const executablePath = findBrowser({ isShell: true });

/** Scenarios that are not bound to a host; the gate runs the first one, a full run all. */
const scenarios = [
  '**/first-result.e2e.ts',
  ...(isFullRun ? ['**/generate.e2e.ts', '**/playback.e2e.ts', '**/queue.e2e.ts'] : []),
];

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: '../test-results',
  // The gate runs each screen and each way of paying; `npm run test:full` runs all tests.
  ...(isFullRun ? {} : { grepInvert: /@full/ }),
  projects: [
    { name: 'web', testIgnore: '**/shell/**' },
    { name: 'shell', testMatch: [...scenarios, '**/shell/*.e2e.ts'] },
    ...(electronBinary() === null ? [] : [{ name: 'electron', testMatch: scenarios }]),
  ],
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    viewport: { width: 1360, height: 860 },
    launchOptions: { args: [...browserArguments], ...(executablePath === null ? {} : { executablePath }) },
  },
});

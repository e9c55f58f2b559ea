import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './e2e/browser.ts';
import { isFullRun } from './fixtures/runs.ts';

const executablePath = findBrowser({ isShell: true });

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: '../test-results',
  // The gate runs each screen and each way of paying; `npm run test:full` runs all tests.
  ...(isFullRun ? {} : { grepInvert: /@full/ }),
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

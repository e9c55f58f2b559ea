import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { isFullRun, toolEnvironment } from './fixtures/runs.ts';

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  plugins: [react()],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // What stands in these files is tested in smaller parts elsewhere, too.
    exclude: isFullRun ? [] : ['test/**/*.full.test.ts'],
    // Files share a worker's modules, which halves the time: a test takes back what it changes for all (environment
    // variables, globals, timers).
    isolate: false,
    // Real ffmpeg runs on two cores shared with others: generous, so that a slow minute is not a failure.
    testTimeout: isFullRun ? 180_000 : 60_000,
    hookTimeout: 120_000,
    // Tests wait as much as they work: on two cores three files at once take an eighth less time than two.
    maxWorkers: 3,
    env: toolEnvironment,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});

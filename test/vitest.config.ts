import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  plugins: [react()],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Real ffmpeg runs on two cores shared with others: generous, so that a slow minute is not a failure.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // Tests wait as much as they work: on two cores three files at once take an eighth less time than two.
    maxWorkers: 3,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});

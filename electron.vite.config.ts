import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { pageCallNames } from './src-preload/contract/calls.ts';
import { eventNames } from './src-preload/contract/events.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      rollupOptions: {
        input: {
          index: at('src-main/index.ts'),
          understudy: at('src-main/cli/understudy.ts'),
          'image-process': at('src-main/media/image/image-process.ts'),
        },
      },
    },
  },
  preload: {
    define: {
      PAGE_CALL_NAMES: JSON.stringify(pageCallNames),
      EVENT_NAMES: JSON.stringify(eventNames),
    },
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file that requires only electron.
      rollupOptions: {
        input: { index: at('src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      sourcemap: false,
      rollupOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { pageCallNames } from './src-preload/contract/calls.ts';
import { eventNames } from './src-preload/contract/events.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

/** The runtime of pose detection reads its WebAssembly beside the program of the body process. */
const poseRuntime = {
  name: 'pose-runtime',
  generateBundle(this: { emitFile: (file: object) => string }) {
    const load = createRequire(import.meta.url);
    for (const fileName of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
      const source = readFileSync(load.resolve(`@tensorflow/tfjs-backend-wasm/dist/${fileName}`));
      this.emitFile({ type: 'asset', fileName, source });
    }
  },
};

export default defineConfig({
  main: {
    plugins: [poseRuntime],
    build: {
      outDir: 'out/main',
      target: 'node24',
      rollupOptions: {
        input: {
          index: at('src-main/index.ts'),
          understudy: at('src-main/cli/understudy.ts'),
          'image-process': at('src-main/media/image/image-process.ts'),
          'body-process': at('src-main/media/body/body-process.ts'),
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

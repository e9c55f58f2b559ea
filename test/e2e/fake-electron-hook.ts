/** Loaded before the desktop entry: whoever imports Electron gets the stand-in. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: new URL('./fake-electron.ts', import.meta.url).href, shortCircuit: true }
      : nextResolve(specifier, context),
});

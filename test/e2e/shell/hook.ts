/** Loaded before the desktop entry (`node --import`): resolves imports of Electron to the stand-in. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
      : nextResolve(specifier, context),
});

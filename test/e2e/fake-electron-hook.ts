/** Loaded before the desktop entry: resolves imports of Electron to the fake. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: new URL('./fake-electron.ts', import.meta.url).href, shortCircuit: true }
      : nextResolve(specifier, context),
});

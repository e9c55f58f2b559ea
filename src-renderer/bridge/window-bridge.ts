/** The desktop window brings its bridge along; without one, the page is in a browser. */
import type { Bridge } from '#contract/ipc.ts';
import { createBrowserBridge } from './browser-bridge.ts';

declare global {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can add to the browser's own Window
  interface Window {
    readonly understudy?: Bridge<File>;
  }
}

/** `onLine`: whether the program answers. In the window it always does. */
export const findBridge = (deps: { readonly onLine: (isOpen: boolean) => void }): Bridge<File> => {
  if (!window.understudy) return createBrowserBridge(deps);
  deps.onLine(true);
  return window.understudy;
};

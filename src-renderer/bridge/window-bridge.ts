/** The preload of the desktop window provides its bridge; without one, the page runs in a browser. */
import type { Bridge } from '#contract/bridge.ts';
import { createBrowserBridge, type PageBridge } from './browser-bridge.ts';

declare global {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can add to the browser's own Window
  interface Window {
    readonly understudy?: Bridge<File>;
  }
}

export const findBridge = (): PageBridge => {
  const { understudy } = window;
  if (!understudy)
    return createBrowserBridge({
      fetch: (address, init) => fetch(address, init),
      openStream: (address) => new EventSource(address),
    });
  // The window exits together with the program, so the connection is never lost.
  return { ...understudy, watchLine: (listener) => listener(true) };
};

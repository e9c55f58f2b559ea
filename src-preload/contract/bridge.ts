import type { PageCallName } from './calls.ts';
import type { EventName } from './events.ts';

/** What the preload (or the browser-mode client) exposes on `window`: named calls only, nothing generic. */
export type Bridge<PickedFile> = {
  readonly calls: { readonly [N in PageCallName]: (input: unknown) => Promise<unknown> };
  /** Opens a dropped, chosen or pasted file; the page never learns its path. */
  readonly openFile: (file: PickedFile) => Promise<unknown>;
  /** Imports a bundle of items into the library. */
  readonly importFile: (file: PickedFile) => Promise<unknown>;
  /** Returns the function that ends the subscription. */
  readonly on: (event: EventName, listener: (payload: unknown) => void) => () => void;
};

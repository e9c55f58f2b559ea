import type { PageCallName } from './calls.ts';
import type { EventName } from './events.ts';

/** What the preload (or the browser-mode client) puts on the window: names only, nothing generic. */
export type Bridge<PickedFile> = {
  readonly calls: { readonly [N in PageCallName]: (input: unknown) => Promise<unknown> };
  /** Takes a dropped, chosen or pasted file; the page never learns its path. */
  readonly openFile: (file: PickedFile) => Promise<unknown>;
  /** Takes a bundle of items into the library. */
  readonly importFile: (file: PickedFile) => Promise<unknown>;
  /** Returns the function that ends the subscription. */
  readonly on: (event: EventName, listener: (payload: unknown) => void) => () => void;
};

/** State of the library screen: kept while other screens are open, so that the user returns to the same position. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../bridge/client.ts';
import { createLibraryActions, type LibraryActions } from './library-actions.ts';
import { createLibraryReader, type LibraryReader } from './library-reader.ts';
import { createMarkTexts, type MarkTexts } from './library-texts.ts';
import { initialView, type LibraryView } from './library-view.ts';
import type { AppStore } from './store.ts';
import { useApp } from './use-app.ts';

export type LibraryStore = {
  readonly view: StoreApi<LibraryView>;
  readonly reader: LibraryReader;
  readonly actions: LibraryActions;
  readonly texts: MarkTexts;
};

const createLibraryStore = ({ store, client }: { store: AppStore; client: Client }): LibraryStore => {
  const view = createStore<LibraryView>(() => initialView);
  const reader = createLibraryReader({ list: (request) => client.call('library.list', request) });
  const actions = createLibraryActions({ store, client, view, reader });
  return { view, reader, actions, texts: createMarkTexts({ view, mark: actions.mark }) };
};

// One for each store; dropped together with it.
const stores = new WeakMap<AppStore, LibraryStore>();

export const libraryStoreOf = (app: { readonly store: AppStore; readonly client: Client }): LibraryStore => {
  const createdStore = stores.get(app.store) ?? createLibraryStore(app);
  stores.set(app.store, createdStore);
  return createdStore;
};

export const useLibraryStore = (): LibraryStore => libraryStoreOf(useApp());

/** The selected part; components render again only when one of its own fields changes. */
export const useLibraryView = <T>(selector: (view: LibraryView) => T): T =>
  useStore(useLibraryStore().view, useShallow(selector));

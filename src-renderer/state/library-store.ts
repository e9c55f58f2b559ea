/** What the library screen is at: it stays while other screens are open, so that a person comes back to the same place. */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type LibraryQuery, wholeLibrary } from '#contract/model/library-query.ts';
import type { Client } from '../bridge/client.ts';
import { createLibraryActions, type LibraryActions } from './library-actions.ts';
import { createLibraryReader, type LibraryReader } from './library-reader.ts';
import { noSelection, type Selection } from './library-selection.ts';
import { createMarkTexts, type MarkTexts } from './library-texts.ts';
import type { AppStore } from './store.ts';
import { useApp } from './use-app.ts';

/** What is typed as a name or as notes and not known to be saved. */
export type TypedText = { readonly text: string; readonly error: AppError | null };

export type LibraryView = {
  readonly query: LibraryQuery;
  readonly selection: Selection;
  /** The place of the tile that Tab reaches. */
  readonly current: number;
  readonly scrollPx: number;
  /** What went into the trash a moment ago and comes back by one press. */
  readonly removed: readonly ItemId[];
  /** By item and field. */
  readonly typed: Readonly<Record<string, TypedText>>;
};

export type LibraryStore = {
  readonly view: StoreApi<LibraryView>;
  readonly reader: LibraryReader;
  readonly actions: LibraryActions;
  readonly texts: MarkTexts;
};

const createLibraryStore = ({ store, client }: { store: AppStore; client: Client }): LibraryStore => {
  const view = createStore<LibraryView>(() => ({
    query: wholeLibrary,
    selection: noSelection,
    current: 0,
    scrollPx: 0,
    removed: [],
    typed: {},
  }));
  const reader = createLibraryReader({ list: (request) => client.call('library.list', request) });
  const actions = createLibraryActions({ store, client, view, reader });
  return { view, reader, actions, texts: createMarkTexts({ view, mark: actions.mark }) };
};

// One for each page, which is one for each store; with the store it goes.
const stores = new WeakMap<AppStore, LibraryStore>();

export const libraryStoreOf = (app: { readonly store: AppStore; readonly client: Client }): LibraryStore => {
  const createdStore = stores.get(app.store) ?? createLibraryStore(app);
  stores.set(app.store, createdStore);
  return createdStore;
};

export const useLibraryStore = (): LibraryStore => libraryStoreOf(useApp());

/** The selected part; components draw again only when it changes in any of its own fields. */
export const useLibraryView = <T>(selector: (view: LibraryView) => T): T =>
  useStore(useLibraryStore().view, useShallow(selector));

/** State of the library screen: kept while other screens are open, so that the user returns to the same position. */
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

/** A typed name or note that is not known to be saved. */
export type TypedText = { readonly text: string; readonly error: AppError | null };

export type LibraryView = {
  readonly query: LibraryQuery;
  readonly selection: Selection;
  /** Position of the tile in the tab order. */
  readonly current: number;
  readonly scrollPx: number;
  /** Items just moved to the trash, which one press restores. */
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

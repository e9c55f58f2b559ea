/** The user's actions on library items. Calls the main process; the mirror and the reader follow by events. */
import type { StoreApi } from 'zustand/vanilla';
import type { AppError, Result } from '#contract/errors.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { LibraryQuery } from '#contract/model/library-query.ts';
import type { Imported, MadeBundle } from '#contract/model/library-work.ts';
import type { MarksChange } from '#contract/model/marks.ts';
import type { Client } from '../bridge/client.ts';
import { problem } from './actions.ts';
import type { LibraryReader } from './library-reader.ts';
import {
  all,
  extended,
  type LibraryView,
  noSelection,
  type Selection,
  stillFound,
  toggled,
  without,
} from './library-view.ts';
import { reopenItem } from './open-files.ts';
import type { AppStore } from './store.ts';

export type LibraryActions = {
  readonly find: (change: Partial<LibraryQuery>) => void;
  readonly toggle: (itemId: ItemId) => void;
  /** Selects the range from the anchor to this item. */
  readonly extendTo: (itemId: ItemId) => Promise<AppError | null>;
  readonly selectAll: () => Promise<AppError | null>;
  readonly clearSelection: () => void;
  /** After a change of the library or the query: items that are no longer found are deselected. */
  readonly keepSelectionTrue: () => Promise<void>;
  readonly mark: (itemIds: readonly ItemId[], change: Partial<MarksChange>) => Promise<AppError | null>;
  readonly remove: (itemIds: readonly ItemId[]) => Promise<AppError | null>;
  readonly undoRemove: () => Promise<AppError | null>;
  readonly forgetRemoved: () => void;
  readonly restore: (itemIds: readonly ItemId[]) => Promise<AppError | null>;
  /** null: the whole trash. Returns the number of deleted items. */
  readonly deleteForever: (
    itemIds: readonly ItemId[] | null,
  ) => Promise<Result<{ readonly changed: number }>>;
  readonly bundle: (itemIds: readonly ItemId[]) => Promise<Result<MadeBundle>>;
  readonly importFile: (file: File) => Promise<Result<Imported>>;
  readonly cancelWork: () => Promise<AppError | null>;
  /** Opens the files of a result and its choices in the Studio. */
  readonly reopen: (item: KeptItem) => Promise<AppError | null>;
  /** Starts to drag the result's file out of the window. */
  readonly drag: (itemId: ItemId) => Promise<AppError | null>;
};

export const createLibraryActions = (deps: {
  readonly store: AppStore;
  readonly client: Client;
  readonly view: StoreApi<LibraryView>;
  readonly reader: LibraryReader;
}): LibraryActions => {
  const { store, client, view, reader } = deps;

  // A reply that arrives after a later selection must not change it.
  let turn = 0;
  const select = (change: (selection: Selection) => Selection): void => {
    turn += 1;
    view.setState(({ selection }) => ({ selection: change(selection) }));
  };
  const selectFound = async (
    change: (selection: Selection, order: readonly ItemId[]) => Selection,
  ): Promise<AppError | null> => {
    turn += 1;
    const mine = turn;
    const order = await idsFound();
    if (order.ok && mine === turn) select((selection) => change(selection, order.value));
    return problem(order);
  };
  const deselect = (itemIds: readonly ItemId[]) =>
    view.setState(({ selection }) => ({ selection: without(selection, itemIds) }));
  const idsFound = (): Promise<Result<ItemId[]>> =>
    client.call('library.ids', { query: view.getState().query });
  const restore = async (itemIds: readonly ItemId[]): Promise<AppError | null> => {
    const restored = await client.call('library.restore', { itemIds: [...itemIds] });
    if (restored.ok) deselect(itemIds);
    return problem(restored);
  };

  return {
    find: (change) => {
      const before = view.getState();
      const query = { ...before.query, ...change };
      turn += 1;
      // A selection in the library must not be deleted from the trash, and vice versa.
      const isOtherLocation = query.isInTrash !== before.query.isInTrash;
      view.setState({
        query,
        current: 0,
        scrollPx: 0,
        ...(isOtherLocation ? { selection: noSelection } : {}),
      });
      reader.find(query);
    },
    toggle: (itemId) => select((selection) => toggled(selection, itemId)),
    extendTo: (itemId) => selectFound((selection, order) => extended(selection, order, itemId)),
    selectAll: () => selectFound((_, order) => all(order)),
    clearSelection: () => select(() => noSelection),
    keepSelectionTrue: async () => {
      if (view.getState().selection.ids.size === 0) return;
      const queryBefore = view.getState().query;
      const order = await idsFound();
      if (!order.ok || view.getState().query !== queryBefore) return;
      view.setState(({ selection }) => ({ selection: stillFound(selection, order.value) }));
    },
    mark: async (itemIds, change) =>
      problem(await client.call('library.mark', { itemIds: [...itemIds], change })),
    remove: async (itemIds) => {
      const removed = await client.call('library.remove', { itemIds: [...itemIds] });
      if (!removed.ok) return removed.error;
      deselect(itemIds);
      view.setState({ removed: itemIds });
      return null;
    },
    undoRemove: async () => {
      const taken = view.getState().removed;
      const failed = await restore(taken);
      // Items moved to the trash in the meantime can still be restored.
      if (failed === null && view.getState().removed === taken) view.setState({ removed: [] });
      return failed;
    },
    forgetRemoved: () => view.setState({ removed: [] }),
    restore,
    deleteForever: async (itemIds) => {
      const deleted = await client.call('library.deleteForever', {
        itemIds: itemIds === null ? null : [...itemIds],
      });
      if (deleted.ok) deselect(itemIds ?? [...view.getState().selection.ids]);
      return deleted;
    },
    bundle: (itemIds) => client.call('library.bundle', { itemIds: [...itemIds] }),
    importFile: (file) => client.importFile(file),
    cancelWork: async () => problem(await client.call('library.cancelWork', {})),
    reopen: (item) => reopenItem({ store, client }, item),
    drag: async (itemId) => problem(await client.call('library.drag', { itemId })),
  };
};

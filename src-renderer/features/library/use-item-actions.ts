/** Actions of the library screen on the selection or on one result, with their confirmations. */
import { type DragEvent, useState } from 'react';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import type { MenuAnchor } from '#renderer/ui/menu.tsx';
import { downloadData, downloadType } from './drag-out.ts';
import type { MenuActions } from './library-menu.tsx';
import type { ItemActions } from './library-tiles.tsx';
import { marksInCommon, readItems } from './selected-marks.ts';
import type { BarActions } from './selection-bar.tsx';
import type { TagsChange } from './tags-dialog.tsx';
import type { Outcome } from './use-outcome.ts';

type Opened =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'menu'; readonly item: KeptItem; readonly anchor: MenuAnchor }
  | { readonly kind: 'name'; readonly itemId: ItemId }
  | { readonly kind: 'tags'; readonly ids: readonly ItemId[] }
  /** null: the whole trash. */
  | { readonly kind: 'delete'; readonly ids: readonly ItemId[] | null };

const nothing: Opened = { kind: 'nothing' };

export const useItemActions = (pages: LibraryPages, outcome: Outcome) => {
  const { actions: app } = useApp();
  const { actions } = useLibraryStore();
  const ids = useLibraryView(({ selection }) => selection.ids);
  // The loaded page decides; the view that was switched to may still be loading.
  const { isInTrash } = pages.query;
  const canDrag = useMirror((mirror) => mirror.about?.canDrag ?? false);
  const [opened, setOpened] = useState<Opened>(nothing);
  const { tell } = outcome;
  const close = () => setOpened(nothing);

  const selected = [...ids];
  const inCommon = marksInCommon(readItems(pages, ids), ids.size);
  // Keyboard actions apply to the selection; menu actions apply to the item the menu was opened on.
  const byKey = ({ id }: KeptItem) => (ids.size > 0 ? selected : [id]);
  const byMenu = ({ id }: KeptItem) => (ids.has(id) ? selected : [id]);

  const favourite = (chosen: readonly ItemId[], isFavourite: boolean) =>
    void tell(actions.mark(chosen, { isFavourite }));
  const rate = (chosen: readonly ItemId[], rating: number) => void tell(actions.mark(chosen, { rating }));
  const isFavouriteNext = (chosen: readonly ItemId[], { marks }: KeptItem) =>
    chosen.length === 1 ? !marks.isFavourite : !inCommon.areFavourites;
  const removeOrDelete = (chosen: readonly ItemId[]) => {
    if (isInTrash) setOpened({ kind: 'delete', ids: chosen });
    else void tell(actions.remove(chosen));
  };

  const itemActions: ItemActions = {
    open: app.openItem,
    toggle: actions.toggle,
    extendTo: (id) => void tell(actions.extendTo(id)),
    remove: (item) => removeOrDelete(byKey(item)),
    favourite: (item) => {
      const chosen = byMenu(item);
      if (!isInTrash) favourite(chosen, isFavouriteNext(chosen, item));
    },
    rate: (item, stars) => {
      if (!isInTrash) rate(byKey(item), stars);
    },
    rename: ({ id }) => {
      if (!isInTrash) setOpened({ kind: 'name', itemId: id });
    },
    openMenu: (item, anchor) => setOpened({ kind: 'menu', item, anchor }),
    namingId: opened.kind === 'name' ? opened.itemId : null,
    onNamed: ({ id }, name) => {
      close();
      if (name !== null) void tell(actions.mark([id], { name }));
    },
    onDragStart: (item, event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'copy';
      if (!canDrag) return event.dataTransfer.setData(downloadType, downloadData(item, location.href));
      // The system's drag replaces the page's.
      event.preventDefault();
      void tell(actions.drag(item.id));
    },
  };

  const menuActions = (item: KeptItem): MenuActions => {
    const chosen = byMenu(item);
    return {
      onOpen: () => app.openItem(item.id),
      onUseAgain: () => void tell(actions.reopen(item)),
      onRename: () => setOpened({ kind: 'name', itemId: item.id }),
      onFavourite: () => favourite(chosen, isFavouriteNext(chosen, item)),
      onRate: (stars) => rate(chosen, stars),
      onTags: () => setOpened({ kind: 'tags', ids: chosen }),
      onReveal: () => void tell(app.reveal(item.id)),
      onRemove: () => removeOrDelete(chosen),
      onRestore: () => void tell(actions.restore(chosen)),
      onDelete: () => removeOrDelete(chosen),
    };
  };

  const barActions: BarActions = {
    onFavourite: () => favourite(selected, !inCommon.areFavourites),
    onRate: (stars) => rate(selected, stars),
    onTags: () => setOpened({ kind: 'tags', ids: selected }),
    onBundle: () => void outcome.makeBundle(selected),
    onRemove: () => removeOrDelete(selected),
    onRestore: () => void tell(actions.restore(selected)),
    onDelete: () => removeOrDelete(selected),
    onClear: actions.clearSelection,
  };

  return {
    opened,
    inCommon,
    itemActions,
    menuActions,
    barActions,
    // Renaming is started from the menu, whose closing must not end it.
    closeMenu: () => setOpened((now) => (now.kind === 'menu' ? nothing : now)),
    close,
    emptyTrash: () => setOpened({ kind: 'delete', ids: null }),
    saveTags: (change: TagsChange) => {
      if (opened.kind !== 'tags') return;
      close();
      void tell(actions.mark(opened.ids, change));
    },
    confirmDelete: () => {
      if (opened.kind !== 'delete') return;
      close();
      void outcome.deleteForever(opened.ids);
    },
  };
};

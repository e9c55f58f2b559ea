/** Actions of the library screen on the selection or on one result, with their confirmations. */
import { type DragEvent, useState } from 'react';
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import { resultFileName } from '#contract/rules/naming.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import type { MenuAnchor } from '#renderer/ui/menu.tsx';
import type { TileEvents } from './library-tile.tsx';
import type { Outcome } from './use-outcome.ts';

/**
 * Type that Chromium browsers download when it is dropped outside the page. It is not standardised; see Chromium's
 * ui/base/dragdrop/download_file_info.h.
 */
const downloadType = 'DownloadURL';

/** Data of a drag of a result's file out of the browser window. `pageAddress`: address of this page, because the download address must be absolute. */
export const downloadData = (item: KeptItem, pageAddress: string): string => {
  const { image, video, choices } = item;
  const name = resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId });
  return `video/mp4:${name}:${new URL(itemDownloadAddress(item.id), pageAddress).href}`;
};

export const readItems = ({ pages }: LibraryPages, ids: ReadonlySet<ItemId>): readonly KeptItem[] =>
  [...pages.values()].flatMap((items) => items.filter(({ id }) => ids.has(id)));

/** Marks that all selected results have in common, as far as they have been read. */
export const marksInCommon = (
  items: readonly KeptItem[],
  count: number,
): {
  /** All of them are favourites. A result that has not been read counts as not. */
  readonly areFavourites: boolean;
  /** The rating that all of them have; 0: none, or different ratings. */
  readonly stars: number;
} => {
  const isWhole = count > 0 && items.length === count;
  const [first] = items;
  const stars = first?.marks.rating ?? 0;
  return {
    areFavourites: isWhole && items.every(({ marks }) => marks.isFavourite),
    stars: isWhole && items.every(({ marks }) => marks.rating === stars) ? stars : 0,
  };
};

/** The actions available on the tiles. */
export type ItemActions = Pick<TileEvents, 'onDragStart' | 'onNamed'> & {
  readonly open: (itemId: ItemId) => void;
  readonly toggle: (itemId: ItemId) => void;
  readonly extendTo: (itemId: ItemId) => void;
  /** Removes the selection, or this item if nothing is selected. */
  readonly remove: (item: KeptItem) => void;
  readonly favourite: (item: KeptItem) => void;
  readonly rate: (item: KeptItem, stars: number) => void;
  readonly rename: (item: KeptItem) => void;
  readonly openMenu: (item: KeptItem, anchor: MenuAnchor) => void;
  /** The item whose name is being edited. */
  readonly namingId: ItemId | null;
};

/** On the selection, or on the item of the menu. */
type MarkActions = {
  readonly onFavourite: () => void;
  readonly onRate: (stars: number) => void;
  readonly onTags: () => void;
  /** Moves to the trash; in the trash it deletes permanently, after a confirmation. */
  readonly onRemove: () => void;
  readonly onRestore: () => void;
};
export type BarActions = MarkActions & { readonly onBundle: () => void; readonly onClear: () => void };
export type MenuActions = MarkActions & {
  readonly onOpen: () => void;
  readonly onUseAgain: () => void;
  readonly onRename: () => void;
  readonly onReveal: () => void;
};

export type TagsChange = { readonly addTags: string[]; readonly removeTags: string[] };

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

  const markActions = (chosen: readonly ItemId[], isFavourite: boolean): MarkActions => ({
    onFavourite: () => favourite(chosen, isFavourite),
    onRate: (stars) => rate(chosen, stars),
    onTags: () => setOpened({ kind: 'tags', ids: chosen }),
    onRemove: () => removeOrDelete(chosen),
    onRestore: () => void tell(actions.restore(chosen)),
  });
  const menuActions = (item: KeptItem): MenuActions => {
    const chosen = byMenu(item);
    return {
      ...markActions(chosen, isFavouriteNext(chosen, item)),
      onOpen: () => app.openItem(item.id),
      onUseAgain: () => void tell(actions.reopen(item)),
      onRename: () => setOpened({ kind: 'name', itemId: item.id }),
      onReveal: () => void tell(app.reveal(item.id)),
    };
  };
  const barActions: BarActions = {
    ...markActions(selected, !inCommon.areFavourites),
    onBundle: () => void outcome.makeBundle(selected),
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

/** What is done to results from the screen: to what is selected, or to one; and what is asked before. */
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

type Asked =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'menu'; readonly item: KeptItem; readonly anchor: MenuAnchor }
  | { readonly kind: 'name'; readonly itemId: ItemId }
  | { readonly kind: 'tags'; readonly ids: readonly ItemId[] }
  /** null: all of the trash. */
  | { readonly kind: 'delete'; readonly ids: readonly ItemId[] | null };

const nothing: Asked = { kind: 'nothing' };

export const useItemActions = (pages: LibraryPages, outcome: Outcome) => {
  const { actions: app } = useApp();
  const { actions } = useLibraryStore();
  const ids = useLibraryView(({ selection }) => selection.ids);
  // What is in sight decides: the other place may still be on its way.
  const { isInTrash } = pages.query;
  const canDrag = useMirror((mirror) => mirror.about?.canDrag ?? false);
  const [asked, setAsked] = useState<Asked>(nothing);
  const { tell } = outcome;
  const close = () => setAsked(nothing);

  const selected = [...ids];
  const inCommon = marksInCommon(readItems(pages, ids), ids.size);
  // Keys are about what is selected; the menu is about what it was opened on.
  const byKey = ({ id }: KeptItem) => (ids.size > 0 ? selected : [id]);
  const byMenu = ({ id }: KeptItem) => (ids.has(id) ? selected : [id]);

  const favourite = (chosen: readonly ItemId[], isFavourite: boolean) =>
    void tell(actions.mark(chosen, { isFavourite }));
  const rate = (chosen: readonly ItemId[], rating: number) => void tell(actions.mark(chosen, { rating }));
  const isFavouriteNext = (chosen: readonly ItemId[], { marks }: KeptItem) =>
    chosen.length === 1 ? !marks.isFavourite : !inCommon.areFavourites;
  const takeAway = (chosen: readonly ItemId[]) => {
    if (isInTrash) setAsked({ kind: 'delete', ids: chosen });
    else void tell(actions.remove(chosen));
  };

  const itemActions: ItemActions = {
    open: app.openItem,
    toggle: actions.toggle,
    extendTo: (id) => void tell(actions.extendTo(id)),
    remove: (item) => takeAway(byKey(item)),
    favourite: (item) => {
      const chosen = byMenu(item);
      if (!isInTrash) favourite(chosen, isFavouriteNext(chosen, item));
    },
    rate: (item, stars) => {
      if (!isInTrash) rate(byKey(item), stars);
    },
    rename: ({ id }) => {
      if (!isInTrash) setAsked({ kind: 'name', itemId: id });
    },
    openMenu: (item, anchor) => setAsked({ kind: 'menu', item, anchor }),
    namingId: asked.kind === 'name' ? asked.itemId : null,
    onNamed: ({ id }, name) => {
      close();
      if (name !== null) void tell(actions.mark([id], { name }));
    },
    onDragStart: (item, event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'copy';
      if (!canDrag) return event.dataTransfer.setData(downloadType, downloadData(item, location.href));
      // The system's own drag takes the place of the page's.
      event.preventDefault();
      void tell(actions.drag(item.id));
    },
  };

  const menuActions = (item: KeptItem): MenuActions => {
    const chosen = byMenu(item);
    return {
      onOpen: () => app.openItem(item.id),
      onUseAgain: () => void tell(actions.reopen(item)),
      onRename: () => setAsked({ kind: 'name', itemId: item.id }),
      onFavourite: () => favourite(chosen, isFavouriteNext(chosen, item)),
      onRate: (stars) => rate(chosen, stars),
      onTags: () => setAsked({ kind: 'tags', ids: chosen }),
      onReveal: () => void tell(app.reveal(item.id)),
      onRemove: () => takeAway(chosen),
      onRestore: () => void tell(actions.restore(chosen)),
      onDelete: () => takeAway(chosen),
    };
  };

  const barActions: BarActions = {
    onFavourite: () => favourite(selected, !inCommon.areFavourites),
    onRate: (stars) => rate(selected, stars),
    onTags: () => setAsked({ kind: 'tags', ids: selected }),
    onBundle: () => void outcome.makeBundle(selected),
    onRemove: () => takeAway(selected),
    onRestore: () => void tell(actions.restore(selected)),
    onDelete: () => takeAway(selected),
    onClear: actions.clearSelection,
  };

  return {
    asked,
    inCommon,
    itemActions,
    menuActions,
    barActions,
    // A name is begun from the menu, whose closing must not end it.
    closeMenu: () => setAsked((now) => (now.kind === 'menu' ? nothing : now)),
    close,
    emptyTrash: () => setAsked({ kind: 'delete', ids: null }),
    saveTags: (change: TagsChange) => {
      if (asked.kind !== 'tags') return;
      close();
      void tell(actions.mark(asked.ids, change));
    },
    deleteAsked: () => {
      if (asked.kind !== 'delete') return;
      close();
      void outcome.deleteForever(asked.ids);
    },
  };
};

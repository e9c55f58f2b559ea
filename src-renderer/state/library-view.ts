/** What the library screen shows: query, selection, position, and text that is not saved yet. Pure. */
import type { AppError } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type LibraryQuery, wholeLibrary } from '#contract/model/library-query.ts';

export type Selection = {
  readonly ids: ReadonlySet<ItemId>;
  /** The selection before the current range, which may become shorter. */
  readonly before: ReadonlySet<ItemId>;
  /** Start of the range; null: none yet. */
  readonly anchorId: ItemId | null;
};

const nothing: ReadonlySet<ItemId> = new Set();
export const noSelection: Selection = { ids: nothing, before: nothing, anchorId: null };

export const toggled = ({ ids }: Selection, id: ItemId): Selection => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, before: next, anchorId: id };
};

/** The range from the anchor to this item, added to the earlier selection. `order`: all found items. */
export const extended = (selection: Selection, order: readonly ItemId[], id: ItemId): Selection => {
  const { ids, before, anchorId } = selection;
  const end = order.indexOf(id);
  const start = anchorId === null ? -1 : order.indexOf(anchorId);
  if (end < 0) return selection;
  if (start < 0) {
    const next = new Set([...ids, id]);
    return { ids: next, before: next, anchorId: id };
  }
  const range = order.slice(Math.min(start, end), Math.max(start, end) + 1);
  return { ids: new Set([...before, ...range]), before, anchorId };
};

export const all = (order: readonly ItemId[]): Selection => {
  const ids = new Set(order);
  return { ids, before: ids, anchorId: order[0] ?? null };
};

export const without = ({ ids, before, anchorId }: Selection, gone: readonly ItemId[]): Selection => {
  const lost = new Set(gone);
  const rest = (some: ReadonlySet<ItemId>) => new Set([...some].filter((id) => !lost.has(id)));
  return { ids: rest(ids), before: rest(before), anchorId: anchorId && lost.has(anchorId) ? null : anchorId };
};

/** Without items that are no longer found: no action may affect items that are not shown. */
export const stillFound = (selection: Selection, order: readonly ItemId[]): Selection => {
  const found = new Set(order);
  return without(
    selection,
    [...selection.ids, ...selection.before].filter((id) => !found.has(id)),
  );
};

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

export const initialView: LibraryView = {
  query: wholeLibrary,
  selection: noSelection,
  current: 0,
  scrollPx: 0,
  removed: [],
  typed: {},
};

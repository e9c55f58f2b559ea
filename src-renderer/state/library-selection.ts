/** Which results are chosen together. Pure. */
import type { ItemId } from '#contract/model/item.ts';

export type Selection = {
  readonly ids: ReadonlySet<ItemId>;
  /** What was chosen before the present range, which may still become shorter. */
  readonly before: ReadonlySet<ItemId>;
  /** Where the range begins; null: nowhere yet. */
  readonly anchorId: ItemId | null;
};

const nothing: ReadonlySet<ItemId> = new Set();
export const noSelection: Selection = { ids: nothing, before: nothing, anchorId: null };

export const toggled = ({ ids }: Selection, id: ItemId): Selection => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, before: next, anchorId: id };
};

/** All from the anchor to this one, beside what was chosen before. `order`: all that was found. */
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

/** Without what is no longer found: nothing may happen to what is out of sight. */
export const stillFound = (selection: Selection, order: readonly ItemId[]): Selection => {
  const found = new Set(order);
  return without(
    selection,
    [...selection.ids, ...selection.before].filter((id) => !found.has(id)),
  );
};

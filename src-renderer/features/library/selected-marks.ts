/** Marks that all selected results have in common, as far as they have been read. Pure. */
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';

export const readItems = ({ pages }: LibraryPages, ids: ReadonlySet<ItemId>): readonly KeptItem[] =>
  [...pages.values()].flatMap((items) => items.filter(({ id }) => ids.has(id)));

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

/** What the library screen shows: query, selection, position, and text that is not saved yet. */
import type { AppError } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type LibraryQuery, wholeLibrary } from '#contract/model/library-query.ts';
import { noSelection, type Selection } from './library-selection.ts';

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

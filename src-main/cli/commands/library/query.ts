/** Builds the library query from the options of a command. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import { type LibraryQuery, type LibrarySort, libraryQuerySchema } from '#contract/model/library-query.ts';

export type QueryOptions = {
  readonly text?: string;
  readonly model: readonly string[];
  readonly tag: readonly string[];
  readonly favourites: boolean;
  readonly minRating?: number;
  readonly orientation?: Orientation;
  readonly trash: boolean;
  readonly sort?: LibrarySort;
};

export const queryOf = (options: QueryOptions): Result<LibraryQuery> => {
  const query = libraryQuerySchema.safeParse({
    text: options.text,
    modelIds: options.model,
    tags: options.tag,
    orientation: options.orientation,
    onlyFavourites: options.favourites,
    minRating: options.minRating,
    isInTrash: options.trash,
    sort: options.sort,
  });
  const issue = query.error?.issues[0];
  return query.success
    ? ok(query.data)
    : fail('bad-request', {
        reason: 'schema',
        subject: issue?.path.join('.') ?? '',
        detail: issue?.message ?? '',
      });
};

/** Without duplicates, in the order given. */
export const readItemIds = (ids: readonly string[]): Result<ItemId[]> => {
  const read = ids.map((id) => itemIdSchema.safeParse(id));
  const unreadable = read.findIndex(({ success }) => !success);
  if (unreadable >= 0) return fail('item-unknown', { subject: ids[unreadable]?.slice(0, 100) ?? '' });
  return ok([...new Set(read.flatMap(({ data }) => (data === undefined ? [] : [data])))]);
};

/** The active filters, each with the query without it. Pure. */
import type { LibraryOverview, LibraryQuery } from '#contract/model/library-query.ts';
import type { LibraryFindMessages } from '#renderer/messages/en/library-find.ts';

export const noFilters = {
  text: '',
  modelIds: [],
  tags: [],
  orientation: null,
  onlyFavourites: false,
  minRating: 0,
} satisfies Partial<LibraryQuery>;

export type FilterChip = {
  readonly key: string;
  readonly label: string;
  readonly without: Partial<LibraryQuery>;
};

export const toggledIn = <T>(chosen: readonly T[], one: T): T[] =>
  chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];

export const filterChips = (
  query: LibraryQuery,
  models: LibraryOverview['models'],
  messages: LibraryFindMessages,
): readonly FilterChip[] => {
  const { text, onlyFavourites, minRating, orientation, modelIds, tags } = query;
  const { chip } = messages;
  return [
    ...(text.trim() === '' ? [] : [{ key: 'text', label: chip.text(text.trim()), without: { text: '' } }]),
    ...(onlyFavourites
      ? [{ key: 'favourites', label: chip.favourites, without: { onlyFavourites: false } }]
      : []),
    ...(minRating > 0 ? [{ key: 'rating', label: chip.rating(minRating), without: { minRating: 0 } }] : []),
    ...(orientation === null
      ? []
      : [{ key: 'orientation', label: messages.orientations[orientation], without: { orientation: null } }]),
    ...modelIds.map((id) => ({
      key: `model ${id}`,
      label: models.find(({ modelId }) => modelId === id)?.name ?? id,
      without: { modelIds: toggledIn(modelIds, id) },
    })),
    ...tags.map((tag) => ({
      key: `tag ${tag}`,
      label: chip.tag(tag),
      without: { tags: toggledIn(tags, tag) },
    })),
  ];
};

/** Does not count the search text, which is shown in its own field. */
export const filterCount = (query: LibraryQuery): number =>
  Number(query.onlyFavourites) +
  Number(query.minRating > 0) +
  Number(query.orientation !== null) +
  query.modelIds.length +
  query.tags.length;

export const isFiltered = (query: LibraryQuery): boolean =>
  query.text.trim() !== '' || filterCount(query) > 0;

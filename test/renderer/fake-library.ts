/** Search, overview and marks of the fake program's library. */
import type { ParsedInput } from '#contract/calls.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryOverview, LibraryQuery } from '#contract/model/library-query.ts';
import type { Marks } from '#contract/model/marks.ts';

/** Simpler than the search of the program: the whole text as one term, in names and notes. */
export const isFound = ({ image, video, marks }: KeptItem, query: LibraryQuery): boolean =>
  (marks.removedAt !== null) === query.isInTrash &&
  (!query.onlyFavourites || marks.isFavourite) &&
  marks.rating >= query.minRating &&
  query.tags.every((tag) => marks.tags.includes(tag)) &&
  `${marks.name} ${image.name} ${video.name} ${marks.notes}`.toLowerCase().includes(query.text.toLowerCase());

export const overviewOf = (items: readonly KeptItem[]): LibraryOverview => {
  const shelved = items.filter(({ marks }) => marks.removedAt === null);
  const tags = [...new Set(shelved.flatMap(({ marks }) => marks.tags))];
  const models = [...new Map(shelved.map((item) => [item.choices.modelId, item.modelName]))];
  return {
    total: shelved.length,
    favourites: shelved.filter(({ marks }) => marks.isFavourite).length,
    inTrash: items.length - shelved.length,
    tags: tags.map((tag) => ({ tag, count: shelved.filter(({ marks }) => marks.tags.includes(tag)).length })),
    models: models.map(([modelId, name]) => ({
      modelId,
      name,
      count: shelved.filter(({ choices }) => choices.modelId === modelId).length,
    })),
  };
};

export const withChange = (marks: Marks, change: ParsedInput<'library.mark'>['change']): Marks => {
  const { addTags, removeTags, ...rest } = change;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const kept = marks.tags.filter((tag) => !removeTags.includes(tag));
  return { ...marks, ...given, tags: [...new Set([...kept, ...addTags])] };
};

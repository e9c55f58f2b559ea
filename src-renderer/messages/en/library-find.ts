/** Texts of the library's search, filters and sorting. */
import type { Orientation } from '#contract/model/choices.ts';
import type { LibrarySort } from '#contract/model/library-query.ts';

export const libraryFind = {
  toolbar: 'Find results',
  search: 'Search the library',
  placeholder: 'Search names, prompts, tags, notes',
  clearSearch: 'Clear the search',
  filter: 'Filter',
  filterOn: (count: number): string => `Filter (${count})`,
  favourites: 'Favourites only',
  rating: 'Rated at least',
  anyRating: 'Any',
  atLeast: (stars: number): string => (stars === 5 ? '5' : `${stars}+`),
  models: 'Model',
  tags: 'Tags',
  noTags: 'No result has a tag yet.',
  orientation: 'Character orientation',
  orientations: { image: 'Match image', video: 'Match video' } satisfies Record<Orientation, string>,
  anyOrientation: 'Any',
  chips: 'Active filters',
  chip: {
    text: (text: string): string => `“${text}”`,
    favourites: 'Favourites',
    rating: (stars: number): string => (stars === 1 ? '1 star or more' : `${stars} stars or more`),
    tag: (tag: string): string => `Tag: ${tag}`,
  },
  removeChip: (what: string): string => `Remove filter: ${what}`,
  clearAll: 'Clear all',
  sort: 'Sort by',
  sorts: {
    newest: 'Newest first',
    oldest: 'Oldest first',
    name: 'Name',
    rating: 'Highest rated',
    cost: 'Most expensive',
    length: 'Longest',
  } satisfies Record<LibrarySort, string>,
  view: 'Library or trash',
  library: 'Library',
  trash: (count: number): string => `Trash (${count})`,
  nothingTitle: 'No matches.',
  nothingText: 'Try fewer words or filters.',
  found: (count: number): string => (count === 1 ? '1 result found.' : `${count} results found.`),
};
export type LibraryFindMessages = typeof libraryFind;

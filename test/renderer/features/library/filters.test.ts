import { expect, test } from 'vitest';
import { wholeLibrary } from '#contract/model/library-query.ts';
import {
  filterChips,
  filterCount,
  isFiltered,
  noFilters,
  toggledIn,
} from '#renderer/features/library/filters.ts';
import { libraryFind } from '#renderer/messages/en/library-find.ts';
import { falModel, falModelId } from '#test/renderer/samples.ts';

const models = [{ modelId: falModelId, name: falModel.name, count: 3 }];
const full = {
  ...wholeLibrary,
  text: ' squats ',
  onlyFavourites: true,
  minRating: 3,
  orientation: 'video' as const,
  modelIds: [falModelId],
  tags: ['client A', 'dance'],
};

test('has a chip for each active filter, which removes only that filter', () => {
  expect(filterChips(full, models, libraryFind).map(({ label, without }) => [label, without])).toEqual([
    ['“squats”', { text: '' }],
    ['Favourites', { onlyFavourites: false }],
    ['3 stars or more', { minRating: 0 }],
    ['Match video', { orientation: null }],
    [falModel.name, { modelIds: [] }],
    ['Tag: client A', { tags: ['dance'] }],
    ['Tag: dance', { tags: ['client A'] }],
  ]);
});

test('shows the id of a model that no result has any more', () => {
  const query = { ...wholeLibrary, modelIds: [falModelId] };
  expect(filterChips(query, [], libraryFind).map(({ label }) => label)).toEqual([falModelId]);
});

test('does not count the search text among the filters', () => {
  expect([filterCount(full), isFiltered({ ...wholeLibrary, text: 'x' }), isFiltered(wholeLibrary)]).toEqual([
    6,
    true,
    false,
  ]);
});

test('keeps sort order and view when all filters are cleared', () => {
  const trash = { ...full, isInTrash: true, sort: 'rating' as const };
  expect({ ...trash, ...noFilters }).toEqual({ ...wholeLibrary, isInTrash: true, sort: 'rating' });
});

test('adds and removes a value by the same press', () => {
  expect([toggledIn(['a'], 'b'), toggledIn(['a', 'b'], 'a')]).toEqual([['a', 'b'], ['b']]);
});

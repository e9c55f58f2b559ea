import { expect, test } from 'vitest';
import { marksInCommon } from '#renderer/features/library/selected-marks.ts';
import { tagsIn } from '#renderer/ui/tag-field.tsx';
import { marked } from './library-drawing.tsx';

test('splits tags at commas and line breaks, without duplicates that differ in case', () => {
  const read = (text: string) => tagsIn(text, { present: ['Dance'], maxChars: 12 });
  expect(read(' client A, dance ,, Night\nnight ')).toEqual(['client A', 'Night']);
  expect(read('a tag far longer than that')).toEqual(['a tag far lo']);
  expect(read(' , ')).toEqual([]);
});

test('reports common marks only when all results have been read', () => {
  const two = [marked(0, { isFavourite: true, rating: 4 }), marked(1, { isFavourite: true, rating: 4 })];
  expect(marksInCommon(two, 2)).toEqual({ areFavourites: true, stars: 4 });
  expect(marksInCommon(two, 3)).toEqual({ areFavourites: false, stars: 0 });
  expect(marksInCommon([...two, marked(2, { rating: 1 })], 3)).toEqual({ areFavourites: false, stars: 0 });
  expect(marksInCommon([], 0)).toEqual({ areFavourites: false, stars: 0 });
});

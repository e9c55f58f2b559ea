import { expect, test } from 'vitest';
import { downloadData, marksInCommon } from '#renderer/features/library/use-item-actions.ts';
import { item } from '#test/renderer/samples.ts';
import { marked } from './library-drawing.tsx';

test('describes a dragged result by type, a name without colons and an absolute address', () => {
  const one = item('item-0001');
  const odd = { ...one, image: { ...one.image, name: 'a: b/c.png' } };
  expect(downloadData(odd, 'http://127.0.0.1:5678/?x=1#y')).toBe(
    'video/mp4:a-b-c-squats-kling-v2.6-pro.mp4:http://127.0.0.1:5678/media/item/item-0001/result?download=1',
  );
});

test('reports common marks only when all results have been read', () => {
  const two = [marked(0, { isFavourite: true, rating: 4 }), marked(1, { isFavourite: true, rating: 4 })];
  expect(marksInCommon(two, 2)).toEqual({ areFavourites: true, stars: 4 });
  expect(marksInCommon(two, 3)).toEqual({ areFavourites: false, stars: 0 });
  expect(marksInCommon([...two, marked(2, { rating: 1 })], 3)).toEqual({ areFavourites: false, stars: 0 });
  expect(marksInCommon([], 0)).toEqual({ areFavourites: false, stars: 0 });
});

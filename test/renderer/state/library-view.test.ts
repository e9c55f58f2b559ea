import { expect, test } from 'vitest';
import { itemIdSchema } from '#contract/model/item.ts';
import {
  all,
  extended,
  noSelection,
  type Selection,
  stillFound,
  toggled,
  without,
} from '#renderer/state/library-view.ts';

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((letter) => itemIdSchema.parse(`item-000${letter}`));
if (!a || !b || !c || !d || !e) throw new Error('unreachable');
const order = [a, b, c, d, e];
const chosen = ({ ids }: Selection) => order.filter((id) => ids.has(id));

test('a second press deselects', () => {
  const once = toggled(noSelection, b);
  expect([chosen(once), chosen(toggled(once, b))]).toEqual([[b], []]);
});

test('a range starts at the last selected item, in either direction, and keeps the earlier selection', () => {
  const two = toggled(toggled(noSelection, a), d);
  expect(chosen(extended(two, order, e))).toEqual([a, d, e]);
  expect(chosen(extended(two, order, b))).toEqual([a, b, c, d]);
});

test('a range can become shorter again', () => {
  const long = extended(toggled(noSelection, a), order, e);
  expect(chosen(extended(long, order, b))).toEqual([a, b]);
});

test('a range without an anchor is the pressed item', () => {
  expect(chosen(extended(noSelection, order, c))).toEqual([c]);
});

test('items that are no longer found are deselected', () => {
  expect(chosen(stillFound(all(order), [b, d]))).toEqual([b, d]);
  expect(chosen(extended(without(toggled(noSelection, b), [b]), order, d))).toEqual([d]);
});

import { expect, test } from 'vitest';
import { jobIdSchema } from '#contract/model/job.ts';
import { afterMove, type Move, moveBy, moveTo, steps } from '#renderer/state/queue-order.ts';

const id = (name: string) => jobIdSchema.parse(name);
const order = ['a', 'b', 'c', 'd'].map(id);
const result = (move: Move | null) => (move === null ? null : afterMove(order, move).join(''));

test('a queued run moves to the front, one earlier, one later, to the end', () => {
  expect(steps.map((step) => result(moveBy(order, id('b'), step)))).toEqual(['bacd', 'bacd', 'acbd', 'acdb']);
});

test('a run at an end of the order does not move further', () => {
  expect([
    ...steps.map((step) => result(moveBy(order, id('a'), step))),
    ...steps.map((step) => result(moveBy(order, id('d'), step))),
  ]).toEqual([null, null, 'bacd', 'bcda', 'dabc', 'abdc', null, null]);
});

test('a dropped run takes the position of the run it was dropped on', () => {
  expect([0, 1, 2, 3].map((to) => result(moveTo(order, id('b'), to)))).toEqual([
    'bacd',
    null,
    'acbd',
    'acdb',
  ]);
});

test('a move names the run that follows', () => {
  expect([moveTo(order, id('b'), 0), moveTo(order, id('b'), 3)]).toEqual([
    { jobId: 'b', beforeId: 'a' },
    { jobId: 'b', beforeId: null },
  ]);
});

test('a move of a run that is no longer queued changes nothing', () => {
  expect(moveTo(order, id('gone'), 1)).toBeNull();
  expect(moveTo(order, id('a'), 4)).toBeNull();
  expect(afterMove(order, { jobId: id('gone'), beforeId: id('a') })).toBe(order);
  expect(afterMove(order, { jobId: id('a'), beforeId: id('gone') })).toBe(order);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { movedBefore, type Place } from '#contract/rules/queue-order.ts';

const queueOf = (...places: readonly number[]): Place<string>[] =>
  places.map((place, index) => ({ id: 'abcdefghij'[index] ?? '', place }));

it.each([
  ['to the front', 'c', 'a', [{ id: 'c', place: 0 }]],
  ['in between', 'c', 'b', [{ id: 'c', place: 1.5 }]],
  ['to the end', 'a', null, [{ id: 'a', place: 4 }]],
  ['before itself: no move', 'b', 'b', []],
] as const)('moves only one job: %s', (_where, id, beforeId, moved) => {
  expect(movedBefore(queueOf(1, 2, 3), { id, beforeId })).toEqual(moved);
});

it('renumbers all jobs where no number is left between two neighbours', () => {
  expect(movedBefore(queueOf(7, 7, 8), { id: 'c', beforeId: 'b' })).toEqual([
    { id: 'a', place: 1 },
    { id: 'c', place: 2 },
    { id: 'b', place: 3 },
  ]);
});

it('keeps a single queued job in its place', () => {
  expect(movedBefore(queueOf(5), { id: 'a', beforeId: null })).toEqual([]);
});

it('keeps every job in its chosen position after any number of moves', () => {
  const move = fc.record({ from: fc.nat({ max: 5 }), to: fc.nat({ max: 6 }) });
  fc.assert(
    fc.property(fc.array(move, { minLength: 100, maxLength: 150 }), (moves) => {
      let queue = queueOf(1, 2, 3, 4, 5, 6);
      let order = queue.map(({ id }) => id);
      for (const { from, to } of moves) {
        const id = order[from] ?? '';
        const beforeId = order[to] ?? null;
        if (beforeId !== id) {
          order = order.filter((one) => one !== id);
          order.splice(beforeId === null ? order.length : order.indexOf(beforeId), 0, id);
        }
        const moved = new Map(movedBefore(queue, { id, beforeId }).map((one) => [one.id, one.place]));
        queue = queue
          .map((one) => ({ ...one, place: moved.get(one.id) ?? one.place }))
          .sort((one, other) => one.place - other.place);
        expect(queue.map((one) => one.id)).toEqual(order);
        expect(new Set(queue.map(({ place }) => place)).size).toBe(queue.length);
      }
    }),
    { seed: 20261121, numRuns: 50 },
  );
});

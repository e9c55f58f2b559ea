import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type Marks, marksChangeSchema, marksSchema, noMarks } from '#contract/model/marks.ts';
import { changeMarks, parseMarks, removed, restored } from '#main/library/item/marks.ts';

const marks = (more: Partial<Marks>): Marks => marksSchema.parse({ ...noMarks, ...more });
const change = (more: Parameters<typeof marksChangeSchema.parse>[0]) => marksChangeSchema.parse(more);

test('what a change leaves out stays as it is', () => {
  const before = marks({ name: 'Squats', rating: 3, tags: ['reel'], notes: 'good', isFavourite: true });
  expect(changeMarks(before, change({}))).toEqual(ok(before));
  expect(changeMarks(before, change({ rating: 0 }))).toEqual(ok({ ...before, rating: 0 }));
  expect(changeMarks(before, change({ name: '  ', isFavourite: false, notes: '' }))).toEqual(
    ok({ ...before, name: '', isFavourite: false, notes: '' }),
  );
});

test.each([
  ['a new one comes last', ['a', 'b'], { addTags: ['c'] }, ['a', 'b', 'c']],
  ['one that is there stays where it was', ['a', 'b'], { addTags: ['a'] }, ['a', 'b']],
  ['capitals make no new tag', ['Reel'], { addTags: ['reel', 'REEL'] }, ['Reel']],
  ['nor does another way to write an accent', ['caf\u00e9'], { addTags: ['cafe\u0301'] }, ['caf\u00e9']],
  ['capitals do not keep one from being taken away', ['Reel', 'b'], { removeTags: ['reel'] }, ['b']],
  ['taken away and added, it is there', ['a', 'b'], { addTags: ['a'], removeTags: ['a'] }, ['b', 'a']],
  ['one that is not there is taken away in vain', ['a'], { removeTags: ['b'] }, ['a']],
])('tags: %s', (_, tags, said, expected) => {
  expect(changeMarks(marks({ tags }), change(said))).toEqual(ok(marks({ tags: expected })));
});

test('more tags than an item may have are refused, and none is dropped in silence', () => {
  const tags = Array.from({ length: 50 }, (_, n) => `tag ${n}`);
  expect(changeMarks(marks({ tags }), change({ addTags: ['one more'] }))).toEqual(
    fail('bad-request', { subject: 'tags', reason: 'schema' }),
  );
  expect(changeMarks(marks({ tags }), change({ addTags: ['one more'], removeTags: ['tag 7'] })).ok).toBe(
    true,
  );
});

test('what is in the trash keeps the time it went there', () => {
  const first = removed(noMarks, new Date('2026-11-01T00:00:00.000Z'));
  expect(removed(first, new Date('2026-11-20T00:00:00.000Z'))).toEqual(
    marks({ removedAt: '2026-11-01T00:00:00.000Z' }),
  );
  expect(restored(first)).toEqual(noMarks);
});

test.each(['', '{', 'null', '[]', '{"rating":9}', '{"tags":[""]}', '{"removedAt":"yesterday"}'])(
  'text that no program of ours wrote makes no sense: %s',
  (text) => {
    expect(parseMarks(text)).toBeNull();
  },
);

test('marks without a word said are those of an item nobody spoke of', () => {
  expect(parseMarks('{}')).toEqual(noMarks);
  expect(parseMarks('{"fromALaterVersion":1,"rating":2}')).toEqual(marks({ rating: 2 }));
});

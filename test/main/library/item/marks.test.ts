import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { type Marks, marksChangeSchema, marksSchema, noMarks } from '#contract/model/marks.ts';
import { changeMarks, parseMarks, removed, restored } from '#main/library/item/marks.ts';

const marks = (more: Partial<Marks>): Marks => marksSchema.parse({ ...noMarks, ...more });
const change = (more: Parameters<typeof marksChangeSchema.parse>[0]) => marksChangeSchema.parse(more);

test('keeps fields that a change omits', () => {
  const before = marks({ name: 'Squats', rating: 3, tags: ['reel'], notes: 'good', isFavourite: true });
  expect(changeMarks(before, change({}))).toEqual(ok(before));
  expect(changeMarks(before, change({ rating: 0 }))).toEqual(ok({ ...before, rating: 0 }));
  expect(changeMarks(before, change({ name: '  ', isFavourite: false, notes: '' }))).toEqual(
    ok({ ...before, name: '', isFavourite: false, notes: '' }),
  );
});

test.each([
  ['a new tag is appended', ['a', 'b'], { addTags: ['c'] }, ['a', 'b', 'c']],
  ['an existing tag keeps its position', ['a', 'b'], { addTags: ['a'] }, ['a', 'b']],
  ['a tag that differs in case is not added', ['Reel'], { addTags: ['reel', 'REEL'] }, ['Reel']],
  [
    'a tag that differs in Unicode composition is not added',
    ['caf\u00e9'],
    { addTags: ['cafe\u0301'] },
    ['caf\u00e9'],
  ],
  ['removes a tag that differs in case', ['Reel', 'b'], { removeTags: ['reel'] }, ['b']],
  [
    'a tag that is removed and added is present',
    ['a', 'b'],
    { addTags: ['a'], removeTags: ['a'] },
    ['b', 'a'],
  ],
  ['ignores the removal of an unknown tag', ['a'], { removeTags: ['b'] }, ['a']],
])('tags: %s', (_, tags, changed, expected) => {
  expect(changeMarks(marks({ tags }), change(changed))).toEqual(ok(marks({ tags: expected })));
});

test('refuses more tags than an item may have, without dropping any', () => {
  const tags = Array.from({ length: 50 }, (_, n) => `tag ${n}`);
  expect(changeMarks(marks({ tags }), change({ addTags: ['one more'] }))).toEqual(
    fail('bad-request', { subject: 'tags', reason: 'schema' }),
  );
  expect(changeMarks(marks({ tags }), change({ addTags: ['one more'], removeTags: ['tag 7'] })).ok).toBe(
    true,
  );
});

test('an item in the trash keeps its time of removal', () => {
  const first = removed(noMarks, new Date('2026-11-01T00:00:00.000Z'));
  expect(removed(first, new Date('2026-11-20T00:00:00.000Z'))).toEqual(
    marks({ removedAt: '2026-11-01T00:00:00.000Z' }),
  );
  expect(restored(first)).toEqual(noMarks);
});

test.each(['', '{', 'null', '[]', '{"rating":9}', '{"tags":[""]}', '{"removedAt":"yesterday"}'])(
  'returns null for malformed marks: %s',
  (text) => {
    expect(parseMarks(text)).toBeNull();
  },
);

test('parses an empty object as default marks', () => {
  expect(parseMarks('{}')).toEqual(noMarks);
  expect(parseMarks('{"fromALaterVersion":1,"rating":2}')).toEqual(marks({ rating: 2 }));
});

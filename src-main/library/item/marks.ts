/** What becomes of an item's marks when a person says something new of it. */
import { fail, ok, type Result } from '#contract/errors.ts';
import { type Marks, type MarksChange, marksSchema } from '#contract/model/marks.ts';
import { parseJson } from '../../storage/json-file.ts';

/** Two tags with the same key are one tag, however they are written. */
export const tagKey = (tag: string): string => tag.normalize('NFC').toLowerCase();

const withoutTags = (tags: readonly string[], gone: readonly string[]): readonly string[] => {
  const keys = new Set(gone.map(tagKey));
  return tags.filter((tag) => !keys.has(tagKey(tag)));
};

/** Each tag once, as it was first written. */
const withTags = (tags: readonly string[], more: readonly string[]): readonly string[] => {
  const all = [...tags, ...more];
  const keys = all.map(tagKey);
  return all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
};

/** What is left out of the change stays. `bad-request` where there would be more tags than an item may have. */
export const changeMarks = (marks: Marks, change: MarksChange): Result<Marks> => {
  const { addTags, removeTags, name, isFavourite, rating, notes } = change;
  const tags = withTags(withoutTags(marks.tags, removeTags), addTags);
  const changed = marksSchema.safeParse({
    ...marks,
    name: name ?? marks.name,
    isFavourite: isFavourite ?? marks.isFavourite,
    rating: rating ?? marks.rating,
    notes: notes ?? marks.notes,
    tags,
  });
  return changed.success ? ok(changed.data) : fail('bad-request', { subject: 'tags', reason: 'schema' });
};

/** Into the trash; what is there already keeps the time it went there. */
export const removed = (marks: Marks, now: Date): Marks => ({
  ...marks,
  removedAt: marks.removedAt ?? now.toISOString(),
});

export const restored = (marks: Marks): Marks => ({ ...marks, removedAt: null });

/** null for malformed marks. */
export const parseMarks = (text: string): Marks | null => parseJson(text, marksSchema);

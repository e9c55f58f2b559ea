/** Changes of an item's marks by the user. Pure. */
import { fail, ok, type Result } from '#contract/errors.ts';
import { type Marks, type MarksChange, marksSchema } from '#contract/model/marks.ts';
import { parseJson } from '../../storage/json-file.ts';

/** Tags with equal keys are the same tag, whatever their spelling. */
export const tagKey = (tag: string): string => tag.normalize('NFC').toLowerCase();

const withoutTags = (tags: readonly string[], gone: readonly string[]): readonly string[] => {
  const keys = new Set(gone.map(tagKey));
  return tags.filter((tag) => !keys.has(tagKey(tag)));
};

/** Each tag once, in its first spelling. */
const withTags = (tags: readonly string[], more: readonly string[]): readonly string[] => {
  const all = [...tags, ...more];
  const keys = all.map(tagKey);
  return all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
};

/** Fields that the change omits stay. `bad-request` where the item would have too many tags. */
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

/** Moves an item to the trash; one that is in the trash keeps its time of removal. */
export const removed = (marks: Marks, now: Date): Marks => ({
  ...marks,
  removedAt: marks.removedAt ?? now.toISOString(),
});

export const restored = (marks: Marks): Marks => ({ ...marks, removedAt: null });

/** null for malformed marks. */
export const parseMarks = (text: string): Marks | null => parseJson(text, marksSchema);

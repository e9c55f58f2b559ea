/** Marks: what the user adds to an item. They are stored beside item.json, which is never rewritten. */
import { z } from 'zod';

export const tagSchema = z.string().trim().min(1).max(60);

export const marksSchema = z.object({
  /** Empty: the item is named after its files. */
  name: z.string().trim().max(200).default(''),
  isFavourite: z.boolean().default(false),
  /** Stars; 0: not rated. */
  rating: z.int().min(0).max(5).default(0),
  tags: z.array(tagSchema).max(50).default([]),
  notes: z.string().max(20_000).default(''),
  /** When it was moved to the trash; null: not in the trash. */
  removedAt: z.iso.datetime().nullable().default(null),
});
export type Marks = z.infer<typeof marksSchema>;

export const noMarks: Marks = marksSchema.parse({});

/** Omitted fields stay unchanged. Tags are added and removed one by one, so that concurrent changes lose none. */
export const marksChangeSchema = z.object({
  name: z.string().trim().max(200).optional(),
  isFavourite: z.boolean().optional(),
  rating: z.int().min(0).max(5).optional(),
  notes: z.string().max(20_000).optional(),
  addTags: z.array(tagSchema).max(50).default([]),
  removeTags: z.array(tagSchema).max(50).default([]),
});
export type MarksChange = z.infer<typeof marksChangeSchema>;

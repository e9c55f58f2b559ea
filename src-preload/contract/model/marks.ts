/** Marks: what a person says of a kept result. They rest beside item.json, which is never written again. */
import { z } from 'zod';

export const tagSchema = z.string().trim().min(1).max(60);

export const marksSchema = z.object({
  /** Empty: it is called after its files. */
  name: z.string().trim().max(200).default(''),
  isFavourite: z.boolean().default(false),
  /** Stars; 0: not rated. */
  rating: z.int().min(0).max(5).default(0),
  tags: z.array(tagSchema).max(50).default([]),
  notes: z.string().max(20_000).default(''),
  /** When it was put into the trash; null: it is not there. */
  removedAt: z.iso.datetime().nullable().default(null),
});
export type Marks = z.infer<typeof marksSchema>;

export const noMarks: Marks = marksSchema.parse({});

/** What is left out stays as it is. Tags are added and taken away one by one, so that two open programs lose none. */
export const marksChangeSchema = z.object({
  name: z.string().trim().max(200).optional(),
  isFavourite: z.boolean().optional(),
  rating: z.int().min(0).max(5).optional(),
  notes: z.string().max(20_000).optional(),
  addTags: z.array(tagSchema).max(50).default([]),
  removeTags: z.array(tagSchema).max(50).default([]),
});
export type MarksChange = z.infer<typeof marksChangeSchema>;

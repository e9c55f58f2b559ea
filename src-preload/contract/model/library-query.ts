/** Which library items are listed, in which order, and the available filter values. */
import { z } from 'zod';
import { modelIdSchema, orientationSchema } from './choices.ts';
import { itemIdSchema, keptItemSchema } from './item.ts';
import { tagSchema } from './marks.ts';

export const librarySorts = ['newest', 'oldest', 'name', 'rating', 'cost', 'length'] as const;
export const librarySortSchema = z.enum(librarySorts);
/** `rating`, `cost` and `length`: descending. */
export type LibrarySort = z.infer<typeof librarySortSchema>;

export const libraryQuerySchema = z.object({
  /** All words must match, each at the beginning of a word: in names, prompts, tags, notes and the model's name. */
  text: z.string().max(500).default(''),
  /** Of one of these models; empty: of any. */
  modelIds: z.array(modelIdSchema).max(100).default([]),
  /** With all of these tags. */
  tags: z.array(tagSchema).max(50).default([]),
  orientation: orientationSchema.nullable().default(null),
  onlyFavourites: z.boolean().default(false),
  /** Stars; 0: any. */
  minRating: z.int().min(0).max(5).default(0),
  /** Lists the trash instead of the library. */
  isInTrash: z.boolean().default(false),
  sort: librarySortSchema.default('newest'),
});
export type LibraryQuery = z.infer<typeof libraryQuerySchema>;

export const wholeLibrary: LibraryQuery = libraryQuerySchema.parse({});

export const libraryPageSchema = z.object({
  items: z.array(keptItemSchema),
  /** Number of matches. */
  total: z.int().nonnegative(),
});
export type LibraryPage = z.infer<typeof libraryPageSchema>;

const count = z.int().nonnegative();

export const libraryOverviewSchema = z.object({
  /** Without the trash. */
  total: count,
  favourites: count,
  inTrash: count,
  /** Of items outside the trash; most used first. */
  tags: z.array(z.object({ tag: tagSchema, count })),
  models: z.array(z.object({ modelId: modelIdSchema, name: z.string(), count })),
});
export type LibraryOverview = z.infer<typeof libraryOverviewSchema>;

/** A selection of items, for actions on many of them. */
export const itemIdsSchema = z.array(itemIdSchema).min(1).max(100_000);

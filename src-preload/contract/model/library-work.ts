/** Long work on the library as a whole, one at a time, and what rests where. */
import { z } from 'zod';

const bytes = z.int().nonnegative();

export const libraryStorageSchema = z.object({
  /** Full path. */
  folder: z.string(),
  /** False: the person chose it. */
  isDefault: z.boolean(),
  /** False: its disk is away, or somebody took it from there. Nothing is kept before it is back. */
  isThere: z.boolean(),
  /** False: nothing can be written there. */
  isWritable: z.boolean(),
  items: z.int().nonnegative(),
  /** What the results and their inputs take up, without the trash. */
  libraryBytes: bytes,
  trashBytes: bytes,
  /** Files made ready to be sent, and looks at clips: made again when needed. */
  workBytes: bytes,
  /** On the library's disk; null: nobody can say. */
  freeBytes: bytes.nullable(),
});
export type LibraryStorage = z.infer<typeof libraryStorageSchema>;

export const libraryWorkKinds = ['move', 'bundle', 'import', 'rebuild', 'delete'] as const;

export const libraryWorkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  z.object({
    kind: z.literal('working'),
    work: z.enum(libraryWorkKinds),
    fraction: z.number().min(0).max(1).nullable(),
  }),
]);
export type LibraryWork = z.infer<typeof libraryWorkSchema>;
export type LibraryWorkKind = (typeof libraryWorkKinds)[number];

/** Why a folder of the library is not in the list; it is left where it is. */
export const leftAloneReasons = [
  'senseless',
  'newer',
  /** Another folder holds an item of the same id. */
  'same-id',
  /** The folder does not bear its item's id, or leads out of the library. */
  'misplaced',
  /** A file of it is empty or is only a sync service's placeholder. */
  'empty',
] as const;
export const leftAloneSchema = z.object({
  /** Relative to the library, with forward slashes. */
  folder: z.string(),
  why: z.enum(leftAloneReasons),
});
export type LeftAlone = z.infer<typeof leftAloneSchema>;

export const rebuiltSchema = z.object({
  /** Items that were not in the list before. */
  added: z.int().nonnegative(),
  /** Entries of the list whose folder is gone; taken out. */
  dropped: z.int().nonnegative(),
  total: z.int().nonnegative(),
  leftAlone: z.array(leftAloneSchema),
});
export type Rebuilt = z.infer<typeof rebuiltSchema>;

export const bundleIdSchema = z
  .string()
  .regex(/^[0-9a-f-]{36}$/)
  .brand<'BundleId'>();
export type BundleId = z.infer<typeof bundleIdSchema>;

/** A zip file of items that another machine can import; fetched from `bundleAddress`. */
export const madeBundleSchema = z.object({
  id: bundleIdSchema,
  /** For people. */
  name: z.string(),
  sizeBytes: bytes,
  items: z.int().positive(),
});
export type MadeBundle = z.infer<typeof madeBundleSchema>;

export const importedSchema = z.object({
  added: z.int().nonnegative(),
  /** Items that the library holds already. */
  known: z.int().nonnegative(),
  /** What of the bundle was no item, or broken. */
  leftOut: z.array(leftAloneSchema),
});
export type Imported = z.infer<typeof importedSchema>;

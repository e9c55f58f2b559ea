/** Long work on the whole library, one task at a time, and disk usage. */
import { z } from 'zod';

const bytes = z.int().nonnegative();

export const libraryStorageSchema = z.object({
  /** Full path. */
  folder: z.string(),
  /** False: chosen by the user. */
  isDefault: z.boolean(),
  /** False: its disk is not connected, or the folder was removed. Results are stored only once it is back. */
  isThere: z.boolean(),
  /** False: read-only. */
  isWritable: z.boolean(),
  items: z.int().nonnegative(),
  /** Size of the results and their inputs, without the trash. */
  libraryBytes: bytes,
  trashBytes: bytes,
  /** Size of prefitted files and analysed videos: recreated when needed. */
  workBytes: bytes,
  /** On the library's disk; null: unknown. */
  freeBytes: bytes.nullable(),
  /** Former locations that still hold a copy of the library, which the user can delete. `folder`: full path. */
  oldCopies: z.array(
    z.object({
      folder: z.string(),
      /** null: the folder is not available. */
      sizeBytes: bytes.nullable(),
    }),
  ),
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

/** Why a folder of the library is not listed; it is left unchanged. */
export const leftAloneReasons = [
  'senseless',
  'newer',
  /** Another folder holds an item with the same id. */
  'same-id',
  /** The folder's name is not its item's id, or the folder leads out of the library. */
  'misplaced',
  /** One of its files is empty or only a placeholder of a sync service. */
  'empty',
] as const;
export const leftAloneSchema = z.object({
  /** Relative to the library, with forward slashes. */
  folder: z.string(),
  why: z.enum(leftAloneReasons),
});
export type LeftAlone = z.infer<typeof leftAloneSchema>;

export const rebuiltSchema = z.object({
  /** Items that were not listed before. */
  added: z.int().nonnegative(),
  /** Entries that were removed because their folder is gone. */
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

/** A zip file of items that another installation can import; downloaded from `bundleAddress`. */
export const madeBundleSchema = z.object({
  id: bundleIdSchema,
  /** Shown to the user. */
  name: z.string(),
  sizeBytes: bytes,
  items: z.int().positive(),
});
export type MadeBundle = z.infer<typeof madeBundleSchema>;

export const importedSchema = z.object({
  added: z.int().nonnegative(),
  /** Items that the library already holds. */
  known: z.int().nonnegative(),
  /** Entries of the bundle that are damaged or not items. */
  leftOut: z.array(leftAloneSchema),
});
export type Imported = z.infer<typeof importedSchema>;

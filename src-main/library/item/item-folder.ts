/** The folder of an item. Id and folder are derived from the job alone, so that saving it twice finds the existing item. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { type Item, type ItemId, itemIdSchema, itemSchema } from '#contract/model/item.ts';
import { parseStored } from '../../storage/renamed-fields.ts';
import { readSmallFile } from './small-file.ts';
import { isPlaceholder } from './sync-service.ts';

export const itemFileName = 'item.json';

/** The largest file that this program can write is below a tenth of it. */
const maxItemBytes = 4 * 1024 * 1024;

type JobName = { readonly id: string; readonly createdAt: string };

/** Sorts by age; unique because the job's id is. `attempt`: from 1 up, for when another item occupies the folder. */
export const itemIdFor = (job: JobName, attempt: number): ItemId => {
  const time = Date.parse(job.createdAt).toString(36).padStart(9, '0');
  const name = createHash('sha256').update(`${job.id}#${attempt}`).digest('hex').slice(0, 12);
  return itemIdSchema.parse(`${time}-${name}`);
};

/** The number of attempts that `isItemIdOf` compares. */
const likelyAttempts = 20;

/** Whether `itemIdFor` may have given this id to this job. */
export const isItemIdOf = (itemId: string, job: JobName): boolean =>
  Array.from({ length: likelyAttempts }, (_, index) => index + 1).some(
    (attempt) => itemIdFor(job, attempt) === itemId,
  );

/** Relative to the library, with forward slashes: `2026-11/<itemId>`. */
export const itemFolderFor = (job: { readonly createdAt: string }, itemId: ItemId): string =>
  `${job.createdAt.slice(0, 7)}/${itemId}`;

/** Full path of an item's folder; null: the path contains a symbolic link. Throws where the folder does not exist. */
export const itemHome = (libraryFolder: string, folder: string): string | null => {
  const library = realpathSync(libraryFolder);
  const path = join(library, ...folder.split('/'));
  return realpathSync(path) === path && path.startsWith(`${library}${sep}`) ? path : null;
};

export type Description =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'missing' }
  /** A sync service may not have downloaded it. */
  | { readonly kind: 'empty' }
  /** A link, or far too large: not written by this program. */
  | { readonly kind: 'unfit' }
  /** Written by a newer version of the program. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'garbled' };

const versionSchema = z.object({ version: z.number() });
const ownVersion: Item['version'] = 1;

const describe = (text: string): Description => {
  try {
    const json = parseStored(text);
    const item = itemSchema.safeParse(json);
    if (item.success) return { kind: 'item', item: item.data };
    const version = versionSchema.safeParse(json);
    return { kind: version.success && version.data.version > ownVersion ? 'newer' : 'garbled' };
  } catch {
    return { kind: 'garbled' };
  }
};

/** Reads item.json; throws disk errors. `folder`: full path. */
export const readDescription = async (folder: string): Promise<Description> => {
  const file = await readSmallFile(join(folder, itemFileName), maxItemBytes);
  if (file.kind === 'read') return file.text === '' ? { kind: 'empty' } : describe(file.text);
  return file.kind === 'missing' && (await isPlaceholder(join(folder, itemFileName)))
    ? { kind: 'empty' }
    : file;
};

/** null: missing or malformed. `folder`: full path. */
export const readItem = async (folder: string): Promise<Item | null> => {
  const found = await readDescription(folder).catch((): Description => ({ kind: 'missing' }));
  return found.kind === 'item' ? found.item : null;
};

/** The contents of item.json. */
export const itemText = (item: Item): string => JSON.stringify(item, null, 2);

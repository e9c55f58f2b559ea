/** Where an item rests. Id and place follow from the job alone, so that keeping it twice finds what is already there. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Item, type ItemId, itemIdSchema, itemSchema } from '#contract/model/item.ts';

export const itemFileName = 'item.json';

/** Sorts by age; unique because the job's id is. `attempt`: from 1 up, for a place that something else takes up. */
export const itemIdFor = (
  job: { readonly id: string; readonly createdAt: string },
  attempt: number,
): ItemId => {
  const time = Date.parse(job.createdAt).toString(36).padStart(9, '0');
  const name = createHash('sha256').update(`${job.id}#${attempt}`).digest('hex').slice(0, 12);
  return itemIdSchema.parse(`${time}-${name}`);
};

/** Relative to the library, with forward slashes: `2026-11/<itemId>`. */
export const itemFolderFor = (job: { readonly createdAt: string }, itemId: ItemId): string =>
  `${job.createdAt.slice(0, 7)}/${itemId}`;

/** null: nothing there, or nothing that makes sense. `folder`: full path. */
export const readItem = async (folder: string): Promise<Item | null> => {
  try {
    return itemSchema.parse(JSON.parse(await readFile(join(folder, itemFileName), 'utf8')));
  } catch {
    return null;
  }
};

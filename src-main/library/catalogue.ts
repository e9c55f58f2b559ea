/** The list of kept results. The folders are the truth; this can be made again from them (rebuild.ts). */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { LibraryPage } from '#contract/ipc.ts';
import { type Item, type ItemId, itemSchema } from '#contract/model/item.ts';
import type { Database } from '../files/database.ts';
import type { Log } from '../ports.ts';

export type Catalogue = {
  /** `folder`: relative to the library, with forward slashes. An item that is already there is replaced. */
  readonly insert: (item: Item, folder: string) => Result<Item>;
  /** Newest first. */
  readonly list: (page: { readonly offset: number; readonly limit: number }) => Result<LibraryPage>;
  readonly get: (id: ItemId) => Result<Item>;
  /** Every other item that was made of the same two files, newest first. */
  readonly related: (id: ItemId) => Result<readonly Item[]>;
  /** Relative to the library, with forward slashes. */
  readonly folderOf: (id: ItemId) => Result<string>;
  readonly count: () => Result<number>;
};

const rowSchema = z.object({ id: z.string(), folder: z.string(), item: z.string() });
/** By content where both items know it; an older one is found by the names of its files. */
const madeOfTheSame = `
  SELECT id, folder, item FROM items
  WHERE id <> ? AND CASE WHEN ? IS NOT NULL AND json_type(item, '$.inputs') = 'object'
    THEN item ->> '$.inputs.imageSha256' = ? AND item ->> '$.inputs.videoSha256' = ?
    ELSE item ->> '$.image.name' = ? AND item ->> '$.video.name' = ?
  END
  ORDER BY created_at DESC, id DESC`;

const countSchema = z.object({ total: z.int() });

export const createCatalogue = (db: Database, log: Log): Catalogue => {
  const parseItem = (row: z.infer<typeof rowSchema>): Item | null => {
    const item = itemSchema.safeParse(JSON.parse(row.item));
    if (item.success) return item.data;
    log.error('an entry of the catalogue makes no sense and is left out', { id: row.id, cause: item.error });
    return null;
  };

  const parseItems = (rows: readonly unknown[]): Item[] =>
    rows.map((row) => parseItem(rowSchema.parse(row))).filter((item) => item !== null);

  const count = (): Result<number> =>
    db.read((sql) => countSchema.parse(sql.all('SELECT count(*) AS total FROM items')[0]).total);

  const find = (id: ItemId): Result<{ readonly item: Item; readonly folder: string }> => {
    const rows = db.read((sql) => sql.all('SELECT id, folder, item FROM items WHERE id = ?', id));
    if (!rows.ok) return rows;
    const row = rowSchema.safeParse(rows.value[0]);
    const item = row.success ? parseItem(row.data) : null;
    return row.success && item !== null ? ok({ item, folder: row.data.folder }) : fail('item-unknown');
  };

  return {
    insert: (item, folder) =>
      db.transaction((sql) => {
        const text = JSON.stringify(item);
        sql.run('DELETE FROM items WHERE id = ?', item.id);
        sql.run(
          'INSERT INTO items (id, created_at, folder, item) VALUES (?, ?, ?, ?)',
          item.id,
          item.createdAt,
          folder,
          text,
        );
        return item;
      }),
    list: ({ offset, limit }) => {
      const total = count();
      if (!total.ok) return total;
      const rows = db.read((sql) =>
        sql.all(
          'SELECT id, folder, item FROM items ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?',
          limit,
          offset,
        ),
      );
      if (!rows.ok) return rows;
      return ok({ items: parseItems(rows.value), total: total.value });
    },
    get: (id) => {
      const found = find(id);
      return found.ok ? ok(found.value.item) : found;
    },
    related: (id) => {
      const found = find(id);
      if (!found.ok) return found;
      const { inputs, image, video } = found.value.item;
      const [imageSha256, videoSha256] = [inputs?.imageSha256 ?? null, inputs?.videoSha256 ?? null];
      const rows = db.read((sql) =>
        sql.all(madeOfTheSame, id, imageSha256, imageSha256, videoSha256, image.name, video.name),
      );
      return rows.ok ? ok(parseItems(rows.value)) : rows;
    },
    folderOf: (id) => {
      const found = find(id);
      return found.ok ? ok(found.value.folder) : found;
    },
    count,
  };
};

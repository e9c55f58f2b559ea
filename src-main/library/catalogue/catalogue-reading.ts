/** Reads the catalogue: pages, ids, single items, and the values that filters offer. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type ItemId, itemIdSchema, type KeptItem } from '#contract/model/item.ts';
import {
  type LibraryOverview,
  type LibraryPage,
  type LibraryQuery,
  libraryOverviewSchema,
  wholeLibrary,
} from '#contract/model/library-query.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import type { Database } from '../../storage/database.ts';
import { parseMarks } from '../item/marks.ts';
import { type Entry, findEntry, parseEntry } from './catalogue-index.ts';
import { toSqlQuery } from './catalogue-query.ts';

type PageRequest = {
  readonly offset: number;
  readonly limit: number;
  /** Default: everything outside the trash, newest first. */
  readonly query?: LibraryQuery;
};

export type ItemFolder = {
  readonly id: ItemId;
  /** Relative to the library, with forward slashes. */
  readonly folder: string;
  readonly marks: Marks;
  readonly isInTrash: boolean;
};

export type CatalogueReading = {
  readonly list: (page: PageRequest) => Result<LibraryPage>;
  /** All matches of the query, in its order. */
  readonly ids: (query: LibraryQuery) => Result<readonly ItemId[]>;
  readonly overview: () => Result<LibraryOverview>;
  /** Includes items in the trash. */
  readonly get: (id: ItemId) => Result<KeptItem>;
  /** All other items made from the same two files, without the trash, newest first. */
  readonly related: (id: ItemId) => Result<readonly KeptItem[]>;
  /** Relative to the library, with forward slashes. */
  readonly folderOf: (id: ItemId) => Result<string>;
  /** All items, including those in the trash and those whose entry is otherwise malformed. */
  readonly folders: () => Result<readonly ItemFolder[]>;
  /** Includes the trash. */
  readonly count: () => Result<number>;
};

const columns = 'items.id, items.folder, items.item, items.marks';

/** Compares content hashes where both items have them; older items are compared by file names. */
const madeOfTheSame = `
  SELECT ${columns} FROM item_traits JOIN items USING (id)
  WHERE id <> ? AND is_removed = 0 AND CASE WHEN ? IS NOT NULL AND image_sha256 IS NOT NULL
    THEN image_sha256 = ? AND video_sha256 = ?
    ELSE image_name = ? AND video_name = ?
  END
  ORDER BY item_traits.created_at DESC, id DESC`;

const totalSchema = z.object({ total: z.int() });
const idSchema = z.object({ id: itemIdSchema });
const folderSchema = z.object({ id: itemIdSchema, folder: z.string(), marks: z.string() });

const toKept = ({ item, marks }: Entry): KeptItem => ({ ...item, marks });

const figures = `SELECT count(*) FILTER (WHERE is_removed = 0) AS total,
  count(*) FILTER (WHERE is_removed = 0 AND is_favourite = 1) AS favourites,
  count(*) FILTER (WHERE is_removed = 1) AS inTrash FROM item_traits`;
const usedTags = `SELECT min(tag) AS tag, count(*) AS count FROM item_tags JOIN item_traits USING (number)
  WHERE is_removed = 0 GROUP BY key ORDER BY count DESC, key`;
/** A model's name may have changed; with max(), SQLite returns it from the newest row. https://sqlite.org/lang_select.html#bareagg */
const usedModels = `SELECT model_id AS modelId, model_name AS name, count(*) AS count, max(created_at) FROM item_traits
  WHERE is_removed = 0 GROUP BY model_id ORDER BY count DESC, model_id`;

export const createCatalogueReading = ({
  db,
  log,
}: {
  readonly db: Database;
  readonly log: Log;
}): CatalogueReading => {
  const parseItems = (rows: readonly unknown[]): KeptItem[] =>
    rows
      .map((row) => parseEntry(row, log))
      .filter((entry) => entry !== null)
      .map(toKept);

  const find = (id: ItemId): Result<Entry> => {
    const entry = db.read((sql) => findEntry(sql, id, log));
    if (!entry.ok) return entry;
    return entry.value === null ? fail('item-unknown') : ok(entry.value);
  };

  return {
    list: ({ offset, limit, query = wholeLibrary }) => {
      const { where, values, order } = toSqlQuery(query);
      const read = db.read((sql) => ({
        total: sql.all(`SELECT count(*) AS total FROM item_traits WHERE ${where}`, ...values)[0],
        // Only the rows of the page are joined, because each holds a long text.
        rows: sql.all(
          `SELECT ${columns} FROM
             (SELECT id, row_number() OVER (ORDER BY ${order}) AS place FROM item_traits WHERE ${where}
              ORDER BY ${order} LIMIT ? OFFSET ?) AS found
           JOIN items USING (id) ORDER BY place`,
          ...values,
          limit,
          offset,
        ),
      }));
      if (!read.ok) return read;
      return ok({
        items: parseItems(read.value.rows),
        total: totalSchema.parse(read.value.total).total,
      });
    },
    ids: (query) => {
      const { where, values, order } = toSqlQuery(query);
      const rows = db.read((sql) =>
        sql.all(`SELECT id FROM item_traits WHERE ${where} ORDER BY ${order}`, ...values),
      );
      return rows.ok ? ok(rows.value.map((row) => idSchema.parse(row).id)) : rows;
    },
    overview: () =>
      db.read((sql) =>
        libraryOverviewSchema.parse({
          ...sql.all(figures)[0],
          tags: sql.all(usedTags),
          models: sql.all(usedModels),
        }),
      ),
    get: (id) => {
      const found = find(id);
      return found.ok ? ok(toKept(found.value)) : found;
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
    folders: () =>
      db.read((sql) =>
        sql.all('SELECT id, folder, marks FROM items ORDER BY created_at, id').map((row) => {
          const { id, folder, marks: text } = folderSchema.parse(row);
          const marks = parseMarks(text) ?? noMarks;
          return { id, folder, marks, isInTrash: marks.removedAt !== null };
        }),
      ),
    count: () => db.read((sql) => totalSchema.parse(sql.all('SELECT count(*) AS total FROM items')[0]).total),
  };
};

/** The catalogue of saved results. The folders are authoritative; the catalogue can be rebuilt from them (rebuild.ts). */
import { z } from 'zod';
import type { Result } from '#contract/errors.ts';
import type { Item, KeptItem } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Sql } from '../../storage/database.ts';
import { parseMarks } from '../item/marks.ts';
import {
  describeItem,
  describeMissing,
  type IndexDeps,
  optimizeIndex,
  repairIndex,
} from './catalogue-index.ts';
import { type CatalogueMarking, createCatalogueMarking, type MarkingDeps } from './catalogue-marking.ts';
import { type CatalogueReading, createCatalogueReading } from './catalogue-reading.ts';

/** An item found in its folder. */
export type FoundItem = {
  readonly item: Item;
  /** Relative to the library, with forward slashes. */
  readonly folder: string;
  readonly marks: Marks;
  /**
   * The marks of its row, as text, when the folder was read; null: there was no row. Where the row has changed since,
   * its marks are newer and stay. Where the row is gone since, the item was deleted and is not inserted again.
   */
  readonly seen: string | null;
};

export type Catalogue = CatalogueReading &
  CatalogueMarking & {
    /** Inserts a new result. Where it exists already, its marks stay. */
    readonly insert: (item: Item, folder: string) => Result<KeptItem>;
    /** One transaction: a few hundred items at a time, because other calls wait. `added`: the number of new rows. */
    readonly insertAll: (found: readonly FoundItem[]) => Result<{ readonly added: number }>;
    /** Indexes items that are not in the index, as after an upgrade. Runs at the start of the program. */
    readonly describeMissing: (call?: Call) => Promise<Result<{ readonly isChanged: boolean }>>;
    /** Also rebuilds the index where it is inconsistent. */
    readonly repairIndex: (call?: Call) => Promise<Result<unknown>>;
    /** Compacts the index after many changes. */
    readonly optimizeIndex: () => Result<null>;
  };

type Call = { readonly signal?: AbortSignal };

export type CatalogueDeps = IndexDeps & MarkingDeps;

const rowSchema = z.object({
  folder: z.string(),
  item: z.string(),
  marks: z.string(),
  input_key: z.string().nullable(),
});
type Row = z.infer<typeof rowSchema>;

const rowOf = (sql: Sql, id: string): Row | null => {
  const [row] = sql.all('SELECT folder, item, marks, input_key FROM items WHERE id = ?', id);
  return row === undefined ? null : rowSchema.parse(row);
};

const isSame = (a: Row, b: Row): boolean =>
  a.folder === b.folder && a.item === b.item && a.marks === b.marks && a.input_key === b.input_key;

export const createCatalogue = (deps: CatalogueDeps): Catalogue => {
  const { db, log, inputKeyOf } = deps;

  /** Skips unchanged rows, which are most of them in a rebuild. */
  const write = (sql: Sql, { item, folder, marks }: Omit<FoundItem, 'seen'>, present: Row | null): void => {
    const row: Row = {
      folder,
      item: JSON.stringify(item),
      marks: JSON.stringify(marks),
      input_key: inputKeyOf(item),
    };
    if (present !== null && isSame(row, present)) return;
    sql.run(
      `INSERT INTO items (id, created_at, folder, item, marks, input_key) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, folder = excluded.folder,
         item = excluded.item, marks = excluded.marks, input_key = excluded.input_key`,
      item.id,
      item.createdAt,
      row.folder,
      row.item,
      row.marks,
      row.input_key,
    );
    describeItem(sql, item, marks);
  };

  /** Returns whether the row is new. */
  const take = (sql: Sql, found: FoundItem): boolean => {
    const present = rowOf(sql, found.item.id);
    if (present === null && found.seen !== null) return false;
    const isNewer = present !== null && present.marks !== found.seen;
    const marks = isNewer ? (parseMarks(present.marks) ?? found.marks) : found.marks;
    write(sql, { ...found, marks }, present);
    return present === null;
  };

  return {
    ...createCatalogueReading(deps),
    ...createCatalogueMarking(deps),
    insert: (item, folder) =>
      db.transaction((sql) => {
        const present = rowOf(sql, item.id);
        const marks = parseMarks(present?.marks ?? '') ?? noMarks;
        write(sql, { item, folder, marks }, present);
        return { ...item, marks };
      }),
    insertAll: (found) => db.transaction((sql) => ({ added: found.filter((one) => take(sql, one)).length })),
    describeMissing: (call) => describeMissing({ db, log, inputKeyOf }, call),
    repairIndex: (call) => repairIndex({ db, log, inputKeyOf }, call),
    optimizeIndex: () => optimizeIndex(db),
  };
};

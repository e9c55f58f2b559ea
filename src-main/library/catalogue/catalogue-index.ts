/** The search index of the catalogue: derived from each row, and rebuilt where it is missing or inconsistent. */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import { type Item, type ItemId, itemSchema } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { parseStored } from '../../storage/renamed-fields.ts';
import { parseMarks, tagKey } from '../item/marks.ts';
import { sortKey, wordsOf } from './search-words.ts';

const flag = (is: boolean): number => (is ? 1 : 0);

/** An item without a name is shown under the names of its files. */
const nameOf = (item: Item, marks: Marks): string => marks.name || `${item.image.name} ${item.video.name}`;

const costOf = ({ billedMicros, estimate }: Item): number | null =>
  billedMicros ?? ('micros' in estimate ? estimate.micros : null);

const traitsOf = (item: Item, marks: Marks) => ({
  id: item.id,
  created_at: item.createdAt,
  is_removed: flag(marks.removedAt !== null),
  is_favourite: flag(marks.isFavourite),
  rating: marks.rating,
  model_id: item.choices.modelId,
  model_name: item.modelName,
  orientation: item.choices.orientation,
  name_key: sortKey(nameOf(item, marks)),
  cost_micros: costOf(item),
  length_sec: item.result.facts.durationSec,
  image_name: item.image.name,
  video_name: item.video.name,
  image_sha256: item.inputs?.imageSha256 ?? null,
  video_sha256: item.inputs?.videoSha256 ?? null,
});

const numberSchema = z.object({ number: z.int() });

/** Runs inside a transaction, after the row itself is written. */
export const describeItem = (sql: Sql, item: Item, marks: Marks): void => {
  // A trigger deletes its words and tags.
  sql.run('DELETE FROM item_traits WHERE id = ?', item.id);
  const traits = traitsOf(item, marks);
  const columns = Object.keys(traits);
  const holes = columns.map(() => '?').join(', ');
  const [row] = sql.all(
    `INSERT INTO item_traits (${columns.join(', ')}) VALUES (${holes}) RETURNING number`,
    ...Object.values(traits),
  );
  const { number } = numberSchema.parse(row);
  sql.run('INSERT INTO item_words (rowid, words) VALUES (?, ?)', number, wordsOf(item, marks));
  for (const tag of marks.tags)
    sql.run('INSERT OR IGNORE INTO item_tags (number, key, tag) VALUES (?, ?, ?)', number, tagKey(tag), tag);
};

const rowSchema = z.object({
  id: z.string(),
  folder: z.string(),
  item: z.string(),
  marks: z.string(),
});

/** One item in the catalogue. `folder`: relative to the library, with forward slashes. */
export type Entry = { readonly item: Item; readonly marks: Marks; readonly folder: string };

/** null for a malformed row. Malformed marks are replaced by none, and the item is kept. */
export const parseEntry = (row: unknown, log: Log): Entry | null => {
  const { id, folder, item, marks } = rowSchema.parse(row);
  try {
    const known = parseMarks(marks);
    if (known === null) log.error('marks in catalogue malformed', { id });
    return { item: itemSchema.parse(parseStored(item)), marks: known ?? noMarks, folder };
  } catch (cause) {
    log.error('catalogue entry malformed', { id, cause });
    return null;
  }
};

/** null: there is no such row, or it is malformed. */
export const findEntry = (sql: Sql, id: ItemId, log: Log): Entry | null => {
  const [row] = sql.all('SELECT id, folder, item, marks FROM items WHERE id = ?', id);
  return row === undefined ? null : parseEntry(row, log);
};

/** Replaces the marks of an item's row and index. */
export const writeMarks = (sql: Sql, item: Item, marks: Marks): void => {
  sql.run('UPDATE items SET marks = ? WHERE id = ?', JSON.stringify(marks), item.id);
  describeItem(sql, item, marks);
};

const countsSchema = z.object({ items: z.int(), traits: z.int(), words: z.int() });

/** Documents can be counted fast only in the index's own docsize table. https://sqlite.org/fts5.html#the_docsize_table */
const counted = `SELECT (SELECT count(*) FROM items) AS items, (SELECT count(*) FROM item_traits) AS traits,
  (SELECT count(*) FROM item_words_docsize) AS words`;

const undescribed = `SELECT id, folder, item, marks FROM items
  WHERE id > ? AND id NOT IN (SELECT id FROM item_traits) ORDER BY id LIMIT 100`;

type Call = { readonly signal?: AbortSignal };

export type IndexDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly inputKeyOf: (item: Item) => string | null;
};

/** Indexes one batch and returns the last id, after which the next batch starts; null: done. Batches keep other calls from waiting long. */
const describeSome = ({ db, log, inputKeyOf }: IndexDeps, after: string): Result<string | null> =>
  db.transaction((sql) => {
    const rows = sql.all(undescribed, after);
    for (const row of rows) {
      const entry = parseEntry(row, log);
      if (entry === null) continue;
      describeItem(sql, entry.item, entry.marks);
      const key = inputKeyOf(entry.item);
      sql.run('UPDATE items SET input_key = ? WHERE id = ? AND input_key IS NULL', key, entry.item.id);
    }
    const last = rows.at(-1);
    return last === undefined ? null : rowSchema.parse(last).id;
  });

/** Whether any item was indexed. */
type Described = { readonly isChanged: boolean };

/**
 * Indexes items that are not in the index: after a schema change, or where the index was emptied. Cheap where none is
 * missing; ten thousand items take seconds, during which other calls run. An item that is not indexed yet is not found.
 */
export const describeMissing = async (deps: IndexDeps, call: Call = {}): Promise<Result<Described>> => {
  const counts = deps.db.read((sql) => countsSchema.parse(sql.all(counted)[0]));
  if (!counts.ok) return counts;
  const { items, traits, words } = counts.value;
  if (words !== traits) {
    deps.log.warn('catalogue index rebuilt');
    const emptied = emptyIndex(deps.db);
    if (!emptied.ok) return emptied;
  } else if (items === traits) return ok({ isChanged: false });
  for (let after: string | null = ''; after !== null && !call.signal?.aborted; ) {
    const described = describeSome(deps, after);
    if (!described.ok) return described;
    after = described.value;
    await setImmediate();
  }
  return ok({ isChanged: true });
};

/** Deletes the words first, because a broken index cannot delete single items. https://sqlite.org/fts5.html#the_delete_all_command */
const emptyIndex = (db: Database): Result<number> =>
  db.transaction((sql) => {
    sql.run(`INSERT INTO item_words (item_words) VALUES ('delete-all')`);
    return sql.run('DELETE FROM item_traits');
  });

/** Runs the integrity check of the index; an inconsistent index is emptied and rebuilt. */
export const repairIndex = async (deps: IndexDeps, call: Call = {}): Promise<Result<Described>> => {
  const checked = deps.db.transaction((sql) =>
    sql.run(`INSERT INTO item_words (item_words) VALUES ('integrity-check')`),
  );
  if (!checked.ok) {
    const emptied = emptyIndex(deps.db);
    if (!emptied.ok) return emptied;
  }
  return describeMissing(deps, call);
};

/** A smaller index also shortens the check of the whole database at each start. https://sqlite.org/fts5.html#the_optimize_command */
export const optimizeIndex = (db: Database): Result<null> =>
  db.transaction((sql) => {
    sql.run(`INSERT INTO item_words (item_words) VALUES ('optimize')`);
    return null;
  });

/** What items are found and put in order by: kept beside each row, and made again where it is missing or wrong. */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import { type Item, itemSchema } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import type { Database, Sql } from '../../storage/database.ts';
import { withPresentNames } from '../../storage/renamed-fields.ts';
import { parseMarks, tagKey } from '../item/marks.ts';
import { sortKey, wordsOf } from './search-words.ts';

const flag = (is: boolean): number => (is ? 1 : 0);

/** What a person sees in its place where an item has no name. */
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

/** Inside a transaction, after the row itself was written. */
export const describeItem = (sql: Sql, item: Item, marks: Marks): void => {
  // A trigger takes away its words and tags.
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

/** What the catalogue knows of one item. `folder`: relative to the library, with forward slashes. */
export type Entry = { readonly item: Item; readonly marks: Marks; readonly folder: string };

/** null: the row makes no sense. Marks that make none are lost, the item is not. */
export const parseEntry = (row: unknown, log: Log): Entry | null => {
  const { id, folder, item, marks } = rowSchema.parse(row);
  try {
    const known = parseMarks(marks);
    if (known === null) log.error('the marks of an entry of the catalogue make no sense', { id });
    return { item: itemSchema.parse(withPresentNames(JSON.parse(item))), marks: known ?? noMarks, folder };
  } catch (cause) {
    log.error('an entry of the catalogue makes no sense and is left out', { id, cause });
    return null;
  }
};

const countsSchema = z.object({ items: z.int(), traits: z.int(), words: z.int() });

/** The index's own table of its documents is the only one in which they can be counted fast. https://sqlite.org/fts5.html#the_docsize_table */
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

/** Answers where to go on after; null: done. Some at a time, so that nobody waits for long. */
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

/** Whether anything was. */
type Described = { readonly isChanged: boolean };

/**
 * After a change of the schema, or where somebody emptied the index. Cheap where nothing is missing; ten thousand items
 * take seconds, in which others have their turns. What is not described yet is not found.
 */
export const describeMissing = async (deps: IndexDeps, call: Call = {}): Promise<Result<Described>> => {
  const counts = deps.db.read((sql) => countsSchema.parse(sql.all(counted)[0]));
  if (!counts.ok) return counts;
  const { items, traits, words } = counts.value;
  if (words !== traits) {
    deps.log.warn('the index of the catalogue is made again');
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

/** Words first, because a broken index cannot be asked to forget single items. https://sqlite.org/fts5.html#the_delete_all_command */
const emptyIndex = (db: Database): Result<number> =>
  db.transaction((sql) => {
    sql.run(`INSERT INTO item_words (item_words) VALUES ('delete-all')`);
    return sql.run('DELETE FROM item_traits');
  });

/** Looks at the index itself; one that contradicts itself is emptied and made again. */
export const mendIndex = async (deps: IndexDeps, call: Call = {}): Promise<Result<Described>> => {
  const audio = deps.db.transaction((sql) =>
    sql.run(`INSERT INTO item_words (item_words) VALUES ('integrity-check')`),
  );
  if (!audio.ok) {
    const emptied = emptyIndex(deps.db);
    if (!emptied.ok) return emptied;
  }
  return describeMissing(deps, call);
};

/** The check of the whole database at each start looks through it, too. https://sqlite.org/fts5.html#the_optimize_command */
export const tidyIndex = (db: Database): Result<null> =>
  db.transaction((sql) => {
    sql.run(`INSERT INTO item_words (item_words) VALUES ('optimize')`);
    return null;
  });

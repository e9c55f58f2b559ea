/** A library query as conditions and an order in SQL. */
import type { LibraryQuery, LibrarySort } from '#contract/model/library-query.ts';
import { tagKey } from '../item/marks.ts';
import { ftsQueryOf } from './search-words.ts';

type Value = string | number;

/** `where` and `order`: of the table item_traits. */
export type SqlQuery = {
  readonly where: string;
  readonly values: readonly Value[];
  readonly order: string;
};

type Condition = { readonly sql: string; readonly values: readonly Value[] };

/** An empty list, a text without a word and no stars add no condition. */
const conditionsOf = (query: LibraryQuery): readonly Condition[] => {
  const conditions: Condition[] = [{ sql: 'is_removed = ?', values: [query.isInTrash ? 1 : 0] }];
  const words = ftsQueryOf(query.text);
  if (words !== null)
    conditions.push({
      sql: 'number IN (SELECT rowid FROM item_words WHERE item_words MATCH ?)',
      values: [words],
    });
  if (query.modelIds.length > 0)
    conditions.push({
      sql: 'model_id IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(query.modelIds)],
    });
  const keys = [...new Set(query.tags.map(tagKey))];
  if (keys.length > 0)
    conditions.push({
      sql: `number IN (SELECT number FROM item_tags WHERE key IN (SELECT value FROM json_each(?))
        GROUP BY number HAVING count(*) = ?)`,
      values: [JSON.stringify(keys), keys.length],
    });
  if (query.orientation !== null) conditions.push({ sql: 'orientation = ?', values: [query.orientation] });
  if (query.onlyFavourites) conditions.push({ sql: 'is_favourite = 1', values: [] });
  if (query.minRating > 0) conditions.push({ sql: 'rating >= ?', values: [query.minRating] });
  return conditions;
};

const newestFirst = 'created_at DESC, id DESC';
/** Each order ends with the id, so that pages never overlap. Items without a price come last. */
const orders: Readonly<Record<LibrarySort, string>> = {
  newest: newestFirst,
  oldest: 'created_at, id',
  name: `name_key, ${newestFirst}`,
  rating: `rating DESC, ${newestFirst}`,
  cost: `cost_micros DESC NULLS LAST, ${newestFirst}`,
  length: `length_sec DESC, ${newestFirst}`,
};

export const toSqlQuery = (query: LibraryQuery): SqlQuery => {
  const conditions = conditionsOf(query);
  return {
    where: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
    order: orders[query.sort],
  };
};

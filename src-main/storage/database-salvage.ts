/** Reads rows out of a damaged database one by one, as far as SQLite can still reach them. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { resultCodeOf } from './database-connection.ts';

export type Salvaged = {
  readonly rows: number;
  /** Rows of which an index or the table still tells, and which cannot be read or are garbled; at least so many are lost. */
  readonly lostRows: number;
};

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Row by row between what can be read from both ends, where no index tells which rows there are. */
const maxGap = 200_000n;

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Hands on every row up to the first that cannot be read. */
const readUntilBroken = (from: DatabaseSync, sql: string, take: (row: Row) => void): void => {
  try {
    const statement = from.prepare(sql);
    statement.setReadBigInts(true);
    for (const row of statement.iterate()) take(row);
  } catch (cause) {
    if (resultCodeOf(cause) === null) throw cause;
  }
};

const columnsOf = (connection: DatabaseSync, table: string): readonly string[] => {
  const names: string[] = [];
  readUntilBroken(connection, `PRAGMA table_info(${quote(table)})`, ({ name }) => names.push(String(name)));
  return names;
};

type RowIds = {
  /** An index or the table itself tells of them. */
  readonly told: ReadonlySet<bigint>;
  /** Nothing tells whether there are such rows. */
  readonly guessed: readonly bigint[];
};

const between = (ascending: ReadonlySet<bigint>, descending: ReadonlySet<bigint>): readonly bigint[] => {
  const [low, high] = [[...ascending].at(-1), [...descending].at(-1)];
  if (low === undefined || high === undefined || high - low > maxGap) return [];
  const guessed: bigint[] = [];
  for (let id = low + 1n; id < high; id += 1n) guessed.push(id);
  return guessed;
};

const findRowIds = (from: DatabaseSync, table: string): RowIds => {
  const idsBy = (source: string): ReadonlySet<bigint> => {
    const ids = new Set<bigint>();
    readUntilBroken(from, `SELECT rowid AS id FROM ${quote(table)} ${source}`, ({ id }) => {
      if (typeof id === 'bigint') ids.add(id);
    });
    return ids;
  };
  const indexes: string[] = [];
  readUntilBroken(from, `PRAGMA index_list(${quote(table)})`, ({ name }) => indexes.push(String(name)));
  const ascending = idsBy('NOT INDEXED ORDER BY rowid');
  const descending = idsBy('NOT INDEXED ORDER BY rowid DESC');
  const byIndex = indexes.flatMap((name) => [...idsBy(`INDEXED BY ${quote(name)}`)]);
  const told = new Set([...ascending, ...descending, ...byIndex]);
  return { told, guessed: between(ascending, descending).filter((id) => !told.has(id)) };
};

/** null: it cannot be read, or there is none. */
const readRow = (
  from: DatabaseSync,
  { table, columns, id }: { readonly table: string; readonly columns: string; readonly id: bigint },
): Row | null => {
  let found: Row | null = null;
  readUntilBroken(from, `SELECT ${columns} FROM ${quote(table)} NOT INDEXED WHERE rowid = ${id}`, (row) => {
    found = row;
  });
  return found;
};

export type SalvageRequest = {
  readonly from: DatabaseSync;
  readonly to: DatabaseSync;
  readonly table: string;
  /** Whether SQLite read what a program can have written. */
  readonly isAudio: (row: Row) => boolean;
};

/** Copies what can be read into a table of the same name, each row under its own row id. */
export const salvageTable = ({ from, to, table, isAudio }: SalvageRequest): Salvaged => {
  const had = columnsOf(from, table);
  const names = columnsOf(to, table).filter((name) => had.includes(name));
  if (names.length === 0) return { rows: 0, lostRows: 0 };
  const columns = names.map(quote).join(', ');
  const holes = names.map(() => '?').join(', ');
  const insert = to.prepare(`INSERT OR IGNORE INTO ${quote(table)} (rowid, ${columns}) VALUES (?, ${holes})`);
  const copy = (id: bigint): boolean => {
    const row = readRow(from, { table, columns, id });
    if (row === null || !isAudio(row)) return false;
    try {
      return Number(insert.run(id, ...names.map((name) => row[name] ?? null)).changes) === 1;
    } catch (cause) {
      // A value that the table would never have taken: the row is garbled.
      if (resultCodeOf(cause) === null) throw cause;
      return false;
    }
  };
  const { told, guessed } = findRowIds(from, table);
  const rows = [...told].filter(copy).length;
  return { rows: rows + guessed.filter(copy).length, lostRows: told.size - rows };
};

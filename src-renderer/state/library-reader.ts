/** The visible part of the library: read page by page by position, and shown until newer data arrives. */
import type { AppError, Result } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { type LibraryPage, type LibraryQuery, wholeLibrary } from '#contract/model/library-query.ts';

export const pageSize = 60;
/** While the user scrolls, pages that are no longer visible must not delay those that are. */
const maxConcurrency = 2;
/** A few thousand items; the pages farthest from the visible ones are dropped. */
const maxPages = 40;

export type LibraryPages = {
  /** The query of these pages; another one may be pending. */
  readonly query: LibraryQuery;
  /** By page number; pages not read yet are missing. */
  readonly pages: ReadonlyMap<number, readonly KeptItem[]>;
  /** null: not known yet. */
  readonly total: number | null;
  readonly isReading: boolean;
  /** Why the last read failed; earlier pages stay. */
  readonly error: AppError | null;
};

/** Positions in the order of the query, inclusive of `last`. */
export type Span = { readonly first: number; readonly last: number };

export type LibraryReader = {
  readonly getState: () => LibraryPages;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads the pages of these positions that are missing. */
  readonly show: (span: Span) => void;
  /** Reads the visible pages again; the others when they become visible. */
  readonly reload: () => void;
  /** The old results stay until the first page of the new ones arrives. */
  readonly find: (query: LibraryQuery) => void;
};

export const itemAt = ({ pages }: LibraryPages, index: number): KeptItem | undefined =>
  pages.get(Math.floor(index / pageSize))?.[index % pageSize];

const pagesOf = ({ first, last }: Span): readonly number[] => {
  const from = Math.floor(first / pageSize);
  return Array.from({ length: Math.floor(last / pageSize) - from + 1 }, (_, step) => from + step);
};

const nearest = (pages: LibraryPages['pages'], visible: readonly number[]): LibraryPages['pages'] => {
  const middle = visible[Math.floor(visible.length / 2)] ?? 0;
  const far = ([page]: readonly [number, unknown]) => Math.abs(page - middle);
  return new Map([...pages].toSorted((a, b) => far(a) - far(b)).slice(0, maxPages));
};

export const createLibraryReader = (deps: {
  readonly list: (request: {
    readonly offset: number;
    readonly limit: number;
    readonly query: LibraryQuery;
  }) => Promise<Result<LibraryPage>>;
}): LibraryReader => {
  const listeners = new Set<() => void>();
  let state: LibraryPages = {
    query: wholeLibrary,
    pages: new Map(),
    total: null,
    isReading: false,
    error: null,
  };
  let query = wholeLibrary;
  let visible: Span = { first: 0, last: pageSize - 1 };
  // A page requested before the library changed must not overwrite newer ones.
  let edition = 0;
  const fresh = new Set<number>();
  const reading = new Set<number>();

  const publish = (change: Partial<LibraryPages>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const accept = (page: number, answer: LibraryPage) => {
    const isOtherQuery = state.query !== query;
    fresh.add(page);
    const lastPage = Math.max(0, Math.ceil(answer.total / pageSize) - 1);
    const before = isOtherQuery ? [] : [...state.pages].filter(([known]) => known <= lastPage);
    const pages = nearest(new Map([...before, [page, answer.items]]), pagesOf(visible));
    for (const known of fresh) if (!pages.has(known)) fresh.delete(known);
    publish({ query, pages, total: answer.total, isReading: reading.size > 0, error: null });
  };

  const read = async (page: number): Promise<void> => {
    const mine = edition;
    reading.add(page);
    const answer = await deps.list({ offset: page * pageSize, limit: pageSize, query });
    if (mine !== edition) return;
    reading.delete(page);
    if (!answer.ok) return publish({ isReading: reading.size > 0, error: answer.error });
    accept(page, answer.value);
    pump();
  };

  /** Does not read after a failure: the user starts the next attempt. */
  const pump = () => {
    if (state.error !== null) return;
    const isKnown = state.total !== null && state.query === query;
    const lastPage = isKnown ? Math.ceil((state.total ?? 0) / pageSize) - 1 : Number.POSITIVE_INFINITY;
    const lacking = pagesOf(visible).filter(
      (page) => page <= Math.max(0, lastPage) && !fresh.has(page) && !reading.has(page),
    );
    for (const page of lacking.slice(0, maxConcurrency - reading.size)) void read(page);
    if (reading.size > 0 && !state.isReading) publish({ isReading: true });
  };

  const beginAgain = () => {
    edition += 1;
    fresh.clear();
    reading.clear();
    publish({ error: null, isReading: false });
    pump();
  };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show: (span) => {
      visible = span;
      pump();
    },
    reload: beginAgain,
    find: (next) => {
      query = next;
      visible = { first: 0, last: pageSize - 1 };
      beginAgain();
    },
  };
};

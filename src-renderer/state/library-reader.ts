/** The part of the library that is looked at: read page by page by its place, shown until something newer has come. */
import type { AppError, Result } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { type LibraryPage, type LibraryQuery, wholeLibrary } from '#contract/model/library-query.ts';

export const pageSize = 60;
/** While a person scrolls past, what they no longer look at must not stand in a line before what they do. */
const maxConcurrency = 2;
/** A few thousand items; the farthest from what is looked at are let go. */
const maxPages = 40;

export type LibraryPages = {
  /** What the pages were found by; another one may be on its way. */
  readonly query: LibraryQuery;
  /** By their number; pages not read yet are missing. */
  readonly pages: ReadonlyMap<number, readonly KeptItem[]>;
  /** null: not known yet. */
  readonly total: number | null;
  readonly isReading: boolean;
  /** Why the last reading failed; what was read before stays. */
  readonly error: AppError | null;
};

/** Places in the order of the query; `last` belongs to it. */
export type Span = { readonly first: number; readonly last: number };

export type LibraryReader = {
  readonly getState: () => LibraryPages;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads what lacks of these places. */
  readonly show: (span: Span) => void;
  /** Reads again what is looked at; the rest when it comes into sight. */
  readonly reload: () => void;
  /** The old finds stay until the first of the new ones are there. */
  readonly find: (query: LibraryQuery) => void;
};

export const itemAt = ({ pages }: LibraryPages, index: number): KeptItem | undefined =>
  pages.get(Math.floor(index / pageSize))?.[index % pageSize];

const pagesOf = ({ first, last }: Span): readonly number[] => {
  const from = Math.floor(first / pageSize);
  return Array.from({ length: Math.floor(last / pageSize) - from + 1 }, (_, step) => from + step);
};

const nearest = (pages: LibraryPages['pages'], wanted: readonly number[]): LibraryPages['pages'] => {
  const middle = wanted[Math.floor(wanted.length / 2)] ?? 0;
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
  let wanted: Span = { first: 0, last: pageSize - 1 };
  // A page that was asked for before the library changed must not overwrite what comes after.
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
    const pages = nearest(new Map([...before, [page, answer.items]]), pagesOf(wanted));
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

  /** Not after a failure: a person is asked first. */
  const pump = () => {
    if (state.error !== null) return;
    const isKnown = state.total !== null && state.query === query;
    const lastPage = isKnown ? Math.ceil((state.total ?? 0) / pageSize) - 1 : Number.POSITIVE_INFINITY;
    const lacking = pagesOf(wanted).filter(
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
      wanted = span;
      pump();
    },
    reload: beginAgain,
    find: (next) => {
      query = next;
      wanted = { first: 0, last: pageSize - 1 };
      beginAgain();
    },
  };
};

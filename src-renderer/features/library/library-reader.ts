/** The part of the library that has been read so far: page by page as one scrolls, all of it again when it changes. */
import type { AppError, Result } from '#contract/errors.ts';
import type { LibraryPage } from '#contract/ipc.ts';
import type { Item } from '#contract/model/item.ts';

const pageSize = 60;
/** The most that one call may ask for. */
const mostPerCall = 500;

export type LibraryShelf = {
  readonly items: readonly Item[];
  /** null: not known yet. */
  readonly total: number | null;
  readonly isReading: boolean;
  /** Why the last reading failed; what was read before stays. */
  readonly error: AppError | null;
};

export type LibraryReader = {
  readonly getState: () => LibraryShelf;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads again what is shown, or the first page. */
  readonly reload: () => Promise<void>;
  /** Reads the next page, if there is one and nothing is being read. */
  readonly readMore: () => Promise<void>;
};

type Range = { readonly offset: number; readonly limit: number };

export const createLibraryReader = (deps: {
  readonly list: (range: Range) => Promise<Result<LibraryPage>>;
}): LibraryReader => {
  const listeners = new Set<() => void>();
  let state: LibraryShelf = { items: [], total: null, isReading: false, error: null };
  // A reading that began before the library changed must not overwrite what came after.
  let latest = 0;

  const publish = (change: Partial<LibraryShelf>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  /** The first `count` items, in as few calls as may be. */
  const readFirst = async (count: number): Promise<Result<LibraryPage>> => {
    const items: Item[] = [];
    for (;;) {
      const limit = Math.min(mostPerCall, count - items.length);
      const page = await deps.list({ offset: items.length, limit });
      if (!page.ok) return page;
      items.push(...page.value.items);
      const isAll = items.length >= count || page.value.items.length < limit;
      if (isAll) return { ok: true, value: { items, total: page.value.total } };
    }
  };

  const read = async (ask: () => Promise<Result<LibraryPage>>, before: readonly Item[]): Promise<void> => {
    latest += 1;
    const mine = latest;
    publish({ isReading: true });
    const page = await ask();
    if (mine !== latest) return;
    if (!page.ok) {
      publish({ isReading: false, error: page.error });
      return;
    }
    const known = new Set(before.map((item) => item.id));
    const items = [...before, ...page.value.items.filter((item) => !known.has(item.id))];
    // A next page without anything new is the end, whatever was counted: asking again would never stop.
    const isEnd = before.length > 0 && items.length === before.length;
    const total = isEnd ? items.length : page.value.total;
    publish({ items, total, isReading: false, error: null });
  };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload: () => read(() => readFirst(Math.max(pageSize, state.items.length)), []),
    readMore: async () => {
      const { items, total, isReading } = state;
      if (isReading || total === null || items.length >= total) return;
      await read(() => deps.list({ offset: items.length, limit: pageSize }), items);
    },
  };
};

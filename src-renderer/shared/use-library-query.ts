/** Queries that follow the library: each runs again whenever the library changes. */
import { useEffect, useState } from 'react';
import type { AppError, Result } from '#contract/errors.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { LibraryOverview } from '#contract/model/library-query.ts';
import type { Client } from '../bridge/client.ts';
import { useApp, useMirror } from '../state/use-app.ts';

type LibraryRead<Value> = {
  /** The last value for this key; null: not read yet. It stays while the query runs again, and where that fails. */
  readonly value: Value | null;
  /** Why the last read failed. */
  readonly error: AppError | null;
};

const unread = { value: null, error: null } as const;

/** `key`: identifies the query that `read` makes. null: no query. */
export const useLibraryQuery = <Value>(
  key: string | null,
  read: (client: Client) => Promise<Result<Value>>,
): LibraryRead<Value> => {
  const { client } = useApp();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const [last, setLast] = useState<{ readonly key: string } & LibraryRead<Value>>({ key: '', ...unread });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key identifies `read`, and each version is read again.
  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    void read(client).then((answer) => {
      if (!isCurrent) return;
      setLast((before) => {
        if (answer.ok) return { key, value: answer.value, error: null };
        return { key, value: before.key === key ? before.value : null, error: answer.error };
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, key, version]);
  return last.key === key ? last : unread;
};

/** A library item with its current marks. */
export const useKept = (itemId: ItemId): KeptItem | null =>
  useLibraryQuery(itemId, (client) => client.call('library.get', { itemId })).value;

/** The available filter values. */
export const useOverview = (): LibraryOverview | null =>
  useLibraryQuery('overview', (client) => client.call('library.overview', {})).value;

/** A kept result with its marks as they are now: read again with every change of the library. */
import { useEffect, useState } from 'react';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { LibraryOverview } from '#contract/model/library-query.ts';
import { useApp, useMirror } from './use-app.ts';

/** null until it has been read; what was read before stays meanwhile, and where reading fails. */
export const useKept = (itemId: ItemId): KeptItem | null => {
  const { client } = useApp();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const [kept, setKept] = useState<KeptItem | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks for a new reading.
  useEffect(() => {
    let isWanted = true;
    void client.call('library.get', { itemId }).then((answer) => {
      if (isWanted && answer.ok) setKept(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [client, itemId, version]);
  return kept?.id === itemId ? kept : null;
};

/** What there is to choose among; null until it has been read. */
export const useOverview = (): LibraryOverview | null => {
  const { client } = useApp();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const [overview, setOverview] = useState<LibraryOverview | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  useEffect(() => {
    let isWanted = true;
    void client.call('library.overview', {}).then((answer) => {
      if (isWanted && answer.ok) setOverview(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [client, version]);
  return overview;
};

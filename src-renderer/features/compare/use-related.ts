/** The other kept results of the same two files, read again whenever the library changes. */
import { useEffect, useState } from 'react';
import type { Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';

/** null while they are being read for the first time. */
export const useRelated = (itemId: ItemId): Result<readonly Item[]> | null => {
  const { client } = useApp();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const [related, setRelated] = useState<Result<readonly Item[]> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks for a new reading.
  useEffect(() => {
    let isWanted = true;
    void client.call('library.related', { itemId }).then((answer) => {
      if (isWanted) setRelated(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [client, itemId, version]);
  return related;
};

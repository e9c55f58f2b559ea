/** A kept item by its id. */
import { useCallback, useEffect, useState } from 'react';
import type { Result } from '#contract/errors.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { useApp } from '#renderer/state/use-app.ts';

/** `item`: null while it is being read. `again` reads it once more. */
export const useItem = (
  itemId: ItemId,
): { readonly item: Result<Item> | null; readonly again: () => void } => {
  const { client } = useApp();
  const [item, setItem] = useState<Result<Item> | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is what asks for a new reading.
  useEffect(() => {
    let isWanted = true;
    setItem(null);
    void client.call('library.get', { itemId }).then((answer) => {
      if (isWanted) setItem(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [client, itemId, attempt]);
  return { item, again: useCallback(() => setAttempt((count) => count + 1), []) };
};

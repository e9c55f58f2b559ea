import { exitStatus } from '../../exit-status.ts';
import type { Command } from '../context.ts';
import { readItemIds } from './query.ts';
import { itemSentences } from './text.ts';

/** Prints one result with the full paths of its files. */
export const showItem =
  (id: string): Command =>
  async ({ app, output }) => {
    const ids = readItemIds([id]);
    if (!ids.ok) return output.failure(ids.error);
    const [itemId] = ids.value;
    if (itemId === undefined) return exitStatus.wrongUse;
    const item = await app.handlers['library.get']({ itemId });
    if (!item.ok) return output.failure(item.error);
    const paths = await app.owner.itemPaths({ itemId });
    if (!paths.ok) return output.failure(paths.error);
    output.answer({ ...item.value, paths: paths.value }, [...itemSentences(item.value), paths.value.result]);
    return exitStatus.done;
  };

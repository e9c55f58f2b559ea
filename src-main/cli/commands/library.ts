import { fail } from '#contract/errors.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';

const pageSize = 500;

const itemSentence = (item: Item): string =>
  `${item.id}  ${item.createdAt.slice(0, 16).replace('T', ' ')}  ${item.modelName}  ${item.image.name} + ${item.video.name}  ` +
  `${item.result.facts.durationSec.toFixed(2)} s`;

export const listLibrary: Command = async ({ app, output }) => {
  const items: Item[] = [];
  for (;;) {
    const page = await app.handlers['library.list']({ offset: items.length, limit: pageSize });
    if (!page.ok) return output.failure(page.error);
    items.push(...page.value.items);
    if (page.value.items.length < pageSize) break;
  }
  output.answer(items, items.length === 0 ? ['The library is empty.'] : items.map(itemSentence));
  return exitStatus.done;
};

export const showItem =
  (id: string): Command =>
  async ({ app, output }) => {
    const itemId = itemIdSchema.safeParse(id);
    if (!itemId.success) return output.failure(fail('item-unknown', { subject: id.slice(0, 100) }).error);
    const item = await app.handlers['library.get']({ itemId: itemId.data });
    if (!item.ok) return output.failure(item.error);
    const paths = await app.itemPaths(itemId.data);
    if (!paths.ok) return output.failure(paths.error);
    output.answer({ ...item.value, paths: paths.value }, [itemSentence(item.value), paths.value.result]);
    return exitStatus.done;
  };

/** Libraries with results, and helpers for the report of a rebuild. */
import { join } from 'node:path';
import { ok } from '#contract/errors.ts';
import { type ItemId, itemIdSchema } from '#contract/model/item.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { createTempLibrary, type TempLibrary } from './temp-library.ts';

export const keepSome = async (count: number, more: Parameters<typeof createTempLibrary>[0] = {}) => {
  const tempLibrary = createTempLibrary(more);
  const ids: ItemId[] = [];
  for (let n = 0; n < count; n += 1) {
    const kept = await tempLibrary.keep(
      tempLibrary.request(`j${n}`, new Date(Date.UTC(2026, 10, 21, 10, 0, n)).toISOString()),
    );
    if (kept.ok) ids.push(kept.value.id);
  }
  const [first = itemIdSchema.parse('none-0000')] = ids;
  const homeOf = (id: ItemId) => join(tempLibrary.libraryFolder, '2026-11', id);
  return { tempLibrary, ids, first, homeOf, home: homeOf(first) };
};

export const forget = ({ db }: TempLibrary) => db.transaction((sql) => sql.run('DELETE FROM items'));
export const rebuilt = (value: {
  added?: number;
  dropped?: number;
  total: number;
  leftAlone?: LeftAlone[];
}) => ok({ added: 0, dropped: 0, leftAlone: [], ...value });
export const listed = ({ catalogue }: TempLibrary) => {
  const page = catalogue.list({ offset: 0, limit: 100 });
  return page.ok ? page.value.items.map(({ id }) => id) : page.error.code;
};

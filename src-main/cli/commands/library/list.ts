/** `library list`, `search` and `tags`. */
import { ok, type Result } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryOverview, LibraryPage, LibraryQuery } from '#contract/model/library-query.ts';
import { exitStatus } from '../../exit-status.ts';
import type { Command, Context } from '../context.ts';
import { counted } from '../text.ts';
import { type QueryOptions, queryOf } from './query.ts';
import { itemSentence } from './text.ts';

const pageSize = 500;

export type ListOptions = QueryOptions & {
  /** Default: all. */
  readonly limit?: number;
  readonly offset?: number;
};

const readPages = async (
  { app }: Pick<Context, 'app'>,
  request: { readonly query: LibraryQuery; readonly offset: number; readonly limit: number },
): Promise<Result<LibraryPage>> => {
  const { query } = request;
  const items: KeptItem[] = [];
  for (;;) {
    const limit = Math.min(pageSize, request.limit - items.length);
    const page = await app.handlers['library.list']({ offset: request.offset + items.length, limit, query });
    if (!page.ok) return page;
    items.push(...page.value.items);
    const isLast = page.value.items.length < limit || items.length >= request.limit;
    if (isLast) return ok({ items, total: page.value.total });
  }
};

export const listItems =
  (options: ListOptions): Command =>
  async ({ app, output }) => {
    const query = queryOf(options);
    if (!query.ok) return output.failure(query.error);
    const { offset = 0, limit = Number.MAX_SAFE_INTEGER } = options;
    const page = await readPages({ app }, { query: query.value, offset, limit });
    if (!page.ok) return output.failure(page.error);
    const { items, total } = page.value;
    if (items.length < total) output.note(`${items.length} of ${total}`);
    output.answer(items, items.length === 0 ? ['No matches.'] : items.map(itemSentence));
    return exitStatus.done;
  };

/** `words`: the search as several arguments or as one quoted argument. */
export const searchItems = (words: readonly string[], options: Omit<ListOptions, 'text'>): Command =>
  listItems({ ...options, text: words.join(' ') });

const overviewSentences = ({ total, favourites, inTrash, tags, models }: LibraryOverview) => [
  `${counted(total, 'result')}, ${counted(favourites, 'favourite')}, ${inTrash} in the trash`,
  ...tags.map(({ tag, count }) => `#${tag}: ${count}`),
  ...models.map(({ modelId, name, count }) => `${modelId} (${name}): ${count}`),
];

export const showOverview: Command = async ({ app, output }) => {
  const overview = await app.handlers['library.overview']({});
  if (!overview.ok) return output.failure(overview.error);
  output.answer(overview.value, overviewSentences(overview.value));
  return exitStatus.done;
};

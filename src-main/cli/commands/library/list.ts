/** `library list`, `search`, `tags` and `show`, and `library trash list`. */
import type { Command as Cli } from 'commander';
import { ok, type Result } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryOverview, LibraryPage, LibraryQuery } from '#contract/model/library-query.ts';
import { exitStatus } from '../../exit-status.ts';
import { json, wholeNumber } from '../../options.ts';
import type { AddCommand, Command, Context } from '../command.ts';
import { counted } from '../text.ts';
import { getItem, type QueryOptions, queryOf, withFilters, withText } from './query.ts';
import { itemSentence, itemSentences } from './text.ts';

const pageSize = 500;

type ListOptions = QueryOptions & {
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

const listItems =
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
const searchItems = (words: readonly string[], options: Omit<ListOptions, 'text'>): Command =>
  listItems({ ...options, text: words.join(' ') });

const overviewSentences = ({ total, favourites, inTrash, tags, models }: LibraryOverview) => [
  `${counted(total, 'result')}, ${counted(favourites, 'favourite')}, ${inTrash} in the trash`,
  ...tags.map(({ tag, count }) => `#${tag}: ${count}`),
  ...models.map(({ modelId, name, count }) => `${modelId} (${name}): ${count}`),
];

const showOverview: Command = async ({ app, output }) =>
  output.result(await app.handlers['library.overview']({}), overviewSentences);

/** Prints one result with the full paths of its files. */
const showItem =
  (id: string): Command =>
  async ({ app, output }) => {
    const item = await getItem({ app }, id);
    if (!item.ok) return output.failure(item.error);
    const paths = await app.owner.itemPaths({ itemId: item.value.id });
    if (!paths.ok) return output.failure(paths.error);
    output.answer({ ...item.value, paths: paths.value }, [...itemSentences(item.value), paths.value.result]);
    return exitStatus.done;
  };

const withPage = (cli: Cli): Cli =>
  cli
    .option('--limit <n>', 'maximum number of results', wholeNumber({ min: 1, max: 1_000_000 }))
    .option('--offset <n>', 'skip this many results', wholeNumber({ min: 0, max: 1_000_000_000 }))
    .addOption(json());

export const addTrashList: AddCommand = (trash, pick) =>
  withPage(withFilters(withText(trash.command('list', { isDefault: true }))))
    .description('list the results in the trash')
    .action((options) => pick.data(options, listItems({ ...options, trash: true })));

export const addFinding: AddCommand = (library, pick) => {
  withPage(withFilters(withText(library.command('list', { isDefault: true }))))
    .description('list the results in the library')
    .action((options) => pick.data(options, listItems(options)));
  withPage(withFilters(library.command('search').argument('<text...>')))
    .description('list the results that contain all of these words')
    .action((words, options) => pick.data(options, searchItems(words, options)));
  library
    .command('tags')
    .description('count the results by tag and by model')
    .addOption(json())
    .action((options) => pick.data(options, showOverview));
  library
    .command('show')
    .description('show a result, its details and the paths of its files')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick.data(options, showItem(id)));
};

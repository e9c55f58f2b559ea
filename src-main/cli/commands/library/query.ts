/** The options that select results of the library, and the query, the ids or the item that they name. */
import { type Command as Cli, Option } from 'commander';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import { type ItemId, itemIdSchema, type KeptItem } from '#contract/model/item.ts';
import {
  type LibraryQuery,
  type LibrarySort,
  libraryQuerySchema,
  librarySorts,
} from '#contract/model/library-query.ts';
import { several, stars } from '../../options.ts';
import type { Context } from '../command.ts';

export type QueryOptions = {
  readonly text?: string;
  readonly model: readonly string[];
  readonly tag: readonly string[];
  readonly favourites: boolean;
  readonly minRating?: number;
  readonly orientation?: Orientation;
  readonly trash: boolean;
  readonly sort?: LibrarySort;
};

export const withFilters = (cli: Cli): Cli =>
  cli
    .addOption(several('--model <id>', 'by model; several: any of them'))
    .addOption(several('--tag <tag>', 'by tag; several: all of them'))
    .option('--favourites', 'favourites only', false)
    .option('--min-rating <n>', 'minimum number of stars', stars)
    .addOption(
      new Option('--orientation <o>', 'character orientation: match image or match video').choices([
        'image',
        'video',
      ]),
    )
    .option('--trash', 'search the trash instead', false)
    .addOption(
      new Option('--sort <how>', 'order; rating, cost and length: highest first').choices(librarySorts),
    );

export const withText = (cli: Cli): Cli =>
  cli.option('--text <words>', 'words in names, prompts, tags, notes and the model name');

export const queryOf = (options: QueryOptions): Result<LibraryQuery> => {
  const query = libraryQuerySchema.safeParse({
    text: options.text,
    modelIds: options.model,
    tags: options.tag,
    orientation: options.orientation,
    onlyFavourites: options.favourites,
    minRating: options.minRating,
    isInTrash: options.trash,
    sort: options.sort,
  });
  const issue = query.error?.issues[0];
  return query.success
    ? ok(query.data)
    : fail('bad-request', {
        reason: 'schema',
        subject: issue?.path.join('.') ?? '',
        detail: issue?.message ?? '',
      });
};

const readItemId = (id: string): Result<ItemId> => {
  const itemId = itemIdSchema.safeParse(id);
  return itemId.success ? ok(itemId.data) : fail('item-unknown', { subject: id.slice(0, 100) });
};

export const getItem = async ({ app }: Pick<Context, 'app'>, id: string): Promise<Result<KeptItem>> => {
  const itemId = readItemId(id);
  return itemId.ok ? app.handlers['library.get']({ itemId: itemId.value }) : itemId;
};

/** Without duplicates, in the order given. */
export const readItemIds = (ids: readonly string[]): Result<ItemId[]> => {
  const itemIds = new Set<ItemId>();
  for (const id of ids) {
    const itemId = readItemId(id);
    if (!itemId.ok) return itemId;
    itemIds.add(itemId.value);
  }
  return ok([...itemIds]);
};

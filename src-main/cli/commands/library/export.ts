/** `library export`: results as video files in a folder, or all their files in one zip file for another machine. */
import { resolve } from 'node:path';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type ExitStatus, exitStatus, statusOf, worstOf } from '../../exit-status.ts';
import { json } from '../../options.ts';
import { errorJson, errorSentence } from '../../output.ts';
import type { AddCommand, Command, Context } from '../command.ts';
import { counted } from '../text.ts';
import { type QueryOptions, queryOf, readItemIds, withFilters, withText } from './query.ts';
import { sizeText } from './text.ts';
import { runWork } from './work.ts';

type ExportOptions = QueryOptions & { readonly all: boolean; readonly out: string };

const hasFilter = (options: QueryOptions): boolean =>
  options.text !== undefined ||
  options.model.length + options.tag.length > 0 ||
  options.favourites ||
  options.trash ||
  options.minRating !== undefined ||
  options.orientation !== undefined;

/** The ids given, or those that the options match; all results only with --all. */
const chosenIds = async (
  { app }: Pick<Context, 'app'>,
  ids: readonly string[],
  options: ExportOptions,
): Promise<Result<ItemId[]>> => {
  const searches = options.all || hasFilter(options);
  if (ids.length > 0 && searches)
    return fail('bad-request', { reason: 'options-conflict', options: ['ID', '--all', 'QUERY'] });
  if (ids.length > 0) return readItemIds(ids);
  if (!searches) return fail('bad-request', { reason: 'option-missing', options: ['ID', '--all', 'QUERY'] });
  const query = queryOf(options);
  return query.ok ? app.handlers['library.ids']({ query: query.value }) : query;
};

const bundle = async (context: Context, itemIds: ItemId[], out: string): Promise<ExitStatus> => {
  const { app, output } = context;
  const made = await runWork(
    context,
    {
      running: 'Creating the zip file',
      whenCancelled: 'Cancelled. No zip file was created; the library is unchanged.',
    },
    () => app.handlers['library.bundle']({ itemIds }),
  );
  if (!made.ok) return output.failure(made.error);
  const taken = await app.owner.takeBundle({ bundleId: made.value.id, path: out });
  if (!taken.ok) return output.failure(taken.error);
  const { items, sizeBytes } = made.value;
  output.answer({ path: out, items, sizeBytes }, [
    `${out}: ${counted(items, 'result')}, ${sizeText(sizeBytes)}. Import it with "understudy library import".`,
  ]);
  return exitStatus.done;
};

const copyOut = async (context: Context, itemIds: readonly ItemId[], folder: string): Promise<ExitStatus> => {
  const { app, output, signal } = context;
  const copied: { itemId: ItemId; path: string }[] = [];
  const failed: { itemId: ItemId; error: AppError }[] = [];
  for (const itemId of itemIds) {
    if (signal.aborted) break;
    output.progress(`Copying ${copied.length + failed.length + 1} of ${itemIds.length}`);
    const done = await app.owner.copyOut({ itemId, folder });
    if (done.ok) copied.push({ itemId, path: done.value.path });
    else failed.push({ itemId, error: done.error });
  }
  const left = itemIds.length - copied.length - failed.length;
  if (left > 0) output.note(`Cancelled: ${left} not copied. The copied files are complete.`);
  output.answer(
    { copied, failed: failed.map(({ itemId, error }) => ({ itemId, error: errorJson(error) })) },
    [
      ...copied.map(({ path }) => path),
      ...failed.map(({ itemId, error }) => `${itemId}: ${errorSentence(error)}`),
    ],
  );
  return worstOf([
    ...failed.map(({ error }) => statusOf(error.code)),
    ...(left > 0 ? [exitStatus.other] : []),
  ]);
};

const exportItems =
  (ids: readonly string[], options: ExportOptions): Command =>
  async (context) => {
    const { output } = context;
    const chosen = await chosenIds(context, ids, options);
    if (!chosen.ok) return output.failure(chosen.error);
    if (chosen.value.length === 0) {
      output.answer({ copied: [], failed: [] }, ['No matches. Nothing was written.']);
      return exitStatus.done;
    }
    const out = resolve(options.out);
    return /\.zip$/i.test(out) ? bundle(context, chosen.value, out) : copyOut(context, chosen.value, out);
  };

export const addExport: AddCommand = (library, pick) =>
  withFilters(withText(library.command('export')))
    .description('copy results to a folder under readable names, or export them as one zip file')
    .argument('[id...]')
    .option('--all', 'all results, or all that match the other options', false)
    .requiredOption('--out <path>', 'folder or zip file')
    .addOption(json())
    .action((ids, options) => pick.data(options, exportItems(ids, options)));

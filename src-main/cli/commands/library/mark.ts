/** `library mark`: name, favourite, rating, tags and notes of results. */
import { fail, ok, type Result } from '#contract/errors.ts';
import { type MarksChange, marksChangeSchema } from '#contract/model/marks.ts';
import { json, several, stars } from '../../options.ts';
import type { AddCommand, Command } from '../command.ts';
import { counted } from '../text.ts';
import { readItemIds } from './query.ts';

type MarkOptions = {
  readonly name?: string;
  readonly favourite?: boolean;
  readonly rating?: number;
  readonly tag: readonly string[];
  readonly untag: readonly string[];
  readonly notes?: string;
};

const changeOf = (options: MarkOptions): Result<MarksChange> => {
  const { name, favourite, rating, notes, tag, untag } = options;
  const hasValue = [name, favourite, rating, notes].some((value) => value !== undefined);
  if (!hasValue && tag.length + untag.length === 0)
    return fail('bad-request', {
      reason: 'option-missing',
      options: ['--name', '--favourite', '--no-favourite', '--rating', '--tag', '--untag', '--notes'],
    });
  const change = marksChangeSchema.safeParse({
    ...{ name, isFavourite: favourite, rating, notes, addTags: tag, removeTags: untag },
  });
  const issue = change.error?.issues[0];
  return change.success
    ? ok(change.data)
    : fail('bad-request', {
        reason: 'schema',
        subject: issue?.path.join('.') ?? '',
        detail: issue?.message ?? '',
      });
};

const markItems =
  (ids: readonly string[], options: MarkOptions): Command =>
  async ({ app, output }) => {
    const itemIds = readItemIds(ids);
    if (!itemIds.ok) return output.failure(itemIds.error);
    const change = changeOf(options);
    if (!change.ok) return output.failure(change.error);
    const done = await app.handlers['library.mark']({ itemIds: itemIds.value, change: change.value });
    return output.result(done, ({ changed }) => [`${counted(changed, 'result')} updated.`]);
  };

export const addMark: AddCommand = (library, pick) =>
  library
    .command('mark')
    .description('edit the details of results; options not given stay unchanged')
    .argument('<id...>')
    .option('--name <text>', 'name; empty: named after its files')
    .option('--favourite', 'add to favourites')
    .option('--no-favourite', 'remove from favourites')
    .option('--rating <n>', 'stars from 1 to 5; 0: not rated', stars)
    .addOption(several('--tag <tag>', 'add a tag; repeatable'))
    .addOption(several('--untag <tag>', 'remove a tag; repeatable'))
    .option('--notes <text>', 'replace the notes')
    .addOption(json())
    .action((ids, options) => pick.data(options, markItems(ids, options)));

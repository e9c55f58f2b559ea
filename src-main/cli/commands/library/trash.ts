/** `library remove`, `restore`, `delete` and `trash`: moves results to the trash, restores them, and deletes them permanently after a confirmation. */
import type { Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { type ExitStatus, exitStatus } from '../../exit-status.ts';
import { json } from '../../options.ts';
import type { AddCommand, Command, Context } from '../command.ts';
import { refusedBy } from '../consent.ts';
import { counted } from '../text.ts';
import { addTrashList } from './list.ts';
import { readItemIds } from './query.ts';
import { runWork } from './work.ts';

type Changed = Result<{ readonly changed: number }>;

/** `sentence`: the output for the counted results. */
const change =
  (
    ids: readonly string[],
    itemAction: {
      readonly make: (context: Context, itemIds: ItemId[]) => Promise<Changed>;
      readonly sentence: (results: string) => string;
    },
  ): Command =>
  async (context) => {
    const { output } = context;
    const itemIds = readItemIds(ids);
    if (!itemIds.ok) return output.failure(itemIds.error);
    return output.result(await itemAction.make(context, itemIds.value), ({ changed }) => {
      const others = itemIds.value.length - changed;
      return [
        itemAction.sentence(counted(changed, 'result')),
        ...(others > 0 ? [`No change needed: ${counted(others, 'result')}.`] : []),
      ];
    });
  };

const removeItems = (ids: readonly string[]): Command =>
  change(ids, {
    make: ({ app }, itemIds) => app.handlers['library.remove']({ itemIds }),
    sentence: (results) => `${results} moved to the trash. Restore with "understudy library restore".`,
  });

const restoreItems = (ids: readonly string[]): Command =>
  change(ids, {
    make: ({ app }, itemIds) => app.handlers['library.restore']({ itemIds }),
    sentence: (results) => `${results} restored from the trash.`,
  });

type DeleteOptions = { readonly yes: boolean };

const refusedToDelete = (context: Context, what: string): Promise<ExitStatus | null> =>
  refusedBy(context, {
    question: `Delete ${what} permanently?`,
    withoutTerminal: 'Confirmation needed: add --yes to delete. Nothing was deleted.',
    whenDeclined: 'Nothing was deleted.',
  });

/** null: everything in the trash. */
const deleteForever = async (context: Context, itemIds: ItemId[] | null): Promise<ExitStatus> => {
  const { app, output } = context;
  const done = await runWork(
    context,
    {
      running: 'Deleting',
      whenCancelled:
        'Cancelled. Results already deleted cannot be restored; the others are still in the trash.',
    },
    () => app.handlers['library.deleteForever']({ itemIds }),
  );
  return output.result(done, ({ changed }) => {
    const others = itemIds === null ? 0 : itemIds.length - changed;
    return [
      `${counted(changed, 'result')} deleted permanently.`,
      ...(others > 0 ? [`Not in the trash, not deleted: ${counted(others, 'result')}.`] : []),
    ];
  });
};

const deleteItems =
  (ids: readonly string[], { yes }: DeleteOptions): Command =>
  async (context) => {
    const itemIds = readItemIds(ids);
    if (!itemIds.ok) return context.output.failure(itemIds.error);
    const refused = yes ? null : await refusedToDelete(context, counted(itemIds.value.length, 'result'));
    return refused ?? deleteForever(context, itemIds.value);
  };

const emptyTrash =
  ({ yes }: DeleteOptions): Command =>
  async (context) => {
    const { app, output } = context;
    const overview = await app.handlers['library.overview']({});
    if (!overview.ok) return output.failure(overview.error);
    const { inTrash } = overview.value;
    if (inTrash === 0) {
      output.answer({ changed: 0 }, ['The trash is empty.']);
      return exitStatus.done;
    }
    const refused = yes ? null : await refusedToDelete(context, `${counted(inTrash, 'result')} in the trash`);
    return refused ?? deleteForever(context, null);
  };

export const addTrash: AddCommand = (library, pick) => {
  library
    .command('remove')
    .description('move results to the trash')
    .argument('<id...>')
    .addOption(json())
    .action((ids, options) => pick.data(options, removeItems(ids)));
  library
    .command('restore')
    .description('restore results from the trash')
    .argument('<id...>')
    .addOption(json())
    .action((ids, options) => pick.data(options, restoreItems(ids)));
  library
    .command('delete')
    .description('delete results in the trash permanently; asks first')
    .argument('<id...>')
    .option('--yes', 'delete without asking', false)
    .addOption(json())
    .action((ids, options) => pick.data(options, deleteItems(ids, options)));
  const trash = library.command('trash').description('the trash');
  addTrashList(trash, pick);
  trash
    .command('empty')
    .description('delete everything in the trash permanently; asks first')
    .option('--yes', 'delete without asking', false)
    .addOption(json())
    .action((options) => pick.data(options, emptyTrash(options)));
};

/** `library move`: moves the library to another folder or disk after a confirmation; deletes old copies on request. */
import { resolve } from 'node:path';
import { fail } from '#contract/errors.ts';
import { json } from '../../options.ts';
import type { AddCommand, Command } from '../command.ts';
import { refusedBy } from '../consent.ts';
import { counted } from '../text.ts';
import { sizeText, storageSentences } from './text.ts';
import { runWork } from './work.ts';

type MoveLibraryOptions = {
  readonly back: boolean;
  readonly deleteOld: boolean;
  readonly yes: boolean;
};

const deleteOldCopies: Command = async (context) => {
  const { app, output } = context;
  const deleted = await runWork(
    context,
    {
      running: 'Deleting the old copy',
      whenCancelled: 'Cancelled. The library is complete; the rest of the old copy is still there.',
    },
    () => app.handlers['library.deleteOldCopies']({}),
  );
  return output.result(deleted, storageSentences);
};

const moveLibrary =
  (folder: string | undefined, { back, deleteOld, yes }: MoveLibraryOptions): Command =>
  async (context) => {
    const { app, output } = context;
    if (deleteOld && folder === undefined && !back) return deleteOldCopies(context);
    if ((folder === undefined) !== back) {
      const reason = folder === undefined ? 'option-missing' : 'options-conflict';
      return output.failure(fail('bad-request', { reason, options: ['FOLDER', '--back'] }).error);
    }
    const to = folder === undefined ? '' : resolve(folder);
    const before = await app.handlers['library.storage']({});
    if (!before.ok) return output.failure(before.error);
    const { items, libraryBytes, trashBytes } = before.value;
    const what = `${counted(items, 'result')} (${sizeText(libraryBytes + trashBytes)} with the trash)`;
    output.note(
      `${what} will be moved from ${before.value.folder} to ${to === '' ? 'the data folder' : to}.`,
    );
    const refused = yes
      ? null
      : await refusedBy(context, {
          question: 'Move the library?',
          withoutTerminal: 'Confirmation needed: add --yes to move the library. Nothing was moved.',
          whenDeclined: 'Nothing was moved.',
        });
    if (refused !== null) return refused;
    const moved = await runWork(
      context,
      {
        running: 'Moving the library',
        whenCancelled:
          'Cancelled. The library is complete at its previous location; see "understudy library storage".',
      },
      () => app.handlers['library.move']({ to }),
    );
    if (moved.ok && deleteOld) return deleteOldCopies(context);
    return output.result(moved, storageSentences);
  };

export const addMove: AddCommand = (library, pick) =>
  library
    .command('move')
    .description('move the library to another folder or disk; asks first')
    .argument('[folder]')
    .option('--back', 'back to the data folder', false)
    .option('--delete-old', 'delete the copy in the old folder, also of an earlier move', false)
    .option('--yes', 'move without asking', false)
    .addOption(json())
    .action((folder, options) => pick.data(options, moveLibrary(folder, options)));

/** `library`: its commands; those that import results, rebuild the index and show the storage are here. */
import { basename, resolve } from 'node:path';
import { fail } from '#contract/errors.ts';
import { exitStatus } from '../../exit-status.ts';
import { json } from '../../options.ts';
import type { AddCommand, Command } from '../command.ts';
import { counted } from '../text.ts';
import { addVideos } from './compare.ts';
import { addExport } from './export.ts';
import { addFinding } from './list.ts';
import { addMark } from './mark.ts';
import { addMove } from './move.ts';
import { leftAloneSentence, storageSentences } from './text.ts';
import { addTrash } from './trash.ts';
import { runWork } from './work.ts';

/** `path`: a zip file of results, or a folder of another library. */
const importItems =
  (path: string): Command =>
  async (context) => {
    const { app, output } = context;
    const imported = await runWork(
      context,
      {
        running: 'Importing results',
        whenCancelled: 'Cancelled. Imported results are complete. Import again to add the missing ones.',
      },
      () => app.handlers['library.import']({ path: resolve(path) }),
    );
    if (!imported.ok) return output.failure(imported.error);
    const { added, known, leftOut } = imported.value;
    if (added + known === 0 && leftOut.length > 0) {
      for (const one of leftOut) output.note(leftAloneSentence(one));
      return output.failure(fail('bundle-broken', { subject: basename(path), reason: 'no-result' }).error);
    }
    output.answer(imported.value, [
      `${counted(added, 'result')} imported, ${known} already in library`,
      ...leftOut.map(leftAloneSentence),
    ]);
    return exitStatus.done;
  };

/** Rebuilds the library index from the folders. */
const rebuildIndex: Command = async (context) => {
  const { app, output } = context;
  const rebuilt = await runWork(
    context,
    {
      running: 'Rescanning library',
      whenCancelled: 'Cancelled. The folders are unchanged. Run "understudy library rebuild" to start again.',
    },
    () => app.handlers['library.rebuild']({}),
  );
  return output.result(rebuilt, ({ added, dropped, total, leftAlone }) => [
    `${counted(total, 'result')}: ${added} added, ${dropped} removed because their folders are missing`,
    ...leftAlone.map(leftAloneSentence),
  ]);
};

const showStorage: Command = async ({ app, output }) =>
  output.result(await app.handlers['library.storage']({}), storageSentences);

export const addLibrary: AddCommand = (cli, pick) => {
  const library = cli.command('library').description('the library of results');
  addFinding(library, pick);
  addMark(library, pick);
  addTrash(library, pick);
  addExport(library, pick);
  library
    .command('import')
    .description('import a zip file of results, or a folder of another library')
    .argument('<path>')
    .addOption(json())
    .action((path, options) => pick.data(options, importItems(path)));
  library
    .command('rebuild')
    .description('rebuild the library index from the folders')
    .addOption(json())
    .action((options) => pick.data(options, rebuildIndex));
  library
    .command('storage')
    .description('show the library location and its size')
    .addOption(json())
    .action((options) => pick.data(options, showStorage));
  addMove(library, pick);
  addVideos(library, pick);
};

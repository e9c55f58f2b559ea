/** `library`: finding, marking, removing and moving the kept results. */
import { type Command as Cli, Option } from 'commander';
import { librarySorts } from '#contract/model/library-query.ts';
import { exportItems } from '../commands/library/export.ts';
import { importItems } from '../commands/library/import.ts';
import { listItems, searchItems, showOverview } from '../commands/library/list.ts';
import { markItems } from '../commands/library/mark.ts';
import { moveLibrary } from '../commands/library/move.ts';
import { rebuildList } from '../commands/library/rebuild.ts';
import { showItem } from '../commands/library/show.ts';
import { showStorage } from '../commands/library/storage.ts';
import { deleteItems, emptyTrash, removeItems, restoreItems } from '../commands/library/trash.ts';
import type { PickCommand } from './chosen.ts';
import { addVideoCommands } from './library-videos.ts';
import { anyCount, json, several, stars, wholeNumber } from './option-values.ts';

const withFilters = (cli: Cli): Cli =>
  cli
    .addOption(several('--model <id>', 'made by this model; several: by any of them'))
    .addOption(several('--tag <tag>', 'with this tag; several: with all of them'))
    .option('--favourites', 'favourites only', false)
    .option('--min-rating <n>', 'with so many stars or more', stars)
    .addOption(
      new Option('--orientation <o>', 'faces and frames as the picture or as the clip').choices([
        'image',
        'video',
      ]),
    )
    .option('--trash', 'in the trash instead', false)
    .addOption(
      new Option('--sort <how>', 'rating, cost and length: the highest first').choices(librarySorts),
    );

const withText = (cli: Cli): Cli =>
  cli.option('--text <words>', 'words in names, prompts, tags, notes and the name of the model');

const withPage = (cli: Cli): Cli =>
  cli
    .option('--limit <n>', 'at most so many', wholeNumber({ min: 1, max: 1_000_000 }))
    .option('--offset <n>', 'leave out the first so many', anyCount)
    .addOption(json());

const addFinding = (library: Cli, pick: PickCommand): void => {
  withPage(withFilters(withText(library.command('list', { isDefault: true }))))
    .description('the kept results')
    .action((options) => pick(listItems(options), options));
  withPage(withFilters(library.command('search').argument('<text...>')))
    .description('the results in which all of these words are found')
    .action((words, options) => pick(searchItems(words, options), options));
  library
    .command('tags')
    .description('how many results there are, by tag and by model')
    .addOption(json())
    .action((options) => pick(showOverview, options));
  library
    .command('show')
    .description('one result, what you said of it, and where its files are')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(showItem(id), options));
};

const addMarking = (library: Cli, pick: PickCommand): void => {
  library
    .command('mark')
    .description('says something of results: what is not given stays as it is')
    .argument('<id...>')
    .option('--name <text>', 'what it is called; empty: after its files')
    .option('--favourite', 'a favourite')
    .option('--no-favourite', 'no favourite any more')
    .option('--rating <n>', 'stars from 1 to 5; 0: not rated', stars)
    .addOption(several('--tag <tag>', 'put this tag on; may be given several times'))
    .addOption(several('--untag <tag>', 'take this tag off; may be given several times'))
    .option('--notes <text>', 'in place of the notes there are')
    .addOption(json())
    .action((ids, options) => pick(markItems(ids, options), options));
};

const addRemoving = (library: Cli, pick: PickCommand): void => {
  library
    .command('remove')
    .description('puts results into the trash')
    .argument('<id...>')
    .addOption(json())
    .action((ids, options) => pick(removeItems(ids), options));
  library
    .command('restore')
    .description('takes results out of the trash again')
    .argument('<id...>')
    .addOption(json())
    .action((ids, options) => pick(restoreItems(ids), options));
  library
    .command('delete')
    .description('deletes results of the trash for good; asks first')
    .argument('<id...>')
    .option('--yes', 'delete without asking', false)
    .addOption(json())
    .action((ids, options) => pick(deleteItems(ids, options), options));
  const trash = library.command('trash').description('what was removed');
  withPage(withFilters(withText(trash.command('list', { isDefault: true }))))
    .description('what is in the trash')
    .action((options) => pick(listItems({ ...options, trash: true }), options));
  trash
    .command('empty')
    .description('deletes all that is in the trash for good; asks first')
    .option('--yes', 'delete without asking', false)
    .addOption(json())
    .action((options) => pick(emptyTrash(options), options));
};

const addMoving = (library: Cli, pick: PickCommand): void => {
  withFilters(withText(library.command('export')))
    .description('copies results out under names for people, or into one zip file for another machine')
    .argument('[id...]')
    .option('--all', 'every result, or every one that the other options find', false)
    .requiredOption('--out <path>', 'a folder, or the name of a zip file')
    .addOption(json())
    .action((ids, options) => pick(exportItems(ids, options), options));
  library
    .command('import')
    .description('takes in a zip file of results, or a folder of another library')
    .argument('<path>')
    .addOption(json())
    .action((path, options) => pick(importItems(path), options));
  library
    .command('rebuild')
    .description('reads the list of results anew from their folders')
    .addOption(json())
    .action((options) => pick(rebuildList, options));
  library
    .command('storage')
    .description('where the library is and what it takes up')
    .addOption(json())
    .action((options) => pick(showStorage, options));
  library
    .command('move')
    .description('moves the library to another folder or disk; asks first')
    .argument('[folder]')
    .option('--back', 'into the data folder again', false)
    .option('--yes', 'move it without asking', false)
    .addOption(json())
    .action((folder, options) => pick(moveLibrary(folder, options), options));
};

export const addLibraryCommands = (cli: Cli, pick: PickCommand): void => {
  const library = cli.command('library').description('the kept results');
  addFinding(library, pick);
  addMarking(library, pick);
  addRemoving(library, pick);
  addMoving(library, pick);
  addVideoCommands(library, pick);
};

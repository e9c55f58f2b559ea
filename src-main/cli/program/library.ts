/** `library`: find, mark, remove and move results. */
import { type Command as Cli, Option } from 'commander';
import { librarySorts } from '#contract/model/library-query.ts';
import { loaded, type PickCommand } from './chosen.ts';
import { addVideoCommands } from './library-videos.ts';
import { anyCount, json, several, stars, wholeNumber } from './option-values.ts';

const withFilters = (cli: Cli): Cli =>
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

const withText = (cli: Cli): Cli =>
  cli.option('--text <words>', 'words in names, prompts, tags, notes and the model name');

const withPage = (cli: Cli): Cli =>
  cli
    .option('--limit <n>', 'maximum number of results', wholeNumber({ min: 1, max: 1_000_000 }))
    .option('--offset <n>', 'skip this many results', anyCount)
    .addOption(json());

const addFinding = (library: Cli, pick: PickCommand): void => {
  withPage(withFilters(withText(library.command('list', { isDefault: true }))))
    .description('list the results in the library')
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/library/list.ts'),
          (module) => module.listItems(options),
        ),
        options,
      ),
    );
  withPage(withFilters(library.command('search').argument('<text...>')))
    .description('list the results that contain all of these words')
    .action((words, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/list.ts'),
          (module) => module.searchItems(words, options),
        ),
        options,
      ),
    );
  library
    .command('tags')
    .description('count the results by tag and by model')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/library/list.ts'),
          (module) => module.showOverview,
        ),
        options,
      ),
    );
  library
    .command('show')
    .description('show a result, its details and the paths of its files')
    .argument('<id>')
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/show.ts'),
          (module) => module.showItem(id),
        ),
        options,
      ),
    );
};

const addMarking = (library: Cli, pick: PickCommand): void => {
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
    .action((ids, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/mark.ts'),
          (module) => module.markItems(ids, options),
        ),
        options,
      ),
    );
};

const addRemoving = (library: Cli, pick: PickCommand): void => {
  library
    .command('remove')
    .description('move results to the trash')
    .argument('<id...>')
    .addOption(json())
    .action((ids, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/trash.ts'),
          (module) => module.removeItems(ids),
        ),
        options,
      ),
    );
  library
    .command('restore')
    .description('restore results from the trash')
    .argument('<id...>')
    .addOption(json())
    .action((ids, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/trash.ts'),
          (module) => module.restoreItems(ids),
        ),
        options,
      ),
    );
  library
    .command('delete')
    .description('delete results in the trash permanently; asks first')
    .argument('<id...>')
    .option('--yes', 'delete without asking', false)
    .addOption(json())
    .action((ids, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/trash.ts'),
          (module) => module.deleteItems(ids, options),
        ),
        options,
      ),
    );
  const trash = library.command('trash').description('the trash');
  withPage(withFilters(withText(trash.command('list', { isDefault: true }))))
    .description('list the results in the trash')
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/library/list.ts'),
          (module) => module.listItems({ ...options, trash: true }),
        ),
        options,
      ),
    );
  trash
    .command('empty')
    .description('delete everything in the trash permanently; asks first')
    .option('--yes', 'delete without asking', false)
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/library/trash.ts'),
          (module) => module.emptyTrash(options),
        ),
        options,
      ),
    );
};

const addMoving = (library: Cli, pick: PickCommand): void => {
  withFilters(withText(library.command('export')))
    .description('copy results to a folder under readable names, or export them as one zip file')
    .argument('[id...]')
    .option('--all', 'all results, or all that match the other options', false)
    .requiredOption('--out <path>', 'folder or zip file')
    .addOption(json())
    .action((ids, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/export.ts'),
          (module) => module.exportItems(ids, options),
        ),
        options,
      ),
    );
  library
    .command('import')
    .description('import a zip file of results, or a folder of another library')
    .argument('<path>')
    .addOption(json())
    .action((path, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/import.ts'),
          (module) => module.importItems(path),
        ),
        options,
      ),
    );
  library
    .command('rebuild')
    .description('rebuild the library index from the folders')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/library/rebuild.ts'),
          (module) => module.rebuildIndex,
        ),
        options,
      ),
    );
  library
    .command('storage')
    .description('show the library location and its size')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/library/storage.ts'),
          (module) => module.showStorage,
        ),
        options,
      ),
    );
  library
    .command('move')
    .description('move the library to another folder or disk; asks first')
    .argument('[folder]')
    .option('--back', 'back to the data folder', false)
    .option('--delete-old', 'delete the copy in the old folder, also of an earlier move', false)
    .option('--yes', 'move without asking', false)
    .addOption(json())
    .action((folder, options) =>
      pick.data(
        loaded(
          () => import('../commands/library/move.ts'),
          (module) => module.moveLibrary(folder, options),
        ),
        options,
      ),
    );
};

export const addLibraryCommands = (cli: Cli, pick: PickCommand): void => {
  const library = cli.command('library').description('the library of results');
  addFinding(library, pick);
  addMarking(library, pick);
  addRemoving(library, pick);
  addMoving(library, pick);
  addVideoCommands(library, pick);
};

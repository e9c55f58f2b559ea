/** `library compare` and `library audio`: clips made of kept results. */
import { type Command as Cli, Option } from 'commander';
import { compareItem, putAudio } from '../commands/compare.ts';
import type { PickCommand } from './chosen.ts';
import { json, sizeIn } from './option-values.ts';

export const addVideoCommands = (library: Cli, pick: PickCommand): void => {
  library
    .command('compare')
    .description('a clip of the reference, or another result, and the result together, to show to others')
    .argument('<id>')
    .option('--with <other-id>', 'another result in place of the reference')
    .addOption(
      new Option('--layout <how>', 'how they lie')
        .choices(['side-by-side', 'stacked', 'wipe'])
        .default('side-by-side'),
    )
    .addOption(
      new Option('--audio <whose>', "the result's, where it has any, unless told otherwise").choices([
        'result',
        'reference',
        'other',
        'none',
      ]),
    )
    .option('--no-labels', 'without the words in the pictures')
    .option('--max-bytes <n>', 'never larger than this, in bytes', sizeIn(1))
    .addOption(
      new Option('--max-mb <n>', 'never larger than this, in millions of bytes')
        .argParser(sizeIn(1_000_000))
        .conflicts('maxBytes'),
    )
    .requiredOption('--out <file>', 'the clip to write')
    .addOption(json())
    .action((id, { maxMb, ...options }) =>
      pick(compareItem(id, maxMb === undefined ? options : { ...options, maxBytes: maxMb }), options),
    );
  library
    .command('audio')
    .description('the result with the sound of its reference, its pictures untouched')
    .argument('<id>')
    .option('--from <file>', 'the sound of this file instead')
    .requiredOption('--out <file>', 'the clip to write')
    .addOption(json())
    .action((id, options) => pick(putAudio(id, options), options));
};

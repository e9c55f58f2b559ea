/** `library compare` and `library audio`: videos made from results in the library. */
import { type Command as Cli, Option } from 'commander';
import { loaded, type PickCommand } from './chosen.ts';
import { json, sizeIn } from './option-values.ts';

export const addVideoCommands = (library: Cli, pick: PickCommand): void => {
  library
    .command('compare')
    .description('export a comparison video of the reference, or another result, and the result')
    .argument('<id>')
    .option('--with <other-id>', 'another result instead of the reference')
    .addOption(
      new Option('--layout <how>', 'layout')
        .choices(['side-by-side', 'stacked', 'wipe'])
        .default('side-by-side'),
    )
    .addOption(
      new Option('--audio <whose>', 'source of the audio; default: the result, if it has audio').choices([
        'result',
        'reference',
        'other',
        'none',
      ]),
    )
    .option('--no-labels', 'do not burn in labels')
    .option('--max-bytes <n>', 'maximum file size in bytes', sizeIn(1))
    .addOption(
      new Option('--max-mb <n>', 'maximum file size in MB (1,000,000 bytes)')
        .argParser(sizeIn(1_000_000))
        .conflicts('maxBytes'),
    )
    .requiredOption('--out <file>', 'output file')
    .addOption(json())
    .action((id, { maxMb, ...options }) =>
      pick.data(
        loaded(
          () => import('../commands/compare.ts'),
          (module) => module.compareItem(id, maxMb === undefined ? options : { ...options, maxBytes: maxMb }),
        ),
        options,
      ),
    );
  library
    .command('audio')
    .description('write the result with the audio of its reference; the video is not re-encoded')
    .argument('<id>')
    .option('--from <file>', 'use the audio of this file instead')
    .requiredOption('--out <file>', 'output file')
    .addOption(json())
    .action((id, options) =>
      pick.data(
        loaded(
          () => import('../commands/compare.ts'),
          (module) => module.putAudio(id, options),
        ),
        options,
      ),
    );
};

/** The commands that inspect, convert and submit files. */
import { type Command as Cli, Option } from 'commander';
import { maxBatchJobs } from '#contract/model/job.ts';
import { loaded, type PickCommand } from './chosen.ts';
import { json, orientation, overLimit, seconds, shape, wholeNumber } from './option-values.ts';

/** The longest part that `scan` searches for, in seconds: the shorter limit of most models. */
const defaultMaxSec = 10;

const bothOrientations = ['image', 'video'];

/** The choices that `run` and `batch` share. */
const withChoices = (cli: Cli, orientations: readonly string[]): Cli =>
  cli
    .addOption(orientation(orientations).default('image'))
    .option(
      '--image-shape <how>',
      'if the aspect ratio of the image is not supported: blur, plain or crop[:X,Y]',
      shape,
    )
    .option(
      '--video-shape <how>',
      'if the aspect ratio of the video is not supported: blur, plain or crop[:X,Y]',
      shape,
    )
    .option('--prompt <text>', 'prompt: scene, background, lighting')
    .option('--negative-prompt <text>', 'negative prompt')
    .option('--no-audio', 'send the video without audio')
    .addOption(json());

const withInputs = (cli: Cli, orientations: readonly string[] = bothOrientations): Cli =>
  withChoices(
    cli
      .requiredOption('--image <file>', 'character image')
      .requiredOption('--video <file>', 'reference video'),
    orientations,
  )
    .option('--start <sec>', 'start of the selection, in seconds', seconds)
    .option('--end <sec>', 'end of the selection, in seconds', seconds)
    .addOption(
      new Option('--window <which>', 'the best selection: a single shot with steady motion').choices([
        'best',
      ]),
    )
    .option('--image-link <url>', 'your own URL of exactly the image that would be sent')
    .option('--video-link <url>', 'your own URL of exactly the video that would be sent (see fit)');

const again = () =>
  new Option('--again', 'generate again although the same files and settings were submitted before').default(
    false,
  );

const addLooking = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('inspect')
    .description('show the properties of each file')
    .argument('<file...>')
    .addOption(json())
    .action((files, options) =>
      pick.files(
        loaded(
          () => import('../commands/inspect.ts'),
          (module) => module.inspect(files),
        ),
        options,
      ),
    );
  withInputs(cli.command('check').description('check compatibility, changes and cost for each model'), [
    ...bothOrientations,
    'all',
  ])
    .option('--model <id>', 'model id, or all', 'all')
    .action((options) =>
      pick.filesAndModels(
        loaded(
          () => import('../commands/check.ts'),
          (module) => module.check(options),
        ),
        options,
      ),
    );
  cli
    .command('scan')
    .description('find cuts, still frames and motion in a video, and its best selections')
    .argument('<video>')
    .option('--max-sec <sec>', 'maximum length of a selection, in seconds', seconds, defaultMaxSec)
    .addOption(json())
    .action((file, options) =>
      pick.files(
        loaded(
          () => import('../commands/scan.ts'),
          (module) => module.scanVideo(file, options),
        ),
        options,
      ),
    );
  withInputs(cli.command('fit').description('write the converted files that would be sent'))
    .requiredOption('--model <id>', 'model to convert for')
    .requiredOption('--out <folder>', 'output folder')
    .action((options) =>
      pick.filesAndModels(
        loaded(
          () => import('../commands/fit.ts'),
          (module) => module.fitInputs(options),
        ),
        options,
      ),
    );
};

const addSending = (cli: Cli, pick: PickCommand): void => {
  withInputs(
    cli.command('run').description('convert, submit once, wait and save the result; asks before it pays'),
  )
    .requiredOption('--model <id>', 'model id')
    .option('--yes', 'submit without asking', false)
    .addOption(again())
    .addOption(overLimit())
    .option('--out <file>', 'also copy the result to this file')
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/run.ts'),
          (module) => module.run(options),
        ),
        options,
      ),
    );
  withChoices(
    cli
      .command('batch')
      .description('every image with every video on every model, with one confirmation')
      .requiredOption('--image <file...>', 'character images')
      .requiredOption('--video <file...>', 'reference videos')
      .requiredOption('--model <id...>', 'model ids'),
    bothOrientations,
  )
    .option(
      '--stop-after <k>',
      'after this many failures, cancel the jobs not yet submitted',
      wholeNumber({ min: 1, max: maxBatchJobs }),
    )
    .addOption(again())
    .addOption(
      new Option('--leave-repeats-out', 'exclude what was submitted before')
        .default(false)
        .conflicts('again'),
    )
    .addOption(overLimit())
    .option('--yes', 'submit without asking', false)
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/batch/batch.ts'),
          (module) => module.runBatch(options),
        ),
        options,
      ),
    );
  cli
    .command('demo')
    .description('generate from the bundled sample, offline and free')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/demo.ts'),
          (module) => module.demo,
        ),
        options,
      ),
    );
};

export const addInputCommands = (cli: Cli, pick: PickCommand): void => {
  addLooking(cli, pick);
  addSending(cli, pick);
};

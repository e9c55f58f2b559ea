/** The commands that look at files, and that make and send them. */
import { type Command as Cli, Option } from 'commander';
import { maxBatchJobs } from '#contract/model/batch.ts';
import { runBatch } from '../commands/batch/batch.ts';
import { check } from '../commands/check.ts';
import { demo } from '../commands/demo.ts';
import { fitInputs } from '../commands/fit.ts';
import { inspect } from '../commands/inspect.ts';
import { run } from '../commands/run.ts';
import { defaultMaxSec, scanVideo } from '../commands/scan.ts';
import type { PickCommand } from './chosen.ts';
import { json, orientation, overLimit, seconds, shape, wholeNumber } from './option-values.ts';

const bothOrientations = ['image', 'video'];

/** Choices that one run and many have alike. */
const withChoices = (cli: Cli, orientations: readonly string[]): Cli =>
  cli
    .addOption(orientation(orientations).default('image'))
    .option('--image-shape <how>', 'a picture too wide or tall: blur, plain or crop[:X,Y]', shape)
    .option('--video-shape <how>', 'a clip too wide or tall: blur, plain or crop[:X,Y]', shape)
    .option('--prompt <text>', 'what the scene looks like')
    .option('--negative-prompt <text>', 'what should not be seen')
    .option('--no-audio', 'leave the sound of the clip out')
    .addOption(json());

const withInputs = (cli: Cli, orientations: readonly string[] = bothOrientations): Cli =>
  withChoices(
    cli
      .requiredOption('--image <file>', 'the picture of the character')
      .requiredOption('--video <file>', 'the clip of somebody moving'),
    orientations,
  )
    .option('--start <sec>', 'where the used part of the clip starts', seconds)
    .option('--end <sec>', 'where the used part of the clip ends', seconds)
    .addOption(
      new Option('--window <which>', 'the part that suits best: one shot, no standstill').choices(['best']),
    )
    .option('--image-link <url>', 'a link of your own to the very picture that would be sent')
    .option('--video-link <url>', 'a link of your own to the very clip that would be sent (see fit)');

const again = () => new Option('--again', 'send it although the very same was sent before').default(false);

const addLooking = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('inspect')
    .description('what each file is')
    .argument('<file...>')
    .addOption(json())
    .action((files, options) => pick(inspect(files), options));
  withInputs(
    cli.command('check').description('whether the files fit, what would be changed, what it would cost'),
    [...bothOrientations, 'all'],
  )
    .option('--model <id>', 'a model, or all', 'all')
    .action((options) => pick(check(options), options));
  cli
    .command('scan')
    .description('where a clip cuts, stands still and moves, and which parts of it suit best')
    .argument('<video>')
    .option('--max-sec <sec>', 'the longest part to look for', seconds, defaultMaxSec)
    .addOption(json())
    .action((file, options) => pick(scanVideo(file, options), options));
  withInputs(cli.command('fit').description('makes the files that would be sent'))
    .requiredOption('--model <id>', 'the model they have to fit')
    .requiredOption('--out <folder>', 'where to put them')
    .action((options) => pick(fitInputs(options), options));
};

const addSending = (cli: Cli, pick: PickCommand): void => {
  withInputs(
    cli.command('run').description('the whole way: fit, send once, wait, keep; asks before it spends'),
  )
    .requiredOption('--model <id>', 'the model to use')
    .option('--yes', 'send it without asking', false)
    .addOption(again())
    .addOption(overLimit())
    .option('--out <file>', 'copy the result here as well')
    .action((options) => pick(run(options), options));
  withChoices(
    cli
      .command('batch')
      .description('every picture with every clip on every model, under one agreement')
      .requiredOption('--image <file...>', 'pictures of characters')
      .requiredOption('--video <file...>', 'clips of somebody moving')
      .requiredOption('--model <id...>', 'models to use'),
    bothOrientations,
  )
    .option(
      '--stop-after <k>',
      'call off what is not sent when so many runs have failed',
      wholeNumber({ min: 1, max: maxBatchJobs }),
    )
    .addOption(again())
    .addOption(
      new Option('--leave-repeats-out', 'leave out what was sent before').default(false).conflicts('again'),
    )
    .addOption(overLimit())
    .option('--yes', 'send it without asking', false)
    .action((options) => pick(runBatch(options), options));
  cli
    .command('demo')
    .description('the whole way on the bundled sample, offline and free')
    .addOption(json())
    .action((options) => pick(demo, options));
};

export const addInputCommands = (cli: Cli, pick: PickCommand): void => {
  addLooking(cli, pick);
  addSending(cli, pick);
};

/** The commands of the terminal and their options. Each command is a function of its own under commands/. */
import { Argument, Command as Cli, InvalidArgumentError, Option } from 'commander';
import { type Framing, framingSchema } from '#contract/model/choices.ts';
import type { Log } from '../ports.ts';
import { check } from './commands/check.ts';
import { compareItem, putSound } from './commands/compare.ts';
import type { Command } from './commands/context.ts';
import { demo } from './commands/demo.ts';
import { fitInputs } from './commands/fit.ts';
import { hostingStatus, testBucket } from './commands/hosting.ts';
import { inspect } from './commands/inspect.ts';
import { cancelJob, findJob, listJobs, resolveJob, retryJob, stopJob, watchJobs } from './commands/jobs.ts';
import { changeKey, keyStatus } from './commands/keys.ts';
import { listLibrary, showItem } from './commands/library.ts';
import { models } from './commands/models.ts';
import { refreshPrices } from './commands/prices.ts';
import { run } from './commands/run.ts';
import { scanClip, usualMostSec } from './commands/scan.ts';
import { serveBrowser } from './commands/serve.ts';

export type Chosen = {
  readonly command: Command;
  readonly isJson: boolean;
  readonly host: 'terminal' | 'browser';
};

const seconds = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('Give a time in seconds, for example 2.5.');
  return value;
};

const portNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('Give a port from 0 to 65535.');
  return value;
};

/** The least that an export can be limited to, as the contract says, in bytes. */
const leastBytes = 100_000;
const sizeIn =
  (unit: 1 | 1_000_000) =>
  (text: string): number => {
    const bytes = Math.floor(Number(text) * unit);
    if (text.trim() === '' || !(bytes >= leastBytes && Number.isSafeInteger(bytes)))
      throw new InvalidArgumentError(`Give ${leastBytes / unit} or more.`);
    return bytes;
  };

const json = () => new Option('--json', 'print exactly one JSON value on stdout');
const orientation = (choices: readonly string[]) =>
  new Option(
    '--orientation <o>',
    'faces and frames as the picture (at most 10 s) or as the clip (at most 30 s)',
  )
    .choices(choices)
    .default('image');

/** `blur`, `plain`, `crop` or `crop:0.5,0.2`. */
const shape = (text: string): Framing => {
  if (text === 'blur' || text === 'plain') return { kind: 'pad', edge: text };
  const place = /^crop(?::([\d.]+),([\d.]+))?$/.exec(text);
  const parsed = framingSchema.safeParse({
    kind: place ? 'crop' : 'unknown',
    x: Number(place?.[1] ?? 0.5),
    y: Number(place?.[2] ?? 0.5),
  });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Give blur, plain, crop, or crop:X,Y with X and Y from 0 to 1.');
};

const withInputs = (cli: Cli, orientations: readonly string[] = ['image', 'video']): Cli =>
  cli
    .requiredOption('--image <file>', 'the picture of the character')
    .requiredOption('--video <file>', 'the clip of somebody moving')
    .addOption(orientation(orientations))
    .option('--start <sec>', 'where the used part of the clip starts', seconds)
    .option('--end <sec>', 'where the used part of the clip ends', seconds)
    .addOption(
      new Option('--window <which>', 'the part that suits best: one shot, no standstill').choices(['best']),
    )
    .option('--image-shape <how>', 'a picture too wide or tall: blur, plain or crop[:X,Y]', shape)
    .option('--video-shape <how>', 'a clip too wide or tall: blur, plain or crop[:X,Y]', shape)
    .option('--prompt <text>', 'what the scene looks like')
    .option('--negative-prompt <text>', 'what should not be seen')
    .option('--image-link <url>', 'a link of your own to the very picture that would be sent')
    .option('--video-link <url>', 'a link of your own to the very clip that would be sent (see fit)')
    .option('--no-sound', 'leave the sound of the clip out')
    .addOption(json());

/** `choose` receives what is to be run; nothing has been opened yet when it is called. */
export const createProgram = (deps: {
  readonly log: Log;
  readonly choose: (chosen: Chosen) => void;
}): Cli => {
  const { log, choose } = deps;
  const pick = (command: Command, options: { readonly json?: boolean }, host: Chosen['host'] = 'terminal') =>
    choose({ command, isJson: options.json === true, host });

  const cli = new Cli('understudy')
    .description('Motion transfer: a picture and a clip in, a kept result out.')
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.');

  cli
    .command('models')
    .description('every model: limits, price, where each figure was read, whether a key is set')
    .addOption(json())
    .action((options) => pick(models, options));
  cli
    .command('inspect')
    .description('what each file is')
    .argument('<file...>')
    .addOption(json())
    .action((files, options) => pick(inspect(files), options));
  withInputs(
    cli.command('check').description('whether the files fit, what would be changed, what it would cost'),
    ['image', 'video', 'all'],
  )
    .option('--model <id>', 'a model, or all', 'all')
    .action((options) => pick(check(options), options));
  cli
    .command('scan')
    .description('where a clip cuts, stands still and moves, and which parts of it suit best')
    .argument('<video>')
    .option('--max-sec <sec>', 'the longest part to look for', seconds, usualMostSec)
    .addOption(json())
    .action((file, options) => pick(scanClip(file, options), options));
  withInputs(cli.command('fit').description('makes the files that would be sent'))
    .requiredOption('--model <id>', 'the model they have to fit')
    .requiredOption('--out <folder>', 'where to put them')
    .action((options) => pick(fitInputs(options), options));
  withInputs(
    cli.command('run').description('the whole way: fit, send once, wait, keep; asks before it spends'),
  )
    .requiredOption('--model <id>', 'the model to use')
    .option('--yes', 'send it without asking', false)
    .option('--out <file>', 'copy the result here as well')
    .action((options) => pick(run(options), options));
  cli
    .command('demo')
    .description('the whole way on the bundled sample, offline and free')
    .addOption(json())
    .action((options) => pick(demo, options));

  const jobs = cli.command('jobs').description('the queue');
  jobs
    .command('list', { isDefault: true })
    .addOption(json())
    .action((options) => pick(listJobs, options));
  jobs
    .command('watch')
    .description('goes on with unfinished jobs until they rest')
    .addOption(json())
    .action((options) => pick(watchJobs, options));
  jobs
    .command('cancel')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(cancelJob(id), options));
  jobs
    .command('stop')
    .description('stops asking for a run and leaves it to the provider; retry asks again, unpaid')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(stopJob(id), options));
  jobs
    .command('retry')
    .description('downloads or asks again without paying, or runs again as a new job; asks before it spends')
    .argument('<id>')
    .option('--yes', 'pay again without asking', false)
    .addOption(json())
    .action((id, options) => pick(retryJob(id, options.yes), options));
  jobs
    .command('resolve')
    .description('says of an unsure job whether it was sent, or sends it again, which may pay twice')
    .argument('<id>')
    .addOption(new Option('--as <what>').choices(['sent', 'not-sent', 'send-again']).makeOptionMandatory())
    .option('--provider-id <id>', 'the id under which the provider shows it')
    .option('--yes', 'send again without asking', false)
    .addOption(json())
    .action((id, options) =>
      pick(
        resolveJob(id, { as: options.as, providerJobId: options.providerId, isSure: options.yes }),
        options,
      ),
    );

  jobs
    .command('find')
    .description('asks the provider for an unsure job, where it keeps our number of it')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(findJob(id), options));

  const library = cli.command('library').description('the kept results');
  library
    .command('list', { isDefault: true })
    .addOption(json())
    .action((options) => pick(listLibrary, options));
  library
    .command('show')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(showItem(id), options));
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
      new Option('--sound <whose>', "the result's, where it has any, unless told otherwise").choices([
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
    .command('sound')
    .description('the result with the sound of its reference, its pictures untouched')
    .argument('<id>')
    .option('--from <file>', 'the sound of this file instead')
    .requiredOption('--out <file>', 'the clip to write')
    .addOption(json())
    .action((id, options) => pick(putSound(id, options), options));

  const keys = cli
    .command('keys')
    .description('the keys of the providers; set reads the key from standard input');
  keys
    .command('status', { isDefault: true })
    .addOption(json())
    .action((options) => pick(keyStatus, options));
  for (const verb of ['set', 'clear', 'test'] as const)
    keys
      .command(verb)
      .addArgument(new Argument('<provider>'))
      .addOption(json())
      .action((provider, options) => pick(changeKey(verb, provider), options));

  cli
    .command('prices')
    .description('the prices of models')
    .command('refresh')
    .description('asks the providers that tell them over the network')
    .addOption(json())
    .action((options) => pick(refreshPrices, options));

  const hosting = cli.command('hosting').description('how a local file gets a link that providers can read');
  hosting
    .command('status', { isDefault: true })
    .addOption(json())
    .action((options) => pick(hostingStatus, options));
  hosting
    .command('test')
    .description('tries your bucket: puts, reads and deletes a small file')
    .addOption(json())
    .action((options) => pick(testBucket, options));

  cli
    .command('serve')
    .description('opens the program in a browser, on this computer only')
    .option('--port <number>', 'the port; any free one without it', portNumber, 0)
    .addOption(json())
    .action((options) => pick(serveBrowser({ port: options.port, log }), options, 'browser'));
  return cli;
};

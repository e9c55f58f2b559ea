/** The commands of the terminal and their options. Each command is a function of its own under commands/. */
import { Argument, Command as Cli, InvalidArgumentError, Option } from 'commander';
import type { Log } from '../ports.ts';
import { check } from './commands/check.ts';
import type { Command } from './commands/context.ts';
import { demo } from './commands/demo.ts';
import { fitInputs } from './commands/fit.ts';
import { inspect } from './commands/inspect.ts';
import { cancelJob, listJobs, resolveJob, retryJob, watchJobs } from './commands/jobs.ts';
import { changeKey, keyStatus } from './commands/keys.ts';
import { listLibrary, showItem } from './commands/library.ts';
import { models } from './commands/models.ts';
import { run } from './commands/run.ts';
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

const json = () => new Option('--json', 'print exactly one JSON value on stdout');
const orientation = () =>
  new Option(
    '--orientation <o>',
    'faces and frames as the picture (at most 10 s) or as the clip (at most 30 s)',
  )
    .choices(['image', 'video'])
    .default('image');

const withInputs = (cli: Cli): Cli =>
  cli
    .requiredOption('--image <file>', 'the picture of the character')
    .requiredOption('--video <file>', 'the clip of somebody moving')
    .addOption(orientation())
    .option('--start <sec>', 'where the used part of the clip starts', seconds)
    .option('--end <sec>', 'where the used part of the clip ends', seconds)
    .option('--prompt <text>', 'what the scene looks like')
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
  )
    .option('--model <id>', 'a model, or all', 'all')
    .action((options) => pick(check(options), options));
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
    .command('retry')
    .description('downloads again without paying, or runs again as a new job')
    .argument('<id>')
    .addOption(json())
    .action((id, options) => pick(retryJob(id), options));
  jobs
    .command('resolve')
    .description('says of an unsure job whether it was sent')
    .argument('<id>')
    .addOption(new Option('--as <what>').choices(['sent', 'not-sent']).makeOptionMandatory())
    .option('--provider-id <id>', 'the id under which the provider shows it')
    .addOption(json())
    .action((id, options) => pick(resolveJob(id, options.as, options.providerId), options));

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
    .command('serve')
    .description('opens the program in a browser, on this computer only')
    .option('--port <number>', 'the port; any free one without it', portNumber, 0)
    .addOption(json())
    .action((options) => pick(serveBrowser({ port: options.port, log }), options, 'browser'));
  return cli;
};

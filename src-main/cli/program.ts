/** Parses a command line. Loads only the file of its command, so that a command starts fast. */
import { Command as Cli, CommanderError } from 'commander';
import { fail } from '#contract/errors.ts';
import type { AddCommand, Chosen, PickCommand } from './commands/command.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { createOutput, type Streams } from './output.ts';

/** In the order of the help. */
const commands: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['models', async () => (await import('./commands/models.ts')).addModels],
  ['inspect', async () => (await import('./commands/inspect.ts')).addInspect],
  ['check', async () => (await import('./commands/check.ts')).addCheck],
  ['scan', async () => (await import('./commands/scan.ts')).addScan],
  ['body', async () => (await import('./commands/body.ts')).addBody],
  ['fit', async () => (await import('./commands/fit.ts')).addFit],
  ['run', async () => (await import('./commands/run.ts')).addRun],
  ['batch', async () => (await import('./commands/batch/batch.ts')).addBatch],
  ['demo', async () => (await import('./commands/demo.ts')).addDemo],
  ['jobs', async () => (await import('./commands/jobs.ts')).addJobs],
  ['library', async () => (await import('./commands/library/library.ts')).addLibrary],
  ['keys', async () => (await import('./commands/keys.ts')).addKeys],
  ['delivery', async () => (await import('./commands/delivery.ts')).addDelivery],
  ['prices', async () => (await import('./commands/prices.ts')).addPrices],
  ['spending', async () => (await import('./commands/spending.ts')).addSpending],
  ['serve', async () => (await import('./commands/serve.ts')).addServe],
]);

/** All commands if the first word is none: the help and the message about an unknown command need their names. */
const loadCommands = (word: string | undefined): Promise<readonly AddCommand[]> => {
  const named = commands.get(word ?? '');
  return Promise.all((named === undefined ? [...commands.values()] : [named]).map((load) => load()));
};

/** The chosen command; no data folder is open yet. A status: help was printed, or the command line is wrong. */
export const chooseCommand = async (
  args: readonly string[],
  streams: Streams,
): Promise<Chosen | ExitStatus> => {
  let chosen: Chosen | null = null;
  const choose = (value: Chosen): void => {
    chosen = value;
  };
  const pick: PickCommand = {
    data: ({ json: isJson = false }, command) => choose({ kind: 'data', command, isJson }),
    files: ({ json: isJson = false }, command) =>
      choose({ kind: 'files', command, isJson, asksOwner: false }),
    filesAndModels: ({ json: isJson = false }, command) =>
      choose({ kind: 'files', command, isJson, asksOwner: true }),
    host: ({ json: isJson = false }, command) => choose({ kind: 'host', command, isJson }),
  };
  const cli = new Cli('understudy')
    .description('Motion transfer: from a character image and a reference video to a result in the library.')
    .exitOverride()
    .configureOutput({ writeOut: streams.stdout, writeErr: streams.stderr })
    .showHelpAfterError('Add --help to see the usage.');
  for (const add of await loadCommands(args[0])) add(cli, pick);
  try {
    cli.parse(args, { from: 'user' });
  } catch (cause) {
    // Commander prints its own errors; requested help exits with 0.
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode === 0) return exitStatus.done;
    // With --json, the error is printed as JSON too.
    if (args.includes('--json')) {
      const error = fail('bad-request', { reason: 'command-line', detail: cause.message }).error;
      createOutput({ isJson: true, streams }).failure(error);
    }
    return exitStatus.wrongUse;
  }
  return chosen ?? exitStatus.wrongUse;
};

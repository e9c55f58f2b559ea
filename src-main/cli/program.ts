/** The commands of the terminal. program/ defines their options; commands/ implements them. */
import { Command as Cli } from 'commander';
import type { Streams } from './output.ts';
import type { Chosen, PickCommand } from './program/chosen.ts';
import { addInputCommands } from './program/inputs.ts';
import { addJobCommands } from './program/jobs.ts';
import { addLibraryCommands } from './program/library.ts';
import { json, portNumber } from './program/option-values.ts';
import { addModels, addServiceCommands } from './program/services.ts';

/** `choose` receives the selected command; no data folder is open when it is called. */
export const createProgram = (deps: {
  /** Receives the help text and argument errors. */
  readonly streams: Streams;
  readonly choose: (chosen: Chosen) => void;
}): Cli => {
  const { streams, choose } = deps;
  const pick: PickCommand = {
    data: (command, { json: isJson = false }) => choose({ kind: 'data', command, isJson }),
    files: (command, { json: isJson = false }) =>
      choose({ kind: 'files', command, isJson, asksOwner: false }),
    filesAndModels: (command, { json: isJson = false }) =>
      choose({ kind: 'files', command, isJson, asksOwner: true }),
    serve: ({ port, json: isJson = false }) => choose({ kind: 'serve', port, isJson }),
  };

  const cli = new Cli('understudy')
    .description('Motion transfer: from a character image and a reference video to a result in the library.')
    .exitOverride()
    .configureOutput({ writeOut: streams.stdout, writeErr: streams.stderr })
    .showHelpAfterError('Add --help to see the usage.');
  addModels(cli, pick);
  addInputCommands(cli, pick);
  addJobCommands(cli, pick);
  addLibraryCommands(cli, pick);
  addServiceCommands(cli, pick);
  cli
    .command('serve')
    .description('serve Understudy to a browser on this computer')
    .option('--port <number>', 'port; default: any free port', portNumber, 0)
    .addOption(json())
    .action((options) => pick.serve(options));
  return cli;
};

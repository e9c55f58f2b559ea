/** A command: its context, and how its file adds it with its options to the terminal. */
import type { Command as Cli } from 'commander';
import type { Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { FileProgram } from '../../file-program.ts';
import type { OwnerHandlers } from '../../instance/owner-calls.ts';
import type { Announcement } from '../../ipc/events.ts';
import type { Handlers } from '../../ipc/handlers.ts';
import type { Ports } from '../../ports.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Output } from '../output.ts';

/** The program that works on the data folder: in this process, or in the owner's. */
export type CommandApp = {
  readonly handlers: Handlers;
  readonly owner: OwnerHandlers;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
  /** Calls the listener when the owner ends. Returns the function that ends the subscription. */
  readonly onOwnerEnding: (listener: () => void) => () => void;
  /** After the owner has ended: becomes the owner, or a client of the next one, and resumes these jobs; null: all. */
  readonly takeOver: (jobIds: readonly JobId[] | null) => Promise<Result<Record<string, never>>>;
};

export type Context = {
  readonly app: CommandApp;
  readonly output: Output;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Asks on the terminal; `no-terminal` where stdin is not interactive. */
  readonly confirm: (question: string) => Promise<'yes' | 'no' | 'no-terminal'>;
  /** The whole of standard input as text. */
  readonly readStdin: () => Promise<string>;
};

/** Works on the data folder: as its owner, or through the owner. */
export type Command = (context: Context) => Promise<ExitStatus>;

/** Needs no data folder. */
export type FileCommand = (
  context: Omit<Context, 'app'> & { readonly app: FileProgram },
) => Promise<ExitStatus>;

/** A host of its own, which opens the data folder itself. */
export type HostCommand = (
  context: Pick<Context, 'output' | 'signal'> & { readonly filePorts: Ports },
) => Promise<ExitStatus>;

/** A parsed command line: the command to run, and whether it prints JSON. */
export type Chosen = { readonly isJson: boolean } & (
  | { readonly kind: 'data'; readonly command: Command }
  /** `asksOwner`: reads models and keys from the owner of the data folder, if there is one. */
  | { readonly kind: 'files'; readonly command: FileCommand; readonly asksOwner: boolean }
  | { readonly kind: 'host'; readonly command: HostCommand }
);

type JsonOption = { readonly json?: boolean };

/** Chooses the command whose options were parsed; it runs afterwards. */
export type PickCommand = {
  readonly data: (options: JsonOption, command: Command) => void;
  readonly files: (options: JsonOption, command: FileCommand) => void;
  /** A command on files that also reports model prices and which keys are set. */
  readonly filesAndModels: (options: JsonOption, command: FileCommand) => void;
  readonly host: (options: JsonOption, command: HostCommand) => void;
};

/** Adds a command, with its options and its action, to the program or to a group of commands. */
export type AddCommand = (parent: Cli, pick: PickCommand) => void;

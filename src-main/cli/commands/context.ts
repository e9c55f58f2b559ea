/** The context of every command: the program and its output. */
import type { Result } from '#contract/errors.ts';
import type { JobId } from '#contract/model/job.ts';
import type { FileProgram } from '../../file-program.ts';
import type { OwnerHandlers } from '../../instance/owner-calls.ts';
import type { Announcement } from '../../ipc/events.ts';
import type { Handlers } from '../../ipc/handlers.ts';
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

export type Command = (context: Context) => Promise<ExitStatus>;

/** The context of a command that needs no data folder. */
export type FileContext = Omit<Context, 'app'> & { readonly app: FileProgram };
export type FileCommand = (context: FileContext) => Promise<ExitStatus>;

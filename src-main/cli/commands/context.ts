/** What every command gets: the program, opened on demand, and somewhere to print. */
import type { App } from '../../app.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { Output } from '../output.ts';

export type Context = {
  readonly app: App;
  readonly output: Output;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Asks on the terminal; `nobody` where nobody can answer. */
  readonly confirm: (question: string) => Promise<'yes' | 'no' | 'nobody'>;
  /** The whole of standard input as text. */
  readonly readStdin: () => Promise<string>;
};

export type Command = (context: Context) => Promise<ExitStatus>;

/** What a command line comes to: a command that is not run yet, and how it is to answer. */
import type { Command } from '../commands/context.ts';

export type Chosen = {
  readonly command: Command;
  readonly isJson: boolean;
  readonly host: 'terminal' | 'browser';
};

export type PickCommand = (
  command: Command,
  options: { readonly json?: boolean },
  host?: Chosen['host'],
) => void;

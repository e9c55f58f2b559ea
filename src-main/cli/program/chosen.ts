/** A parsed command line: the command to run, and whether it prints JSON. */
import type { Command, FileCommand } from '../commands/context.ts';

export type Chosen = {
  readonly isJson: boolean;
} /** Works on the data folder: as its owner, or through the owner. */ & (
  | { readonly kind: 'data'; readonly command: Command }
  /** Needs no data folder. `asksOwner`: reads models and keys from the owner, if there is one. */
  | { readonly kind: 'files'; readonly command: FileCommand; readonly asksOwner: boolean }
  | { readonly kind: 'serve'; readonly port: number }
);

type JsonOption = { readonly json?: boolean };

export type PickCommand = {
  readonly data: (command: Command, options: JsonOption) => void;
  readonly files: (command: FileCommand, options: JsonOption) => void;
  /** A command on files that also reports model prices and which keys are set. */
  readonly filesAndModels: (command: FileCommand, options: JsonOption) => void;
  readonly serve: (options: JsonOption & { readonly port: number }) => void;
};

/** Loads the module of a command when it is run. */
export const loaded =
  <M, C, R>(load: () => Promise<M>, command: (module: M) => (context: C) => Promise<R>) =>
  async (context: C): Promise<R> =>
    command(await load())(context);

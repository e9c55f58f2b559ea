/** The commands that the mounted parts of the page can run now. */
import { type CommandId, commandIds } from '#contract/commands.ts';

type Handlers = Readonly<Partial<Record<CommandId, () => void>>>;

export type PageCommands = {
  /** Of several handlers of one command the newest is used. Returns the function that removes them. */
  readonly register: (handlers: Handlers) => () => void;
  /** Does nothing where the command is not available. */
  readonly run: (id: CommandId) => void;
  /** In the order of the table. */
  readonly enabled: () => readonly CommandId[];
  /** Called when other commands are available. Returns the function that ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void;
};

export const createPageCommands = (): PageCommands => {
  let registered: readonly Handlers[] = [];
  let enabled: readonly CommandId[] = [];
  const listeners = new Set<() => void>();
  const put = (next: readonly Handlers[]): void => {
    registered = next;
    const now = commandIds.filter((id) => registered.some((handlers) => handlers[id] !== undefined));
    if (now.join() === enabled.join()) return;
    enabled = now;
    for (const listener of listeners) listener();
  };
  return {
    register: (handlers) => {
      put([...registered, handlers]);
      return () => put(registered.filter((other) => other !== handlers));
    },
    run: (id) => registered.findLast((handlers) => handlers[id] !== undefined)?.[id]?.(),
    enabled: () => enabled,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

/** The commands that a mounted component can run. */
import { useEffect, useRef } from 'react';
import { type CommandId, commandIds } from '#contract/commands.ts';
import { useApp } from '../state/use-app.ts';

/** null or absent: not available now. */
type Commands = Readonly<Partial<Record<CommandId, (() => void) | null>>>;

export const useCommands = (handlers: Commands): void => {
  const { commands } = useApp();
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const available = commandIds.filter((id) => typeof handlers[id] === 'function').join();
  useEffect(() => {
    const ids = commandIds.filter((id) => available.split(',').includes(id));
    return commands.register(Object.fromEntries(ids.map((id) => [id, () => latest.current[id]?.()])));
  }, [commands, available]);
};

/** Shortcuts of a screen: they work wherever the focus is, unless the focused element uses the key itself. */
import { useEffect, useRef } from 'react';
import { keyOf, type ModifiedPress } from '../ui/keys.ts';

/** Commands by key, in lower case. */
export type KeyTable<Command> = {
  readonly plain: Readonly<Record<string, Command>>;
  readonly shifted: Readonly<Record<string, Command>>;
  /** Characters that some keyboards produce with Shift and others without. */
  readonly anyShift?: Readonly<Record<string, Command>>;
};

/**
 * null: the key is not in the table, or is held with Ctrl, Alt or the system key, whose combinations belong to the
 * system.
 */
export const commandIn = <Command>(
  { plain, shifted, anyShift }: KeyTable<Command>,
  pressed: ModifiedPress,
): Command | null => {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const key = keyOf(pressed)?.toLowerCase();
  if (key === undefined) return null;
  return (pressed.shiftKey ? shifted[key] : plain[key]) ?? anyShift?.[key] ?? null;
};

const popups = '[role="dialog"], [role="alertdialog"], [role="listbox"], [role="menu"]';

/**
 * `commandOf`: null leaves the key to `target`, the focused element. An open dialog, list or menu keeps every key.
 */
export const useKeys = <Command>(keys: {
  readonly commandOf: (pressed: KeyboardEvent, target: Element | null) => Command | null;
  readonly run: (command: Command) => void;
}): void => {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || target?.closest(popups)) return;
      const command = latest.current.commandOf(event, target);
      if (command === null) return;
      event.preventDefault();
      latest.current.run(command);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
};

/** Keys of the whole library screen, wherever the focus is, unless a dialog or a menu is open. */
import { useEffect, useRef } from 'react';
import { type ScreenCommand, screenCommand } from './grid-keys.ts';

const isTyped = (target: Element | null): boolean =>
  target?.matches('input:not([type="checkbox"]), textarea, [contenteditable]') ?? false;

export const useScreenKeys = (does: Readonly<Record<ScreenCommand, () => void>>): void => {
  const latest = useRef(does);
  useEffect(() => {
    latest.current = does;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || target?.closest('[role="dialog"], [role="menu"], [role="listbox"]'))
        return;
      const command = screenCommand(event, isTyped(target));
      if (command === null) return;
      event.preventDefault();
      latest.current[command]();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
};

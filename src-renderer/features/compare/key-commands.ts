/** Keyboard shortcuts of the comparison, as in video editors. */
import { commandIn, type KeyTable } from '../../shared/use-keys.ts';
import type { ModifiedPress } from '../../ui/keys.ts';

export type KeyCommand =
  | { readonly kind: 'toggle' }
  | { readonly kind: 'frames'; readonly by: 1 | -1 }
  | { readonly kind: 'seconds'; readonly by: 1 | -1 }
  | { readonly kind: 'to'; readonly place: 'start' | 'end' }
  | { readonly kind: 'speed'; readonly direction: 1 | -1 }
  | { readonly kind: 'loop' }
  | { readonly kind: 'audio' }
  | { readonly kind: 'swap' }
  | { readonly kind: 'fill' }
  | { readonly kind: 'beside' }
  | { readonly kind: 'back' };

const table: KeyTable<KeyCommand> = {
  plain: {
    ' ': { kind: 'toggle' },
    k: { kind: 'toggle' },
    ',': { kind: 'frames', by: -1 },
    '.': { kind: 'frames', by: 1 },
    arrowleft: { kind: 'frames', by: -1 },
    arrowright: { kind: 'frames', by: 1 },
    pageup: { kind: 'seconds', by: -1 },
    pagedown: { kind: 'seconds', by: 1 },
    home: { kind: 'to', place: 'start' },
    end: { kind: 'to', place: 'end' },
    j: { kind: 'speed', direction: -1 },
    l: { kind: 'speed', direction: 1 },
    r: { kind: 'loop' },
    m: { kind: 'audio' },
    s: { kind: 'swap' },
    f: { kind: 'fill' },
    b: { kind: 'beside' },
    escape: { kind: 'back' },
  },
  shifted: {
    arrowleft: { kind: 'seconds', by: -1 },
    arrowright: { kind: 'seconds', by: 1 },
  },
};

export const keyCommand = (pressed: ModifiedPress): KeyCommand | null => commandIn(table, pressed);

/** Whether the focused element uses this key itself, such as text fields, buttons and lists. */
export const isKeyTaken = (target: Element | null, key: string): boolean => {
  if (target === null) return false;
  if (target.matches('input:not([type="range"]), textarea, select')) return true;
  // Typed characters select an option by its name.
  if (target.matches('[role="combobox"]')) return key.length === 1;
  if (key === ' ') return target.matches('button, a, summary, [role="radio"], [role="switch"]');
  return key.startsWith('Arrow') && target.closest('[role="radiogroup"]') !== null;
};

/** The grid's keyboard commands: moving the focus in a grid that is filled row by row, and actions on a tile. */
import { digitOf, keyOf, type ModifiedPress } from '#renderer/ui/keys.ts';

export type GridPlace = {
  readonly index: number;
  readonly count: number;
  readonly columns: number;
  /** Number of visible rows. */
  readonly rows: number;
};

/** Returns the new index, or null for keys the grid does not use. */
export const moveInGrid = (place: GridPlace, key: string): number | null => {
  const { index, count, columns, rows } = place;
  const last = count - 1;
  const page = columns * Math.max(1, rows);
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowDown':
      // Moving down into a shorter last row goes to its last tile.
      return Math.floor(index / columns) === Math.floor(last / columns)
        ? index
        : Math.min(last, index + columns);
    case 'ArrowUp':
      return index < columns ? index : index - columns;
    case 'PageDown':
      return Math.min(last, index + page);
    case 'PageUp':
      return index < page ? index % columns : index - page;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
};

export type TileCommand =
  | { readonly kind: 'select' }
  | { readonly kind: 'extend' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'favourite' }
  | { readonly kind: 'rate'; readonly stars: number }
  | { readonly kind: 'rename' }
  | { readonly kind: 'menu' };

/** Returns null for keys that are not commands or that belong to the system. */
export const tileCommand = (pressed: ModifiedPress): TileCommand | null => {
  const { shiftKey } = pressed;
  const key = keyOf(pressed);
  // Mac keyboards without a Delete key use Cmd+Backspace.
  if (key === 'Backspace' && pressed.metaKey && !pressed.ctrlKey) return { kind: 'remove' };
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (key === ' ') return { kind: shiftKey ? 'extend' : 'select' };
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { kind: 'menu' };
  const digit = digitOf(pressed);
  // Checked before Shift, because some keyboard layouts need Shift for digits.
  if (digit !== null) return digit <= 5 ? { kind: 'rate', stars: digit } : null;
  if (shiftKey) return null;
  if (key === 'Delete') return { kind: 'remove' };
  if (key === 'F2') return { kind: 'rename' };
  return key === 'f' ? { kind: 'favourite' } : null;
};

export type ScreenCommand = 'search' | 'all' | 'clear';

/**
 * Shortcuts of the whole screen, independent of focus. `isTyping`: a text field has the focus and uses most keys
 * itself.
 */
export const screenCommand = (pressed: ModifiedPress, isTyping: boolean): ScreenCommand | null => {
  const { shiftKey, altKey } = pressed;
  const key = keyOf(pressed);
  const isWithControl = pressed.ctrlKey || pressed.metaKey;
  if (altKey || shiftKey) return key === '/' && !isTyping && !isWithControl && !altKey ? 'search' : null;
  if (isWithControl && key === 'f') return 'search';
  if (isTyping) return null;
  if (isWithControl) return key === 'a' ? 'all' : null;
  if (key === '/') return 'search';
  return key === 'Escape' ? 'clear' : null;
};

/** Whether the element accepts text input. */
export const isTyped = (target: Element | null): boolean =>
  target?.matches('input:not([type="checkbox"]), textarea, [contenteditable]') ?? false;

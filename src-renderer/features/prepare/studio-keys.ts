/** Keyboard shortcuts of the Studio, as in video editors. */
import { commandIn, type KeyTable } from '../../shared/use-keys.ts';
import { type KeyPress, keyOf, type ModifiedPress } from '../../ui/keys.ts';
import type { TrimBounds } from './trim.ts';

export type StudioCommand =
  | { readonly kind: 'play' }
  | { readonly kind: 'start-here' }
  | { readonly kind: 'end-here' }
  | { readonly kind: 'go-to'; readonly end: 'start' | 'end' }
  | { readonly kind: 'zoom'; readonly by: 1 | -1 }
  | { readonly kind: 'fit' }
  | { readonly kind: 'frames'; readonly by: 1 | -1 }
  | { readonly kind: 'seconds'; readonly by: 1 | -1 }
  | { readonly kind: 'generate' };

type Pressed = ModifiedPress & Pick<KeyboardEvent, 'repeat'>;

const table: KeyTable<StudioCommand> = {
  plain: {
    ' ': { kind: 'play' },
    i: { kind: 'start-here' },
    o: { kind: 'end-here' },
    arrowleft: { kind: 'frames', by: -1 },
    arrowright: { kind: 'frames', by: 1 },
  },
  shifted: {
    arrowleft: { kind: 'seconds', by: -1 },
    arrowright: { kind: 'seconds', by: 1 },
    i: { kind: 'go-to', end: 'start' },
    o: { kind: 'go-to', end: 'end' },
  },
  anyShift: {
    '+': { kind: 'zoom', by: 1 },
    '=': { kind: 'zoom', by: 1 },
    '-': { kind: 'zoom', by: -1 },
    _: { kind: 'zoom', by: -1 },
    '0': { kind: 'fit' },
  },
};

/** Returns null for keys that are not commands or that belong to the system. */
export const studioCommand = (pressed: Pressed): StudioCommand | null => {
  const isWithControl = (pressed.ctrlKey || pressed.metaKey) && !pressed.altKey;
  // Key repeat must not submit the run again.
  if (isWithControl && keyOf(pressed) === 'Enter') return pressed.repeat ? null : { kind: 'generate' };
  return commandIn(table, pressed);
};

const boxes = 'input:not([type="file"]), textarea, select';
const pressable = 'button, a, summary, [role="radio"], [role="switch"], [role="combobox"]';
const walkable = '[role="slider"], [role="radiogroup"], [role="combobox"]';

/** Whether the focused element uses this key itself, such as text fields, buttons and handles. */
export const isKeyTaken = (target: Element | null, command: StudioCommand): boolean => {
  if (target === null) return false;
  switch (command.kind) {
    case 'generate':
      return false;
    case 'play':
      return target.closest(`${boxes}, ${pressable}`) !== null;
    case 'frames':
    case 'seconds':
      return target.closest(`${boxes}, ${walkable}`) !== null;
    default:
      // A closed list selects options by typed letters.
      return target.closest(`${boxes}, [role="combobox"]`) !== null;
  }
};

/** The new time of a handle or of the playhead on the strip; null for keys they do not use. */
/** The new time of a handle; null for keys it does not use. */
export const keyedSec = (
  event: KeyPress & { readonly shiftKey: boolean },
  atSec: number,
  { fps, durationSec }: Pick<TrimBounds, 'fps' | 'durationSec'>,
): number | null => {
  const stepSec = event.shiftKey ? 1 : 1 / fps;
  const to = (sec: number) => Math.min(Math.max(0, sec), durationSec);
  switch (keyOf(event)) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(atSec - stepSec);
    case 'ArrowRight':
    case 'ArrowUp':
      return to(atSec + stepSec);
    case 'PageDown':
      return to(atSec - 1);
    case 'PageUp':
      return to(atSec + 1);
    case 'Home':
      return 0;
    case 'End':
      return durationSec;
    default:
      return null;
  }
};

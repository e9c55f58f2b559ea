/** The comparison's keyboard shortcuts, as in video editors. */
import { assertNever } from '#contract/assert-never.ts';
import { commandIn, type KeyTable, useKeys } from '../../shared/use-keys.ts';
import { keyOf, type ModifiedPress } from '../../ui/keys.ts';
import type { Clock } from './clock.ts';
import type { AudioFrom } from './stage.tsx';
import { nextSpeed } from './timeline.ts';
import type { View } from './transport.tsx';

type KeyCommand =
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

type Keyed = {
  readonly clock: Clock | null;
  readonly endSec: number;
  readonly view: View;
  readonly audioTracks: readonly AudioFrom[];
  readonly onView: (change: Partial<View>) => void;
  readonly onStep: (frames: 1 | -1) => void;
  /** Shows the next result beside this one. */
  readonly onBeside: () => void;
  readonly onBack: () => void;
};

const obey = (command: KeyCommand, keyed: Keyed): void => {
  const { clock, endSec, view, audioTracks, onView, onStep, onBeside, onBack } = keyed;
  switch (command.kind) {
    case 'toggle':
      clock?.toggle();
      break;
    case 'frames':
      onStep(command.by);
      break;
    case 'seconds':
      clock?.seek(clock.getState().atSec + command.by);
      break;
    case 'to':
      clock?.seek(command.place === 'start' ? 0 : endSec);
      break;
    case 'speed':
      clock?.setSpeed(nextSpeed(clock.getState().speed, command.direction));
      break;
    case 'loop':
      clock?.setLooping(!clock.getState().isLooping);
      break;
    case 'audio':
      onView({ audio: audioTracks[(audioTracks.indexOf(view.audio) + 1) % audioTracks.length] ?? 'none' });
      break;
    case 'swap':
      onView({ isSwapped: !view.isSwapped });
      break;
    case 'fill':
      onView({ isFilled: !view.isFilled });
      break;
    case 'beside':
      onBeside();
      break;
    case 'back':
      onBack();
      break;
    default:
      assertNever(command);
  }
};

/** Active unless the focused element uses the key itself. */
export const useCompareKeys = (keyed: Keyed): void =>
  useKeys<KeyCommand>({
    commandOf: (pressed, target) => (isKeyTaken(target, keyOf(pressed) ?? '') ? null : keyCommand(pressed)),
    run: (command) => obey(command, keyed),
  });

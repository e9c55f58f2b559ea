/** The comparison's keyboard shortcuts, active unless the focused element uses the key itself. */
import { assertNever } from '#contract/assert-never.ts';
import { useKeys } from '../../shared/use-keys.ts';
import { keyOf } from '../../ui/keys.ts';
import type { Clock } from './clock.ts';
import { isKeyTaken, type KeyCommand, keyCommand } from './key-commands.ts';
import type { AudioFrom } from './stage.tsx';
import { nextSpeed } from './timeline.ts';
import type { View } from './transport.tsx';

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

export const useCompareKeys = (keyed: Keyed): void =>
  useKeys<KeyCommand>({
    commandOf: (pressed, target) => (isKeyTaken(target, keyOf(pressed) ?? '') ? null : keyCommand(pressed)),
    run: (command) => obey(command, keyed),
  });

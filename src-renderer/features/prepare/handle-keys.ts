/** Keys of the handles and the playhead on the strip. */
import { type KeyPress, keyOf } from '../../ui/keys.ts';
import type { TrimBounds } from './trim.ts';

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

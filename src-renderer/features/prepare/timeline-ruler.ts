/** Time marks along the strip at round intervals. Pure. */
import { shareAt, type TimelineView, viewedSec } from './timeline.ts';

export type Mark = { readonly atSec: number; readonly share: number; readonly label: string };

/** Round values in seconds and minutes. */
const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

const labelOf = (atSec: number, stepSec: number): string => {
  const tenths = Math.round(atSec * 10);
  const minutes = Math.floor(tenths / 600);
  const rest = tenths % 600;
  const whole = String(Math.floor(rest / 10)).padStart(2, '0');
  return stepSec < 1 ? `${minutes}:${whole}.${rest % 10}` : `${minutes}:${whole}`;
};

/** At most `maximum` marks; a mark too close to the right edge for its label is omitted. */
export const marksFor = (view: TimelineView, maximum: number): readonly Mark[] => {
  const stepSec = steps.find((step) => viewedSec(view) / step <= maximum) ?? 7200;
  const first = Math.ceil(view.fromSec / stepSec - 1e-6);
  const last = Math.floor(view.toSec / stepSec + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const atSec = (first + index) * stepSec;
    return { atSec, share: shareAt(view, atSec), label: labelOf(atSec, stepSec) };
  }).filter(({ share }) => share < 0.97);
};

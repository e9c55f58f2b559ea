/**
 * For a video whose frame size changes inside the stream: the size with the longest duration in the selection. Pure.
 */
import type { SeenVideoFacts } from '../model/facts.ts';
import type { Plan, Reason } from '../model/plan.ts';

type Sizes = Pick<SeenVideoFacts, 'width' | 'height' | 'sizeChanges' | 'durationSec'>;
type Size = { readonly width: number; readonly height: number };

/** Of sizes with equal durations, the first. */
export const mainSize = (facts: Sizes, { startSec, endSec }: Plan['window']): Size => {
  const { width, height, sizeChanges } = facts;
  const shown = new Map<string, { readonly size: Size; sec: number }>();
  const parts = [{ atSec: 0, width, height }, ...sizeChanges];
  for (const [index, part] of parts.entries()) {
    const untilSec = parts[index + 1]?.atSec ?? Number.POSITIVE_INFINITY;
    const sec = Math.max(0, Math.min(endSec, untilSec) - Math.max(startSec, part.atSec));
    const key = `${part.width} x ${part.height}`;
    const known = shown.get(key);
    if (known) known.sec += sec;
    else shown.set(key, { size: { width: part.width, height: part.height }, sec });
  }
  const [longest] = [...shown.values()].toSorted((a, b) => b.sec - a.sec);
  return longest?.size ?? { width, height };
};

export const sizeChangeReasons = (
  { sizeChanges }: Pick<SeenVideoFacts, 'sizeChanges'>,
  main: Size,
): Reason[] =>
  sizeChanges.length === 0
    ? []
    : [
        {
          ...{
            code: 'video-size-changes',
            subject: 'video',
            severity: 'mended',
            source: 'compatibility-rule',
          },
          limit: `${main.width} x ${main.height}`,
          actual: `${sizeChanges.map(({ atSec }) => atSec.toFixed(1)).join(', ')} s`,
        },
      ];

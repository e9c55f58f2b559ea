/** The curve of a clip's motion as lines of a drawing. Pure; the drawing is as wide as the time in view, 0..1 both ways. */
import { shareAt, type TimelineView, viewedSec } from './timeline.ts';

export type CurvePoint = { readonly x: number; readonly height: number };

/**
 * One value for each of `count` strips of the time in view: the most that happens in it, so that no movement is lost
 * when a long clip is drawn small.
 */
export const curvePoints = (request: {
  readonly values: readonly number[];
  readonly stepSec: number;
  readonly view: TimelineView;
  readonly count: number;
}): readonly CurvePoint[] => {
  const { values, stepSec, view, count } = request;
  const batchSize = Math.max(1, Math.ceil(viewedSec(view) / stepSec / count));
  const stripSec = batchSize * stepSec;
  // Strips lie where they lie in the whole clip, so that the curve does not flicker while it is scrolled; one more on
  // either side, so that it goes on past the edges.
  const first = Math.max(0, Math.floor(view.fromSec / stripSec) - 1) * batchSize;
  const last = Math.min(values.length, (Math.ceil(view.toSec / stripSec) + 1) * batchSize);
  const points: CurvePoint[] = [];
  for (let start = first; start < last; start += batchSize) {
    const end = Math.min(last, start + batchSize);
    // In the middle of the time that it stands for.
    const atSec = ((start + end) / 2) * stepSec;
    points.push({ x: shareAt(view, atSec), height: Math.max(...values.slice(start, end)) });
  }
  return points;
};

const figure = (value: number): string => String(Number(value.toFixed(4)));

/** An area that stands on the lower edge; y grows downwards. Empty where there is nothing in view. */
export const areaPath = (points: readonly CurvePoint[]): string => {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  const line = points.map(({ x, height }) => `L${figure(x)} ${figure(1 - height)}`).join('');
  return `M${figure(first.x)} 1${line}L${figure(last.x)} 1Z`;
};

export type Stretch = { readonly startSec: number; readonly endSec: number };

/** Where a stretch lies in view, from its left edge and how wide, 0..1; null where none of it is in view. */
export const stretchShare = (
  view: TimelineView,
  { startSec, endSec }: Stretch,
): { readonly left: number; readonly width: number } | null => {
  const from = Math.max(startSec, view.fromSec);
  const to = Math.min(endSec, view.toSec);
  if (to <= from || viewedSec(view) <= 0) return null;
  return { left: shareAt(view, from), width: (to - from) / viewedSec(view) };
};

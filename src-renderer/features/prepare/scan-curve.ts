/** The motion curve of a video as path data. Pure; x and y from 0 to 1, x across the visible range. */
import { shareAt, type TimelineView, viewedSec } from './timeline.ts';

export type CurvePoint = { readonly x: number; readonly height: number };

/**
 * One value per strip, `count` strips across the visible range: its maximum, so that short movements remain visible in
 * a long video.
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
  // Strips are aligned to the whole video, so that the curve does not flicker while it is scrolled; one more on
  // either side extends it past the edges.
  const first = Math.max(0, Math.floor(view.fromSec / stripSec) - 1) * batchSize;
  const last = Math.min(values.length, (Math.ceil(view.toSec / stripSec) + 1) * batchSize);
  const points: CurvePoint[] = [];
  for (let start = first; start < last; start += batchSize) {
    const end = Math.min(last, start + batchSize);
    // The middle of the strip's time span.
    const atSec = ((start + end) / 2) * stepSec;
    points.push({ x: shareAt(view, atSec), height: Math.max(...values.slice(start, end)) });
  }
  return points;
};

const figure = (value: number): string => String(Number(value.toFixed(4)));

/** A closed area on the lower edge; y grows downwards. Empty if nothing is visible. */
export const areaPath = (points: readonly CurvePoint[]): string => {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  const line = points.map(({ x, height }) => `L${figure(x)} ${figure(1 - height)}`).join('');
  return `M${figure(first.x)} 1${line}L${figure(last.x)} 1Z`;
};

export type Stretch = { readonly startSec: number; readonly endSec: number };

/** Left edge and width of a time range in the view, 0..1; null if it is outside the view. */
export const stretchShare = (
  view: TimelineView,
  { startSec, endSec }: Stretch,
): { readonly left: number; readonly width: number } | null => {
  const from = Math.max(startSec, view.fromSec);
  const to = Math.min(endSec, view.toSec);
  if (to <= from || viewedSec(view) <= 0) return null;
  return { left: shareAt(view, from), width: (to - from) / viewedSec(view) };
};

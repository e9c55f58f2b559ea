/** A waveform as an outline. Pure. */
import type { Waveform } from '#contract/model/scan.ts';
import { secAt, type TimelineView, viewedSec } from './timeline.ts';

/**
 * Loudness is perceived logarithmically; this exponent approximates it, so that quiet speech stays visible beside a
 * clap.
 */
const exponent = 0.6;

/**
 * The outline of the visible range as an SVG path, `columns` wide and 2 high, centred at 1; '' without audio. Each
 * column shows the peak of its time span.
 */
export const waveformPath = ({ peaks, stepSec }: Waveform, view: TimelineView, columns: number): string => {
  if (peaks.length === 0 || columns < 1) return '';
  const perColumn = viewedSec(view) / columns;
  const heights = Array.from({ length: columns }, (_, column) => {
    const fromSec = secAt(view, column / columns);
    const first = Math.floor(fromSec / stepSec + 1e-6);
    const last = Math.max(first + 1, Math.ceil((fromSec + perColumn) / stepSec - 1e-6));
    return (
      peaks
        .slice(Math.max(0, first), Math.max(0, last))
        .reduce((maximum, peak) => Math.max(maximum, peak), 0) ** exponent
    );
  });
  const point = (x: number, y: number) => `${x} ${y.toFixed(3)}`;
  const upper = heights.map((height, column) => point(column + 0.5, 1 - height));
  const lower = heights.map((height, column) => point(column + 0.5, 1 + height)).reverse();
  return `M0 1L${upper.join('L')}L${columns} 1L${lower.join('L')}Z`;
};

/** Layout of equally sized tiles in a given width, and the tiles visible in a range of rows. Pure; in CSS pixels. */
import type { Span } from '#renderer/state/library-reader.ts';

const minTilePx = 192;
export const gapPx = { across: 16, down: 20 } as const;
/** Images and videos of people are mostly upright: 4:5. */
const stageShape = 5 / 4;
/** Three lines of text below the stage; matches the style sheet. */
const wordsPx = 66;

export type GridLayout = {
  readonly columns: number;
  readonly tileWidthPx: number;
  readonly tileHeightPx: number;
  /** Includes the gap below. */
  readonly rowPx: number;
};

export const layOut = (widthPx: number): GridLayout => {
  const columns = Math.max(1, Math.floor((widthPx + gapPx.across) / (minTilePx + gapPx.across)));
  const tileWidthPx = Math.max(0, Math.floor((widthPx - gapPx.across * (columns - 1)) / columns));
  const tileHeightPx = Math.round(tileWidthPx * stageShape) + wordsPx;
  return { columns, tileWidthPx, tileHeightPx, rowPx: tileHeightPx + gapPx.down };
};

/** The tiles of these rows; null: there are none. */
export const spanOf = (
  rows: readonly number[],
  { columns, count }: { readonly columns: number; readonly count: number },
): Span | null => {
  const [top, bottom] = [rows[0], rows.at(-1)];
  if (top === undefined || bottom === undefined || count === 0) return null;
  return { first: Math.min(count - 1, top * columns), last: Math.min(count, (bottom + 1) * columns) - 1 };
};

/** The visible rows, a few around them, and the row of the tile that Tab reaches. */
export const rowsToDraw = (
  seen: { readonly startIndex: number; readonly endIndex: number; readonly count: number },
  currentRow: number,
): number[] => {
  const around = 2;
  const first = Math.max(0, seen.startIndex - around);
  const last = Math.min(seen.count - 1, seen.endIndex + around);
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
  if (currentRow < first && currentRow >= 0) return [currentRow, ...rows];
  return currentRow > last && currentRow < seen.count ? [...rows, currentRow] : rows;
};

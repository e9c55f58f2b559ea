/** The rendered rows of the grid, and its scroll position when the screen is opened again. */
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { LibraryQuery } from '#contract/model/library-query.ts';
import { useLibraryStore } from '#renderer/state/library-store.ts';
import { type GridLayout, rowsToDraw, spanOf } from './grid-layout.ts';

/** Room for the focus ring of the first row, and for the dock over the last one. */
const padding = { top: 8, bottom: 96 };

export type Rows = Virtualizer<HTMLDivElement, Element>;

export const useRows = ({
  layout,
  count,
  current,
  query,
  scroller,
  isFast,
}: {
  readonly layout: GridLayout;
  /** Number of tiles. */
  readonly count: number;
  /** Index of the tile that Tab reaches. */
  readonly current: number;
  /** Another query scrolls to the top. */
  readonly query: LibraryQuery;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** During fast scrolling no items are read. */
  readonly isFast: boolean;
}): Rows => {
  const { view, reader } = useLibraryStore();
  const { columns, rowPx } = layout;
  const rows: Rows = useVirtualizer<HTMLDivElement, Element>({
    count: Math.ceil(count / columns),
    getScrollElement: () => scroller.current,
    // Rows are rendered before they become visible, so a delay of one frame is not visible; a synchronous flush would
    // be.
    useFlushSync: false,
    estimateSize: () => rowPx,
    paddingStart: padding.top,
    paddingEnd: padding.bottom,
    scrollPaddingStart: padding.top,
    scrollPaddingEnd: padding.bottom,
    initialOffset: () => view.getState().scrollPx,
    rangeExtractor: (seen) => rowsToDraw(seen, Math.floor(current / columns)),
  });

  // When the window width changes, the topmost tile stays at the top.
  const laidOut = useRef(layout);
  useLayoutEffect(() => {
    const before = laidOut.current;
    laidOut.current = layout;
    if (before.columns === columns && before.rowPx === rowPx) return;
    const topPx = Math.max(0, (rows.scrollOffset ?? 0) - padding.top);
    const topTile = (topPx / before.rowPx) * before.columns;
    rows.measure();
    rows.scrollToOffset(topPx === 0 ? 0 : (topTile / columns) * rowPx + padding.top);
  }, [layout, columns, rowPx, rows]);

  const found = useRef(query);
  useLayoutEffect(() => {
    if (found.current === query) return;
    found.current = query;
    rows.scrollToOffset(0);
  }, [query, rows]);

  useEffect(() => () => view.setState({ scrollPx: rows.scrollOffset ?? 0 }), [view, rows]);

  // The tile that Tab reaches may be far from the visible range; it is read once it is visible.
  rows.getVirtualItems();
  const seen = rows.range;
  const span =
    seen === null ? null : spanOf(rowsToDraw({ ...seen, count: rows.options.count }, -1), { columns, count });
  const [first, last] = [span?.first ?? null, span?.last ?? null];
  useEffect(() => {
    if (first !== null && last !== null && !isFast) reader.show({ first, last });
  }, [reader, first, last, isFast]);
  return rows;
};

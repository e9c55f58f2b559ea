/** The grid's rendered rows, scroll position and speed, and the tile that has the keyboard focus. */
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LibraryQuery } from '#contract/model/library-query.ts';
import { useLibraryStore } from '#renderer/state/library-store.ts';
import { type GridLayout, rowsToDraw, spanOf } from './grid-layout.ts';

/** Room for the focus ring of the first row, and for the dock over the last one. */
const padding = { top: 8, bottom: 96 };

type Rows = Virtualizer<HTMLDivElement, Element>;

/** The rendered rows; the scroll position is kept when the screen is opened again. */
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

/** Fraction of the visible height per frame, as when dragging the scroll bar. */
const fastShare = 0.25;
/** As with fast wheel scrolling: content is still readable if the machine keeps up. */
const quickShare = 0.1;
/** A gap this long means that a frame was missed at 60 fps, in milliseconds. */
const missedMs = 25;
/** A single missed frame has many possible causes. */
const maxMissed = 1;
/** Scrolling counts as ended after this time without a fast step, in milliseconds. */
const restMs = 100;

/** Whether the grid scrolls too fast to read, or faster than this machine can render. */
export const useFastScroll = (scroller: RefObject<HTMLElement | null>): boolean => {
  const [isFast, setFast] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let lastPx = element.scrollTop;
    let lastMs = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A single jump, for example by a key, does not count as fast scrolling.
    let isGoing = false;
    let missed = 0;
    const onScroll = () => {
      const share = Math.abs(element.scrollTop - lastPx) / element.clientHeight;
      const gapMs = performance.now() - lastMs;
      lastPx = element.scrollTop;
      lastMs += gapMs;
      if (share < quickShare) return;
      if (isGoing && gapMs > missedMs) missed += 1;
      if (isGoing && (share >= fastShare || missed > maxMissed)) setFast(true);
      isGoing = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isGoing = false;
        missed = 0;
        setFast(false);
      }, restMs);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      clearTimeout(timer);
    };
  }, [scroller]);
  return isFast;
};

const tileAt = (grid: HTMLElement | null, index: number): HTMLElement | null =>
  grid?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;

/** Index of the tile that contains the focus. */
const focusedPlace = (grid: HTMLElement | null): number | null => {
  const { activeElement } = document;
  if (!grid?.contains(activeElement)) return null;
  const index = activeElement?.closest('li')?.querySelector<HTMLElement>('[data-index]')?.dataset.index;
  return index === undefined ? null : Number(index);
};

/** Keyboard focus in the grid: it moves by keys, follows its tile, and stays in the grid when its tile is removed. */
export const useTileFocus = ({
  grid,
  count,
  isNaming,
}: {
  readonly grid: RefObject<HTMLElement | null>;
  /** Number of tiles. */
  readonly count: number;
  /** A name is being edited and its field has the focus. */
  readonly isNaming: boolean;
}) => {
  const { view } = useLibraryStore();
  const isInside = useRef(false);
  // Set when a key moved the focus to a tile that may not be rendered yet.
  const isSent = useRef(false);

  useEffect(() => {
    if (!isInside.current || isNaming) return;
    // Read from the store: an effect may run after an event that is newer than its render.
    const current = Math.min(view.getState().current, Math.max(0, count - 1));
    const place = focusedPlace(grid.current);
    const isNowhere = document.activeElement === null || document.activeElement === document.body;
    if (isSent.current || isNowhere) tileAt(grid.current, current)?.focus({ preventScroll: true });
    // Tiles before it were added or removed.
    else if (place !== null && place !== current) view.setState({ current: place });
  });

  return {
    onFocus: () => {
      isInside.current = true;
      isSent.current = false;
    },
    onBlur: (event: FocusEvent) => {
      const isGone = !event.target.isConnected;
      isInside.current = isGone || grid.current?.contains(event.relatedTarget) === true;
    },
    sendTo: (index: number) => {
      isSent.current = index !== view.getState().current;
      view.setState({ current: index });
    },
  };
};

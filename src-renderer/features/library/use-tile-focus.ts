/** Keyboard focus in the grid: it moves by keys, follows its tile, and stays in the grid when its tile is removed. */
import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';
import { useLibraryStore } from '#renderer/state/library-store.ts';

const tileAt = (grid: HTMLElement | null, index: number): HTMLElement | null =>
  grid?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;

/** Index of the tile that contains the focus. */
const focusedPlace = (grid: HTMLElement | null): number | null => {
  const { activeElement } = document;
  if (!grid?.contains(activeElement)) return null;
  const index = activeElement?.closest('li')?.querySelector<HTMLElement>('[data-index]')?.dataset.index;
  return index === undefined ? null : Number(index);
};

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

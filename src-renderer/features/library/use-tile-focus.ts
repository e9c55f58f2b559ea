/** Where the focus is in the grid: it goes where keys send it, goes along with its tile, and stays in the grid when its tile goes. */
import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';
import { useLibraryStore } from '#renderer/state/library-store.ts';

const tileAt = (grid: HTMLElement | null, index: number): HTMLElement | null =>
  grid?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;

/** The place of the tile that has the focus, itself or one of its small buttons. */
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
  /** Of tiles. */
  readonly count: number;
  /** A name is being typed, and its field has the focus. */
  readonly isNaming: boolean;
}) => {
  const { view } = useLibraryStore();
  const isInside = useRef(false);
  // Keys have sent it to a tile that may not be drawn yet.
  const isSent = useRef(false);

  useEffect(() => {
    if (!isInside.current || isNaming) return;
    // As it is now: an effect may run after an event that came later than its drawing.
    const current = Math.min(view.getState().current, Math.max(0, count - 1));
    const place = focusedPlace(grid.current);
    const isNowhere = document.activeElement === null || document.activeElement === document.body;
    if (isSent.current || isNowhere) tileAt(grid.current, current)?.focus({ preventScroll: true });
    // Something came or went before it.
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

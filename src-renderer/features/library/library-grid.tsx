/** The tiles: one Tab stop, arrow keys between them, and at most one of them moving. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Item, ItemId } from '#contract/model/item.ts';
import type { Figures } from '#renderer/words/figures.ts';
import type { LibraryWords } from '#renderer/words/library.ts';
import { moveInGrid } from './grid-keys.ts';
import styles from './library-grid.module.css';
import { LibraryTile } from './library-tile.tsx';

/** Long enough that a pointer on its way elsewhere starts nothing. */
const previewAfterMs = 150;

const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** As many as the style sheet laid out; it alone knows. */
const columnsOf = (grid: HTMLElement): number =>
  Math.max(
    1,
    getComputedStyle(grid)
      .gridTemplateColumns.split(' ')
      .filter((width) => width !== '').length,
  );

export const LibraryGrid = ({
  items,
  words,
  figures,
  canReveal,
  onOpen,
  onReveal,
}: {
  readonly items: readonly Item[];
  readonly words: LibraryWords;
  readonly figures: Figures;
  readonly canReveal: boolean;
  readonly onOpen: (itemId: ItemId) => void;
  readonly onReveal: (itemId: ItemId) => void;
}) => {
  const grid = useRef<HTMLUListElement>(null);
  const [currentId, setCurrentId] = useState<ItemId | null>(null);
  const [pointedId, setPointedId] = useState<ItemId | null>(null);
  const [playingId, setPlayingId] = useState<ItemId | null>(null);

  useEffect(() => {
    setPlayingId(null);
    if (pointedId === null || wantsStillness()) return;
    const timer = setTimeout(() => setPlayingId(pointedId), previewAfterMs);
    return () => clearTimeout(timer);
  }, [pointedId]);

  // The current tile may have been removed meanwhile; then the first one is reached by Tab.
  const current = Math.max(
    0,
    items.findIndex((item) => item.id === currentId),
  );

  const onKey = (event: KeyboardEvent) => {
    if (!grid.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = { index: current, count: items.length, columns: columnsOf(grid.current) };
    const next = moveInGrid(place, event.key);
    if (next === null) return;
    event.preventDefault();
    grid.current.querySelectorAll<HTMLElement>('[data-tile]')[next]?.focus();
  };

  return (
    <>
      <p id="library-grid-hint" className="visually-hidden">
        {words.gridHint}
      </p>
      <ul ref={grid} className={styles.grid} aria-label={words.title} aria-describedby="library-grid-hint">
        {items.map((item, index) => (
          <LibraryTile
            key={item.id}
            item={item}
            words={words}
            figures={figures}
            isCurrent={index === current}
            isPlaying={item.id === playingId}
            canReveal={canReveal}
            onPoint={(isOver) => setPointedId(isOver ? item.id : null)}
            onFocus={() => {
              setCurrentId(item.id);
              setPointedId(item.id);
            }}
            onKey={onKey}
            onOpen={() => onOpen(item.id)}
            onReveal={() => onReveal(item.id)}
          />
        ))}
      </ul>
    </>
  );
};

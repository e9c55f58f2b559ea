/** The scrolling grid of results, as wide as the window allows. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { layOut } from './grid-layout.ts';
import styles from './library-grid.module.css';
import { type ItemActions, LibraryTiles } from './library-tiles.tsx';
import type { TileMessages } from './tile-text.ts';

/** In CSS pixels; null until the first layout. */
const useWidth = (element: HTMLElement | null): number | null => {
  const [widthPx, setWidthPx] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => setWidthPx(element.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [element]);
  return widthPx;
};

export const LibraryGrid = ({
  pages,
  messages,
  itemActions,
}: {
  readonly pages: LibraryPages;
  readonly messages: TileMessages;
  readonly itemActions: ItemActions;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const [inside, setInside] = useState<HTMLDivElement | null>(null);
  const widthPx = useWidth(inside);
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={-1} data-scroller>
      <div ref={setInside} className={styles.inside}>
        <p id="library-grid-hint" className="visually-hidden">
          {messages.library.gridHint}
        </p>
        {widthPx === null ? null : (
          <LibraryTiles
            pages={pages}
            count={pages.total ?? 0}
            layout={layOut(widthPx)}
            scroller={scroller}
            messages={messages}
            itemActions={itemActions}
          />
        )}
      </div>
    </div>
  );
};

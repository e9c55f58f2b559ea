/** The shelf: as wide as the window leaves it, and scrolled by itself. */
import { useRef, useState } from 'react';
import type { LibraryShelf } from '#renderer/state/library-reader.ts';
import { layOut } from './grid-layout.ts';
import styles from './library-grid.module.css';
import { type Deeds, LibraryTiles } from './library-tiles.tsx';
import type { TileWords } from './tile-text.ts';
import { useWidth } from './use-width.ts';

export const LibraryGrid = ({
  shelf,
  words,
  deeds,
}: {
  readonly shelf: LibraryShelf;
  readonly words: TileWords;
  readonly deeds: Deeds;
}) => {
  const scroller = useRef<HTMLDivElement>(null);
  const [inside, setInside] = useState<HTMLDivElement | null>(null);
  const widthPx = useWidth(inside);
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={-1} data-scroller>
      <div ref={setInside} className={styles.inside}>
        <p id="library-grid-hint" className="visually-hidden">
          {words.library.gridHint}
        </p>
        {widthPx === null ? null : (
          <LibraryTiles
            shelf={shelf}
            count={shelf.total ?? 0}
            layout={layOut(widthPx)}
            scroller={scroller}
            words={words}
            deeds={deeds}
          />
        )}
      </div>
    </div>
  );
};

/** Everything that was kept, newest first. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import { useApp, useMirror, useWords } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { createFigures } from '#renderer/words/figures.ts';
import { libraryWords } from '#renderer/words/library.ts';
import { LibraryGrid } from './library-grid.tsx';
import styles from './library-screen.module.css';
import { useLibrary } from './use-library.ts';

/** The next page is asked for while its place is still below the window. */
const readAhead = '600px';

export const LibraryScreen = () => {
  const { actions } = useApp();
  const { language } = useWords();
  const words = libraryWords[language];
  const figures = useMemo(() => createFigures(language), [language]);
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const { items, total, isReading, error, reload, readMore } = useLibrary();
  const [revealError, setRevealError] = useState<AppError | null>(null);
  const foot = useRef<HTMLDivElement>(null);
  const hasMore = total !== null && items.length < total;

  useEffect(() => {
    if (!foot.current || !hasMore || isReading || error) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void readMore();
      },
      { rootMargin: readAhead },
    );
    watcher.observe(foot.current);
    return () => watcher.disconnect();
  }, [hasMore, isReading, error, readMore]);

  const reveal = async (itemId: ItemId) => setRevealError(await actions.reveal(itemId));

  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1 className={styles.title}>{words.title}</h1>
        {total ? <span className={styles.count}>{words.count(total)}</span> : null}
      </header>
      {error ? (
        <div className={styles.problem}>
          <AppErrorLine error={error} />
          <Button onClick={() => void reload()}>{words.again}</Button>
        </div>
      ) : null}
      {revealError ? <AppErrorLine error={revealError} /> : null}
      {total === 0 ? (
        <div className={styles.empty}>
          <p className={styles.emptyTitle}>{words.emptyTitle}</p>
          <p className={styles.emptyText}>{words.emptyText}</p>
          <Button variant="primary" onClick={() => actions.show('studio')}>
            {words.toStudio}
          </Button>
        </div>
      ) : (
        <LibraryGrid
          items={items}
          words={words}
          figures={figures}
          canReveal={canReveal}
          onOpen={actions.openItem}
          onReveal={(itemId) => void reveal(itemId)}
        />
      )}
      <div ref={foot} className={styles.foot}>
        {isReading ? <p role="status">{words.loading}</p> : null}
        {hasMore && !isReading ? <Button onClick={() => void readMore()}>{words.more}</Button> : null}
      </div>
    </div>
  );
};

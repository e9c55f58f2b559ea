/** What is looked at, how much of it there is, and in the trash how long it rests there. */
import { useEffect, useState } from 'react';
import type { LibraryOverview } from '#contract/model/library-query.ts';
import type { LibraryFindMessages } from '#renderer/messages/library-find.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { isFiltered } from './filters.ts';
import styles from './library-screen.module.css';
import type { TileMessages } from './tile-text.ts';

/** How long finds rest before they are read aloud, in milliseconds: not with every letter. */
const saidAfterMs = 600;

/** The last sentence that has rested. */
const useRested = (sentence: string): string => {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(sentence), saidAfterMs);
    return () => clearTimeout(timer);
  }, [sentence]);
  return said;
};

export const LibraryHead = ({
  pages,
  overview,
  messages,
  find,
}: {
  readonly pages: LibraryPages;
  readonly overview: LibraryOverview | null;
  readonly messages: TileMessages;
  readonly find: LibraryFindMessages;
}) => {
  const { query, total, isReading } = pages;
  const { library } = messages;
  const whole = query.isInTrash ? overview?.inTrash : overview?.total;
  const isPart = isFiltered(query);
  const count =
    total !== null && isPart && whole !== undefined
      ? library.countOf(total, whole)
      : library.count(total ?? 0);
  const said = useRested(isPart && total !== null ? find.found(total) : '');
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{query.isInTrash ? library.trashTitle : library.title}</h1>
      {total ? <span className={styles.count}>{count}</span> : null}
      {total === null && isReading ? (
        <span className={styles.count} role="status">
          {library.loading}
        </span>
      ) : null}
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </header>
  );
};

/** Title of the current view, number of results, and in the trash the retention period. */
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LibraryOverview } from '#contract/model/library-query.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { isFiltered } from './filters.ts';
import styles from './library-screen.module.css';
import type { TileMessages } from './tile-text.ts';

/**
 * How long the count must stay unchanged before it is announced, in milliseconds, so that not every letter is
 * announced.
 */
const announceAfterMs = 600;

/** The last sentence that stayed unchanged for that time. */
const useRested = (sentence: string): string => {
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(sentence), announceAfterMs);
    return () => clearTimeout(timer);
  }, [sentence]);
  return announced;
};

export const LibraryHead = ({
  pages,
  overview,
  messages,
}: {
  readonly pages: LibraryPages;
  readonly overview: LibraryOverview | null;
  readonly messages: TileMessages;
}) => {
  const find = useMessages().libraryFind;
  const { query, total, isReading } = pages;
  const { library } = messages;
  const whole = query.isInTrash ? overview?.inTrash : overview?.total;
  const isPart = isFiltered(query);
  const count =
    total !== null && isPart && whole !== undefined
      ? library.countOf(total, whole)
      : library.count(total ?? 0);
  const announced = useRested(isPart && total !== null ? find.found(total) : '');
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{query.isInTrash ? library.trashTitle : library.title}</h1>
      {total ? <span className="soft figures">{count}</span> : null}
      {total === null && isReading ? (
        <span className="soft figures" role="status">
          {library.loading}
        </span>
      ) : null}
      <span className="visually-hidden" role="status">
        {announced}
      </span>
    </header>
  );
};

/** Retention period of the trash, and the button that empties it. */
export const TrashLine = ({
  isBusy,
  onEmpty,
}: {
  readonly isBusy: boolean;
  readonly onEmpty: () => void;
}) => {
  const messages = useMessages().libraryWork;
  const days = useMirror((mirror) => mirror.settings?.trashDays ?? null);
  return (
    <p className={styles.trash}>
      {days === null ? messages.trashNever : messages.trashPeriod(days)}
      <Button
        size="small"
        variant="danger"
        icon={<Trash2 size={14} aria-hidden />}
        aria-haspopup="dialog"
        disabled={isBusy}
        onClick={onEmpty}
      >
        {messages.emptyTrash}
      </Button>
    </p>
  );
};

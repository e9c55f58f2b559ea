/** Shown when there are no results: the reason and a remedy. */
import type { LibraryQuery } from '#contract/model/library-query.ts';
import type { LibraryMessages } from '#renderer/messages/library.ts';
import type { LibraryFindMessages } from '#renderer/messages/library-find.ts';
import { useLibraryStore } from '#renderer/state/library-store.ts';
import { useApp } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { isFiltered, noFilters } from './filters.ts';
import styles from './library-screen.module.css';

const Nothing = ({
  title,
  text,
  way,
  onWay,
}: {
  readonly title: string;
  readonly text: string;
  readonly way: string;
  readonly onWay: () => void;
}) => (
  <div className={styles.empty} role="status">
    <p className={styles.emptyTitle}>{title}</p>
    <p className={styles.emptyText}>{text}</p>
    <Button variant="primary" onClick={onWay}>
      {way}
    </Button>
  </div>
);

export const LibraryNothing = ({
  query,
  messages,
  find,
}: {
  readonly query: LibraryQuery;
  readonly messages: LibraryMessages;
  readonly find: LibraryFindMessages;
}) => {
  const { actions: app } = useApp();
  const { actions } = useLibraryStore();
  if (isFiltered(query))
    return (
      <Nothing
        title={find.nothingTitle}
        text={find.nothingText}
        way={find.clearAll}
        onWay={() => actions.find(noFilters)}
      />
    );
  if (query.isInTrash)
    return (
      <Nothing
        title={messages.trashEmptyTitle}
        text={messages.trashEmptyText}
        way={messages.toLibrary}
        onWay={() => actions.find({ isInTrash: false })}
      />
    );
  return (
    <Nothing
      title={messages.emptyTitle}
      text={messages.emptyText}
      way={messages.toStudio}
      onWay={() => app.show('studio')}
    />
  );
};

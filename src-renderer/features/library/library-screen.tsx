/** The library screen: all saved results, and the trash. */

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { LibraryQuery } from '#contract/model/library-query.ts';
import type { Imported } from '#contract/model/library-work.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useFileDrop } from '#renderer/shared/use-file-drop.ts';
import { useKeys } from '#renderer/shared/use-keys.ts';
import { useOverview } from '#renderer/shared/use-library-query.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CloseButton } from '#renderer/ui/icon-button.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import { isFiltered, noFilters } from './filters.ts';
import { isTyped, type ScreenCommand, screenCommand } from './grid-keys.ts';
import { LibraryDialogs } from './library-dialogs.tsx';
import { LibraryDock } from './library-dock.tsx';
import { LibraryGrid } from './library-grid.tsx';
import { LibraryHead, TrashLine } from './library-head.tsx';
import styles from './library-screen.module.css';
import { LibraryToolbar } from './library-toolbar.tsx';
import type { TileMessages } from './tile-text.ts';
import { useItemActions } from './use-item-actions.ts';
import { useOutcome } from './use-outcome.ts';

/** Reads the library's pages when the component mounts and whenever the library changes. */
const useLibrary = (): LibraryPages => {
  const { reader, actions } = useLibraryStore();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const query = useLibraryView((view) => view.query);
  const pages = useSyncExternalStore(reader.subscribe, reader.getState);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version triggers a new read.
  useEffect(() => reader.reload(), [reader, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these determine the results, and until the new results are shown the previous ones can be selected.
  useEffect(() => {
    void actions.keepSelectionTrue();
  }, [actions, version, query, pages.query]);
  return pages;
};

/** Report of a bundle import; shown until it is dismissed. */
const ImportReport = ({
  imported,
  onClose,
}: {
  readonly imported: Imported;
  readonly onClose: () => void;
}) => {
  const messages = useMessages().libraryWork;
  const { added, known, leftOut } = imported;
  return (
    <div className={styles.report}>
      <div role="status" className={styles.reportWords}>
        <p>
          {messages.imported(added)}
          {known === 0 ? null : ` ${messages.known(known)}`}
          {leftOut.length === 0 ? null : ` ${messages.leftOut(leftOut.length)}`}
        </p>
        {leftOut.length === 0 ? null : (
          <ul className={styles.leftOut}>
            {leftOut.map(({ folder, why }) => (
              <li key={folder}>{messages.leftAlone(folder, messages.why[why])}</li>
            ))}
          </ul>
        )}
      </div>
      <CloseButton label={messages.close} onClick={onClose} />
    </div>
  );
};

/** Shown when there are no results: the reason and a remedy. */
const Nothing = ({ query }: { readonly query: LibraryQuery }) => {
  const { actions: app } = useApp();
  const { actions } = useLibraryStore();
  const { library: messages, libraryFind: find } = useMessages();
  const { trashEmptyTitle, trashEmptyText, toLibrary, emptyTitle, emptyText, toStudio } = messages;
  const [title, text, way, onWay] = isFiltered(query)
    ? [find.nothingTitle, find.nothingText, find.clearAll, () => actions.find(noFilters)]
    : query.isInTrash
      ? [trashEmptyTitle, trashEmptyText, toLibrary, () => actions.find({ isInTrash: false })]
      : [emptyTitle, emptyText, toStudio, () => app.show('studio')];
  return (
    <div className={styles.empty} role="status">
      <p className={styles.emptyTitle}>{title}</p>
      <p className={styles.emptyText}>{text}</p>
      <Button variant="primary" onClick={onWay}>
        {way}
      </Button>
    </div>
  );
};

export const LibraryScreen = () => {
  const { actions, reader } = useLibraryStore();
  const { language, libraryWork: work, library, libraryMarks } = useMessages();
  const messages = useMemo<TileMessages>(
    () => ({
      library,
      marks: libraryMarks,
      figures: createFigures(language),
    }),
    [language, library, libraryMarks],
  );
  const pages = useLibrary();
  const overview = useOverview();
  const query = useLibraryView((view) => view.query);
  const isBusy = useMirror((mirror) => mirror.libraryWork.kind === 'working');
  const outcome = useOutcome();
  const doing = useItemActions(pages, outcome);
  const [isOver, setIsOver] = useState(false);
  useFileDrop({
    onOver: () => {
      setIsOver(true);
      return true;
    },
    onEnd: () => setIsOver(false),
    onFiles: ({ files }) => void outcome.takeIn(files[0] ?? null),
    takesPaste: false,
  });

  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const focusGrid = () => grid.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]')?.focus();
  useKeys<ScreenCommand>({
    commandOf: (pressed, target) => screenCommand(pressed, isTyped(target)),
    run: (command) => {
      if (command === 'all') void outcome.tell(actions.selectAll());
      if (command === 'clear') actions.clearSelection();
      if (command !== 'search') return;
      search.current?.focus();
      search.current?.select();
    },
  });

  return (
    <div className={styles.screen}>
      <LibraryHead pages={pages} overview={overview} messages={messages} />
      <LibraryToolbar
        query={query}
        overview={overview}
        isBusy={isBusy}
        searchRef={search}
        onFind={actions.find}
        onImport={(file) => void outcome.takeIn(file)}
        onLeaveSearch={() => (focusGrid() === undefined ? search.current?.blur() : undefined)}
      />
      <div className={styles.problems}>
        {pages.error ? (
          <Row gap={3} isWrapping>
            <AppErrorLine error={pages.error} />
            <Button onClick={reader.reload}>{messages.library.again}</Button>
          </Row>
        ) : null}
        {outcome.error ? <AppErrorLine error={outcome.error} /> : null}
        {outcome.isNoBundle ? <p role="alert">{work.noBundle}</p> : null}
        {outcome.imported === null ? null : (
          <ImportReport imported={outcome.imported} onClose={outcome.forgetImported} />
        )}
      </div>
      {pages.query.isInTrash && (overview?.inTrash ?? 0) > 0 ? (
        <TrashLine isBusy={isBusy} onEmpty={doing.emptyTrash} />
      ) : null}
      <div ref={grid} className={styles.place}>
        {pages.total === 0 ? (
          <Nothing query={pages.query} />
        ) : (
          <LibraryGrid pages={pages} messages={messages} itemActions={doing.itemActions} />
        )}
        <LibraryDock
          outcome={outcome}
          inCommon={doing.inCommon}
          messages={messages}
          itemActions={doing.barActions}
        />
        {isOver ? <p className={styles.drop}>{work.dropHere}</p> : null}
      </div>
      <LibraryDialogs doing={doing} pages={pages} overview={overview} messages={messages} />
    </div>
  );
};

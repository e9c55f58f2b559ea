/** The library screen: all saved results, and the trash. */

import { useMemo, useRef, useState } from 'react';
import { createFigures } from '#renderer/messages/figures.ts';
import { libraryMessages } from '#renderer/messages/library.ts';
import { libraryFindMessages } from '#renderer/messages/library-find.ts';
import { libraryMarksMessages } from '#renderer/messages/library-marks.ts';
import { libraryWorkMessages } from '#renderer/messages/library-work.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useFileDrop } from '#renderer/shared/use-file-drop.ts';
import { useKeys } from '#renderer/shared/use-keys.ts';
import { useOverview } from '#renderer/shared/use-library-query.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Row } from '#renderer/ui/row.tsx';
import { isTyped, type ScreenCommand, screenCommand } from './grid-keys.ts';
import { ImportReport } from './import-report.tsx';
import { LibraryDialogs } from './library-dialogs.tsx';
import { LibraryDock } from './library-dock.tsx';
import { LibraryNothing } from './library-empty.tsx';
import { LibraryGrid } from './library-grid.tsx';
import { LibraryHead } from './library-head.tsx';
import styles from './library-screen.module.css';
import { LibraryToolbar } from './library-toolbar.tsx';
import type { TileMessages } from './tile-text.ts';
import { TrashLine } from './trash-line.tsx';
import { useItemActions } from './use-item-actions.ts';
import { useLibrary } from './use-library.ts';
import { useOutcome } from './use-outcome.ts';

export const LibraryScreen = () => {
  const { actions, reader } = useLibraryStore();
  const { language } = useMessages();
  const find = libraryFindMessages[language];
  const work = libraryWorkMessages[language];
  const messages = useMemo<TileMessages>(
    () => ({
      library: libraryMessages[language],
      marks: libraryMarksMessages[language],
      figures: createFigures(language),
    }),
    [language],
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
      <LibraryHead pages={pages} overview={overview} messages={messages} find={find} />
      <LibraryToolbar
        query={query}
        overview={overview}
        messages={find}
        work={work}
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
          <ImportReport imported={outcome.imported} messages={work} onClose={outcome.forgetImported} />
        )}
      </div>
      {pages.query.isInTrash && (overview?.inTrash ?? 0) > 0 ? (
        <TrashLine messages={work} isBusy={isBusy} onEmpty={doing.emptyTrash} />
      ) : null}
      <div ref={grid} className={styles.place}>
        {pages.total === 0 ? (
          <LibraryNothing query={pages.query} messages={messages.library} find={find} />
        ) : (
          <LibraryGrid pages={pages} messages={messages} itemActions={doing.itemActions} />
        )}
        <LibraryDock
          outcome={outcome}
          inCommon={doing.inCommon}
          messages={messages}
          work={work}
          itemActions={doing.barActions}
        />
        {isOver ? <p className={styles.drop}>{work.dropHere}</p> : null}
      </div>
      <LibraryDialogs doing={doing} pages={pages} overview={overview} messages={messages} work={work} />
    </div>
  );
};

/** Panel over the bottom of the grid: long-running work, the last action, and the selection. */
import { bundleAddress } from '#contract/media-address.ts';
import type { LibraryWork } from '#contract/model/library-work.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ButtonLink } from '#renderer/ui/button-link.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { Toast } from '#renderer/ui/toast.tsx';
import styles from './library-dock.module.css';
import { type BarActions, SelectionBar } from './selection-bar.tsx';
import type { TileMessages } from './tile-text.ts';
import type { Outcome } from './use-outcome.ts';

/** Progress of long-running library work, with a stop button. */
const WorkLine = ({
  work,
  messages,
  onStop,
}: {
  readonly work: Extract<LibraryWork, { kind: 'working' }>;
  readonly messages: LibraryWorkMessages;
  readonly onStop: () => void;
}) => (
  <div className={styles.work}>
    <span role="status">{messages.work[work.work]}</span>
    <span className={styles.progress}>
      <ProgressBar label={messages.work[work.work]} fraction={work.fraction} />
    </span>
    {work.fraction === null ? null : (
      <span className={styles.soft}>{`${Math.round(work.fraction * 100)} %`}</span>
    )}
    <Button size="small" onClick={onStop}>
      {messages.stop}
    </Button>
  </div>
);

/** How long Undo is offered after a removal, in milliseconds; afterwards items are restored from the trash. */
const undoMs = 10_000;

export const LibraryDock = ({
  outcome,
  inCommon,
  messages,
  work,
  itemActions,
}: {
  readonly outcome: Outcome;
  readonly inCommon: { readonly areFavourites: boolean; readonly stars: number };
  readonly messages: TileMessages;
  readonly work: LibraryWorkMessages;
  readonly itemActions: BarActions;
}) => {
  const { actions } = useLibraryStore();
  const going = useMirror((mirror) => mirror.libraryWork);
  const { removed, count, isInTrash } = useLibraryView(({ removed: gone, selection, query }) => ({
    removed: gone,
    count: selection.ids.size,
    isInTrash: query.isInTrash,
  }));
  const { bundle, tell } = outcome;
  return (
    <div className={styles.dock}>
      {removed.length === 0 ? null : (
        <Toast
          key={`${removed.length} ${removed[0]}`}
          staysMs={undoMs}
          closeLabel={work.close}
          onEnd={actions.forgetRemoved}
          actions={
            <Button size="small" onClick={() => void tell(actions.undoRemove())}>
              {work.undo}
            </Button>
          }
        >
          {work.removed(removed.length)}
        </Toast>
      )}
      {bundle === null ? null : (
        <Toast
          staysMs={null}
          closeLabel={work.close}
          onEnd={outcome.forgetBundle}
          actions={
            <ButtonLink size="small" href={bundleAddress(bundle.id)} download="">
              {work.bundleLink}
            </ButtonLink>
          }
        >
          {work.bundleReady(bundle.name, messages.figures.bytes(bundle.sizeBytes))}
        </Toast>
      )}
      {going.kind === 'working' ? (
        <WorkLine work={going} messages={work} onStop={() => void tell(actions.cancelWork())} />
      ) : null}
      {count === 0 ? null : (
        <SelectionBar
          count={count}
          isInTrash={isInTrash}
          {...inCommon}
          isBusy={going.kind === 'working'}
          messages={work}
          marks={messages.marks}
          itemActions={itemActions}
        />
      )}
    </div>
  );
};

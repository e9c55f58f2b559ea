/** Panel over the bottom of the grid: long-running work, the last action, and actions on the selected results. */
import { Heart, PackageOpen, RotateCcw, Tag, Trash2, X } from 'lucide-react';
import { bundleAddress } from '#contract/media-address.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ButtonLink } from '#renderer/ui/link.tsx';
import { ProgressLine } from '#renderer/ui/progress-bar.tsx';
import { Rating } from '#renderer/ui/rating.tsx';
import { Toast } from '#renderer/ui/toast.tsx';
import styles from './library-dock.module.css';
import type { TileMessages } from './tile-text.ts';
import type { BarActions } from './use-item-actions.ts';
import type { Outcome } from './use-outcome.ts';

const icon = { size: 15, 'aria-hidden': true } as const;

type BarProps = {
  readonly count: number;
  readonly isInTrash: boolean;
  /** All of them are favourites already. */
  readonly areFavourites: boolean;
  /** The rating that all of them have; 0: none, or different ratings. */
  readonly stars: number;
  /** Other long-running work is in progress. */
  readonly isBusy: boolean;
  readonly marks: TileMessages['marks'];
  readonly itemActions: BarActions;
};

const OnPage = ({ areFavourites, stars, isBusy, marks, itemActions }: BarProps) => {
  const messages = useMessages().libraryWork;
  return (
    <>
      <Button variant="plain" icon={<Heart {...icon} />} onClick={itemActions.onFavourite}>
        {areFavourites ? messages.noFavourite : messages.favourite}
      </Button>
      <Rating
        label={marks.rating}
        value={stars}
        onChange={itemActions.onRate}
        starsLabel={marks.stars}
        clearLabel={marks.clearRating}
      />
      <Button variant="plain" icon={<Tag {...icon} />} aria-haspopup="dialog" onClick={itemActions.onTags}>
        {messages.tags}
      </Button>
      <Button
        variant="plain"
        icon={<PackageOpen {...icon} />}
        title={messages.bundleMeans}
        disabled={isBusy}
        onClick={itemActions.onBundle}
      >
        {messages.bundle}
      </Button>
      <Button variant="plain" icon={<Trash2 {...icon} />} onClick={itemActions.onRemove}>
        {messages.remove}
      </Button>
    </>
  );
};

const InTrash = ({ isBusy, itemActions }: BarProps) => {
  const messages = useMessages().libraryWork;
  return (
    <>
      <Button variant="plain" icon={<RotateCcw {...icon} />} onClick={itemActions.onRestore}>
        {messages.restore}
      </Button>
      <Button
        variant="danger"
        icon={<Trash2 {...icon} />}
        aria-haspopup="dialog"
        disabled={isBusy}
        onClick={itemActions.onRemove}
      >
        {messages.deleteForever}
      </Button>
    </>
  );
};

const SelectionBar = (props: BarProps) => {
  const { count, isInTrash, itemActions } = props;
  const messages = useMessages().libraryWork;
  return (
    <section className={styles.bar} aria-label={messages.bar}>
      <IconButton label={messages.clearSelection} shortcut="Esc" onClick={itemActions.onClear}>
        <X {...icon} />
      </IconButton>
      <span className={styles.number} role="status">
        {messages.selected(count)}
      </span>
      {isInTrash ? <InTrash {...props} /> : <OnPage {...props} />}
    </section>
  );
};

/** How long Undo is offered after a removal, in milliseconds; afterwards items are restored from the trash. */
const undoMs = 10_000;

export const LibraryDock = ({
  outcome,
  inCommon,
  messages,
  itemActions,
}: {
  readonly outcome: Outcome;
  readonly inCommon: { readonly areFavourites: boolean; readonly stars: number };
  readonly messages: TileMessages;
  readonly itemActions: BarActions;
}) => {
  const work = useMessages().libraryWork;
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
        <div className={styles.work}>
          <ProgressLine
            label={work.work[going.work]}
            fraction={going.fraction}
            stopLabel={work.stop}
            onStop={() => void tell(actions.cancelWork())}
          />
        </div>
      ) : null}
      {count === 0 ? null : (
        <SelectionBar
          count={count}
          isInTrash={isInTrash}
          {...inCommon}
          isBusy={going.kind === 'working'}
          marks={messages.marks}
          itemActions={itemActions}
        />
      )}
    </div>
  );
};

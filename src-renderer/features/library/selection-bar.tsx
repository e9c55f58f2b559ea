/** Actions on the selected results. */
import { Heart, PackageOpen, RotateCcw, Tag, Trash2, X } from 'lucide-react';
import type { LibraryMarksMessages } from '#renderer/messages/library-marks.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Rating } from '#renderer/ui/rating.tsx';
import styles from './library-dock.module.css';

export type BarActions = {
  readonly onFavourite: () => void;
  readonly onRate: (stars: number) => void;
  readonly onTags: () => void;
  readonly onBundle: () => void;
  readonly onRemove: () => void;
  readonly onRestore: () => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
};

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
  readonly messages: LibraryWorkMessages;
  readonly marks: LibraryMarksMessages;
  readonly itemActions: BarActions;
};

const OnPage = ({ areFavourites, stars, isBusy, messages, marks, itemActions }: BarProps) => (
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

const InTrash = ({ messages, isBusy, itemActions }: BarProps) => (
  <>
    <Button variant="plain" icon={<RotateCcw {...icon} />} onClick={itemActions.onRestore}>
      {messages.restore}
    </Button>
    <Button
      variant="danger"
      icon={<Trash2 {...icon} />}
      aria-haspopup="dialog"
      disabled={isBusy}
      onClick={itemActions.onDelete}
    >
      {messages.deleteForever}
    </Button>
  </>
);

export const SelectionBar = (props: BarProps) => {
  const { count, isInTrash, messages, itemActions } = props;
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

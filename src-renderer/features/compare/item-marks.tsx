/** The user's marks on a result (name, favourite, rating, tags, notes) and the button that moves it to trash. */

import { Heart, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Item, KeptItem } from '#contract/model/item.ts';
import type { MarksChange } from '#contract/model/marks.ts';
import { type LibraryMarksMessages, libraryMarksMessages } from '#renderer/messages/library-marks.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useKept, useOverview } from '#renderer/shared/use-library-query.ts';
import { useLibraryStore } from '#renderer/state/library-store.ts';
import { useApp, useLanguage } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import { Rating } from '#renderer/ui/rating.tsx';
import { TagField } from '#renderer/ui/tag-field.tsx';
import styles from './item-marks.module.css';
import { MarkText } from './item-marks-text.tsx';
import { Group } from './panel-parts.tsx';

/** Same as the contract's schema of a tag. */
const maxTagChars = 60;

const icon = { size: 15, 'aria-hidden': true } as const;

type PartProps = {
  readonly kept: KeptItem;
  readonly messages: LibraryMarksMessages;
  readonly onMark: (change: Partial<MarksChange>) => void;
};

const Judgement = ({ kept, messages, onMark }: PartProps) => {
  const { isFavourite, rating } = kept.marks;
  return (
    <Row gap={2} isWrapping justify="between">
      <Button
        size="small"
        className={isFavourite ? styles.favourite : undefined}
        icon={<Heart {...icon} />}
        aria-pressed={isFavourite}
        onClick={() => onMark({ isFavourite: !isFavourite })}
      >
        {messages.favourite}
      </Button>
      <Rating
        label={messages.rating}
        value={rating}
        onChange={(stars) => onMark({ rating: stars })}
        starsLabel={messages.stars}
        clearLabel={messages.clearRating}
      />
    </Row>
  );
};

const Tags = ({ kept, messages, onMark }: PartProps) => {
  const known = (useOverview()?.tags ?? []).map(({ tag }) => tag);
  return (
    <TagField
      label={messages.tags}
      tags={kept.marks.tags}
      known={known}
      maxChars={maxTagChars}
      placeholder={messages.tagsPlaceholder}
      removeLabel={messages.removeTag}
      onAdd={(tags) => onMark({ addTags: [...tags] })}
      onRemove={(tag) => onMark({ removeTags: [tag] })}
    />
  );
};

export const ItemMarks = ({
  item,
  isInner,
  pair,
}: {
  readonly item: Item;
  /** Nested below the name of one of two results. */
  readonly isInner: boolean;
  /** The title used when the item has no name. */
  readonly pair: string;
}) => {
  const { actions: app, store } = useApp();
  const { actions } = useLibraryStore();
  const messages = libraryMarksMessages[useLanguage()];
  const kept = useKept(item.id);
  const [error, setError] = useState<AppError | null>(null);
  if (kept === null) return null;

  const mark = async (change: Partial<MarksChange>) => setError(await actions.mark([item.id], change));
  // The removal can be undone in the library.
  const remove = async () => {
    const failed = await actions.remove([item.id]);
    setError(failed);
    // Skipped if the user has navigated to another screen.
    if (failed === null && store.getState().view.screen.kind === 'compare') app.show('library');
  };
  const restore = async () => setError(await actions.restore([item.id]));
  const part = { kept, messages, onMark: (change: Partial<MarksChange>) => void mark(change) };
  const isInTrash = kept.marks.removedAt !== null;
  return (
    <Group title={messages.title} isInner={isInner}>
      <div className={styles.marks}>
        {isInTrash ? (
          <p className={styles.trash}>
            {messages.inTrash}
            <Button size="small" icon={<RotateCcw {...icon} />} onClick={() => void restore()}>
              {messages.restore}
            </Button>
          </p>
        ) : (
          <>
            <MarkText kept={kept} field="name" label={messages.name} placeholder={pair} messages={messages} />
            <Judgement {...part} />
            <Tags {...part} />
            <MarkText
              kept={kept}
              field="notes"
              label={messages.notes}
              placeholder={messages.notesPlaceholder}
              messages={messages}
            />
            <Button size="small" variant="danger" icon={<Trash2 {...icon} />} onClick={() => void remove()}>
              {messages.remove}
            </Button>
          </>
        )}
        {error ? <AppErrorLine error={error} /> : null}
      </div>
    </Group>
  );
};

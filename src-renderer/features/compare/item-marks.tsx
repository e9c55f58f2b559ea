/** The user's marks on a result (name, favourite, rating, tags, notes) and the button that moves it to trash. */

import { Heart, RotateCcw, Trash2 } from 'lucide-react';
import { type ChangeEvent, useCallback, useEffect, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Item, KeptItem } from '#contract/model/item.ts';
import type { MarksChange } from '#contract/model/marks.ts';
import type { LibraryMarksMessages } from '#renderer/messages/en/library-marks.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useKept, useOverview } from '#renderer/shared/use-library-query.ts';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { type TextField as Field, textKey } from '#renderer/state/library-texts.ts';
import { useApp, useMessages } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextArea, TextField } from '#renderer/ui/field.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import { Rating } from '#renderer/ui/rating.tsx';
import { TagField } from '#renderer/ui/tag-field.tsx';
import { useCompareText } from './compare-text.ts';
import styles from './item-panel.module.css';
import { Group } from './panel-parts.tsx';

/** Same as the contract's schema of marks. */
const maxChars = { name: 200, notes: 20_000 } as const satisfies Record<Field, number>;

/** A name or notes field: saves on input and keeps the text if saving fails. */
const MarkText = ({
  kept,
  field,
  label,
  placeholder,
  messages,
}: {
  readonly kept: KeptItem;
  readonly field: Field;
  readonly label: string;
  readonly placeholder: string;
  readonly messages: LibraryMarksMessages;
}) => {
  const { texts } = useLibraryStore();
  const itemId = kept.id;
  const saved = kept.marks[field];
  const typed = useLibraryView((view) => view.typed[textKey({ itemId, field })] ?? null);
  const [hasFocus, setFocus] = useState(false);

  // The text must not change while the field has the focus.
  useEffect(() => {
    if (!hasFocus) texts.settle({ itemId, field }, saved);
  });
  const save = useCallback(() => void texts.save({ itemId, field }), [texts, itemId, field]);
  useEffect(() => {
    addEventListener('pagehide', save);
    return () => {
      removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  const input = {
    label,
    placeholder,
    maxLength: maxChars[field],
    value: typed?.text ?? saved,
    problem: typed?.error ? messages.notSaved : null,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      texts.type({ itemId, field }, event.currentTarget.value),
    onFocus: () => setFocus(true),
    onBlur: () => {
      setFocus(false);
      save();
    },
  };
  return (
    <>
      {field === 'name' ? <TextField {...input} /> : <TextArea {...input} />}
      {typed?.error ? (
        <AppErrorLine
          error={typed.error}
          actions={
            <Button size="small" onClick={save}>
              {messages.saveAgain}
            </Button>
          }
        />
      ) : null}
    </>
  );
};

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
}: {
  readonly item: Item;
  /** Nested below the name of one of two results. */
  readonly isInner: boolean;
}) => {
  const { actions: app, store } = useApp();
  const { actions } = useLibraryStore();
  const messages = useMessages().libraryMarks;
  const { messages: compare, figures } = useCompareText();
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
            <MarkText
              kept={kept}
              field="name"
              label={messages.name}
              placeholder={compare.title(figures.title(item.image.name), figures.title(item.video.name))}
              messages={messages}
            />
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

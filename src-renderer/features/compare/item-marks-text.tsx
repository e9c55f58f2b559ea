/** A name or notes field: saves on input and keeps the text if saving fails. */
import { type ChangeEvent, useCallback, useEffect, useState } from 'react';
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryMarksMessages } from '#renderer/messages/library-marks.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useLibraryStore, useLibraryView } from '#renderer/state/library-store.ts';
import { type TextField as Field, textKey } from '#renderer/state/library-texts.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextArea, TextField } from '#renderer/ui/field.tsx';

/** Same as the contract's schema of marks. */
const maxChars = { name: 200, notes: 20_000 } as const satisfies Record<Field, number>;

export const MarkText = ({
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

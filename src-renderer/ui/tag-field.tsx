import { X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from 'react';
import styles from './field.module.css';
import { typedKeyOf } from './keys.ts';

type TagFieldProps = {
  readonly label: string;
  readonly tags: readonly string[];
  readonly onAdd: (tags: readonly string[]) => void;
  readonly onRemove: (tag: string) => void;
  /** Suggested while typing. */
  readonly known: readonly string[];
  readonly removeLabel: (tag: string) => string;
  readonly placeholder: string;
  readonly hint?: string;
  readonly maxChars: number;
};

/** Latin, Chinese and Japanese, and Arabic. */
const commas = [',', '\uff0c', '\u3001', '\u060c'];
const tagEnd = new RegExp(`[${commas.join('')}\\n]`);

/** Tags separated by commas or line ends, without duplicates; upper and lower case are equal. */
export const tagsIn = (
  text: string,
  { present, maxChars }: { readonly present: readonly string[]; readonly maxChars: number },
): readonly string[] => {
  const taken = new Set(present.map((tag) => tag.toLowerCase()));
  return text
    .split(tagEnd)
    .map((tag) => tag.trim().slice(0, maxChars).trim())
    .filter((tag) => {
      const isNew = tag !== '' && !taken.has(tag.toLowerCase());
      taken.add(tag.toLowerCase());
      return isNew;
    });
};

/**
 * Tags as chips, and a field for more: Enter or a comma completes one, Backspace in the empty field removes the last.
 */
export const TagField = (props: TagFieldProps) => {
  const { label, tags, onAdd, onRemove, known, removeLabel, placeholder, hint, maxChars } = props;
  const id = useId();
  const listId = useId();
  const hintId = useId();
  const [typed, setTyped] = useState('');
  const add = (text: string) => {
    const more = tagsIn(text, { present: tags, maxChars });
    setTyped('');
    if (more.length > 0) onAdd(more);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Enter may also complete a word in an input method.
    const key = typedKeyOf(event);
    if (key === 'Enter' || (key !== null && commas.includes(key))) {
      event.preventDefault();
      add(typed);
      return;
    }
    const last = tags.at(-1);
    // Backspace held down to delete a word must not continue with the tags.
    if (key === 'Backspace' && !event.repeat && typed === '' && last !== undefined) onRemove(last);
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text');
    if (!tagEnd.test(text)) return;
    event.preventDefault();
    add(`${typed}${text}`);
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id} className="label">
        {label}
      </label>
      <div className={styles.tags}>
        {tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            <span className="truncate">{tag}</span>
            <button
              type="button"
              className={styles.remove}
              aria-label={removeLabel(tag)}
              onClick={() => onRemove(tag)}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <input
          id={id}
          className={styles.newTag}
          type="text"
          autoComplete="off"
          list={listId}
          value={typed}
          maxLength={maxChars}
          placeholder={tags.length === 0 ? placeholder : undefined}
          aria-describedby={hint === undefined ? undefined : hintId}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(typed)}
        />
        <datalist id={listId}>
          {known
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </div>
      {hint === undefined ? null : (
        <p id={hintId} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
};

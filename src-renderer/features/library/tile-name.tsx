/** A name that is typed where it stands: Enter and leaving keep it, Escape does not. */
import { useEffect, useRef, useState } from 'react';
import { typedKeyOf } from '#renderer/ui/keys.ts';
import styles from './library-tile.module.css';

export const TileName = ({
  name,
  placeholder,
  label,
  onNamed,
}: {
  readonly name: string;
  readonly placeholder: string;
  readonly label: string;
  /** null: it stays as it is. */
  readonly onNamed: (name: string | null) => void;
}) => {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  // Leaving comes once more when the field goes.
  const isOver = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (isKept: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    const next = typed.trim();
    onNamed(isKept && next !== name ? next : null);
  };
  return (
    <input
      ref={field}
      type="text"
      className={styles.name}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      value={typed}
      placeholder={placeholder}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        // The grid's keys are letters and figures here.
        event.stopPropagation();
        const key = typedKeyOf(event);
        if (key !== 'Enter' && key !== 'Escape') return;
        event.preventDefault();
        end(key === 'Enter');
      }}
    />
  );
};

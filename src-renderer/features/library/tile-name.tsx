/** Inline name field: Enter and blur save, Escape discards. */
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
  /** null: the name stays unchanged. */
  readonly onNamed: (name: string | null) => void;
}) => {
  const [typed, setTyped] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  // Removing the field fires another blur event.
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
        // The grid must not handle letters and digits as commands.
        event.stopPropagation();
        const key = typedKeyOf(event);
        if (key !== 'Enter' && key !== 'Escape') return;
        event.preventDefault();
        end(key === 'Enter');
      }}
    />
  );
};

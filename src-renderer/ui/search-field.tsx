import { Search, X } from 'lucide-react';
import { type Ref, useId } from 'react';
import { typedKeyOf } from './keys.ts';
import styles from './search-field.module.css';

type SearchFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  readonly clearLabel: string;
  readonly value: string;
  readonly maxChars: number;
  readonly onChange: (text: string) => void;
  /** Called for Escape in the empty field, and for Enter. */
  readonly onLeave: () => void;
  readonly ref: Ref<HTMLInputElement>;
};

/** A search field; Escape empties it, and leaves it when it is empty. */
export const SearchField = ({ value, onChange, onLeave, ref, ...props }: SearchFieldProps) => {
  const id = useId();
  return (
    <div className={styles.search}>
      <label htmlFor={id} className="visually-hidden">
        {props.label}
      </label>
      <Search size={14} aria-hidden className={styles.icon} />
      <input
        id={id}
        ref={ref}
        type="search"
        className={styles.input}
        autoComplete="off"
        spellCheck={false}
        value={value}
        maxLength={props.maxChars}
        placeholder={props.placeholder}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          const key = typedKeyOf(event);
          if (key !== 'Escape' && key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          if (key === 'Escape' && value !== '') onChange('');
          else onLeave();
        }}
      />
      {value === '' ? null : (
        <button
          type="button"
          className={styles.clear}
          aria-label={props.clearLabel}
          title={props.clearLabel}
          onClick={() => onChange('')}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
};

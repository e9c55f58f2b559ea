import { Search, X } from 'lucide-react';
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';
import { typedKeyOf } from './keys.ts';

type FieldText = {
  readonly label: string;
  /** At the label's right end: a counter, a unit. */
  readonly aside?: ReactNode;
  readonly hint?: ReactNode;
  readonly problem?: string | null | undefined;
  /** The label is for screen readers only. */
  readonly isLabelHidden?: boolean;
};

/** What the input or the text area takes over from its frame. */
type Framed = {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
};

type FrameProps = FieldText & { readonly children: (framed: Framed) => ReactNode };

const Frame = ({ label, aside, hint, problem, isLabelHidden = false, children }: FrameProps) => {
  const id = useId();
  const noteId = useId();
  const note = problem || hint;
  return (
    <div className={styles.field}>
      <div className={isLabelHidden && !aside ? 'visually-hidden' : styles.head}>
        <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : 'label'}>
          {label}
        </label>
        {aside === undefined ? null : <span className="hint figures">{aside}</span>}
      </div>
      {children({
        id,
        'aria-invalid': problem ? true : undefined,
        'aria-describedby': note === undefined ? undefined : noteId,
      })}
      {note === undefined ? null : (
        <p id={noteId} className={problem ? styles.problem : 'hint'}>
          {note}
        </p>
      )}
    </div>
  );
};

type TextFieldProps = FieldText & Omit<ComponentProps<'input'>, 'className' | 'style' | 'id'>;

/** One line of text with its label, and a hint or an error. */
export const TextField = ({
  label,
  aside,
  hint,
  problem,
  isLabelHidden = false,
  ...input
}: TextFieldProps) => (
  <Frame {...{ label, aside, hint, problem, isLabelHidden }}>
    {(framed) => (
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...input}
        {...framed}
        className={styles.input}
      />
    )}
  </Frame>
);

type TextAreaProps = FieldText & Omit<ComponentProps<'textarea'>, 'className' | 'style' | 'id'>;

export const TextArea = ({ label, aside, hint, problem, isLabelHidden = false, ...area }: TextAreaProps) => (
  <Frame {...{ label, aside, hint, problem, isLabelHidden }}>
    {(framed) => (
      <textarea rows={3} {...area} {...framed} className={classNames(styles.input, styles.area)} />
    )}
  </Frame>
);

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
      <Search size={14} aria-hidden className={styles.searchIcon} />
      <input
        id={id}
        ref={ref}
        type="search"
        className={classNames(styles.input, styles.searchInput)}
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

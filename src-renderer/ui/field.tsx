import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

type FieldText = {
  readonly label: string;
  /** At the label's right end: a counter, a unit. */
  readonly aside?: ReactNode;
  readonly hint?: ReactNode;
  readonly problem?: string | null | undefined;
  /** The label is for screen readers only. */
  readonly isLabelHidden?: boolean;
};

type FrameProps = FieldText & { readonly id: string; readonly noteId: string; readonly children: ReactNode };

const Frame = ({ label, aside, hint, problem, isLabelHidden = false, id, noteId, children }: FrameProps) => (
  <div className={styles.field}>
    <div className={classNames(isLabelHidden && !aside ? 'visually-hidden' : styles.head)}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {aside === undefined ? null : <span className={styles.aside}>{aside}</span>}
    </div>
    {children}
    {problem ? (
      <p id={noteId} className={styles.problem}>
        {problem}
      </p>
    ) : hint === undefined ? null : (
      <p id={noteId} className="hint">
        {hint}
      </p>
    )}
  </div>
);

type TextFieldProps = FieldText & Omit<ComponentProps<'input'>, 'className' | 'style' | 'id'>;

/** One line of text with its label, and a hint or an error. */
export const TextField = ({
  label,
  aside,
  hint,
  problem,
  isLabelHidden = false,
  ...input
}: TextFieldProps) => {
  const id = useId();
  const noteId = useId();
  const hasNote = Boolean(problem) || hint !== undefined;
  return (
    <Frame {...{ label, aside, hint, problem, isLabelHidden, id, noteId }}>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...input}
        id={id}
        className={styles.input}
        aria-invalid={problem ? true : undefined}
        aria-describedby={hasNote ? noteId : undefined}
      />
    </Frame>
  );
};

type TextAreaProps = FieldText & Omit<ComponentProps<'textarea'>, 'className' | 'style' | 'id'>;

export const TextArea = ({ label, aside, hint, problem, isLabelHidden = false, ...area }: TextAreaProps) => {
  const id = useId();
  const noteId = useId();
  const hasNote = Boolean(problem) || hint !== undefined;
  return (
    <Frame {...{ label, aside, hint, problem, isLabelHidden, id, noteId }}>
      <textarea
        rows={3}
        {...area}
        id={id}
        className={classNames(styles.input, styles.area)}
        aria-invalid={problem ? true : undefined}
        aria-describedby={hasNote ? noteId : undefined}
      />
    </Frame>
  );
};

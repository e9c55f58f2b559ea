import type { ReactNode } from 'react';
import styles from './checkbox.module.css';

type CheckboxProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
  /** At the right end: a count. */
  readonly aside?: ReactNode;
};

/** An option that can be combined with others. */
export const Checkbox = ({ checked, onChange, children, aside }: CheckboxProps) => (
  <label className={styles.row}>
    <input
      type="checkbox"
      className={styles.box}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <span className={styles.label}>{children}</span>
    {aside === undefined ? null : <span className={styles.aside}>{aside}</span>}
  </label>
);

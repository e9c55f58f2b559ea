import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './chip.module.css';

/** An active value with a button that removes it. */
export const Chip = ({
  removeLabel,
  onRemove,
  children,
}: {
  readonly removeLabel: string;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}) => (
  <button
    type="button"
    className={styles.chip}
    aria-label={removeLabel}
    title={removeLabel}
    onClick={onRemove}
  >
    <span className={styles.words}>{children}</span>
    <X size={12} aria-hidden />
  </button>
);

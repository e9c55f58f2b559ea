/** One cell of the matrix: reached by arrow keys, read by screen readers as one sentence. */
import type { ReactNode } from 'react';
import styles from './cell-frame.module.css';

/** Props that the matrix passes to every cell; the matrix handles keyboard and pointer events. */
export type CellProps = {
  /** The cell that Tab reaches. */
  readonly isCurrent: boolean;
};

export const CellFrame = ({
  cellKey,
  sentence,
  look,
  isOn,
  canPress,
  isCurrent,
  children,
}: CellProps & {
  readonly cellKey: string;
  readonly sentence: string;
  /** Value for the style sheet. */
  readonly look: string;
  /** Whether the run is included; undefined once the batch is sent. */
  readonly isOn?: boolean;
  readonly canPress: boolean;
  readonly children: ReactNode;
}) => (
  <td
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid; its role is explicit because aria-selected requires it
    role="gridcell"
    className={styles.cell}
    data-cell={cellKey}
    data-look={look}
    data-pressable={canPress || undefined}
    tabIndex={isCurrent ? 0 : -1}
    aria-selected={isOn}
    aria-disabled={!canPress || undefined}
  >
    <span className="visually-hidden" data-sentence>
      {sentence}
    </span>
    <div className={styles.content} aria-hidden="true">
      {children}
    </div>
  </td>
);

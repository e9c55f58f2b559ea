/** One cell of the matrix: reached by arrow keys, read as one sentence. */
import type { ReactNode } from 'react';
import styles from './cell-frame.module.css';

/** What every cell is given by the matrix around it, which hears the keys and the pointer. */
export type CellProps = {
  /** The one that Tab leads to. */
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
  /** For the style sheet. */
  readonly look: string;
  /** Whether it is among those that are sent; left out where that is decided. */
  readonly isOn?: boolean;
  readonly canPress: boolean;
  readonly children: ReactNode;
}) => (
  <td
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid, which says so for the sake of aria-selected
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

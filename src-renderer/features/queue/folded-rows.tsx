/** A list of runs of which only the first few are shown until a person wants all. */
import type { ReactNode } from 'react';
import type { Job } from '#contract/model/job.ts';
import { queueMessages } from '../../messages/queue.ts';
import { useLanguage } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './queue-pane.module.css';
import { useFold, type Wanted } from './use-fold.ts';

/** One or two more rows take no more room than the button that hides them. */
const worthFolding = 2;

export const FoldedRows = ({
  rows,
  shownFirst,
  wanted,
  row,
}: {
  readonly rows: readonly Job[];
  readonly shownFirst: number;
  /** A run that must be in sight. */
  readonly wanted: Wanted;
  readonly row: (job: Job, index: number) => ReactNode;
}) => {
  const messages = queueMessages[useLanguage()];
  const isHidden = rows.length > shownFirst + worthFolding;
  const { isOpen, toggle } = useFold(rows.slice(shownFirst), wanted);
  const shown = isHidden && !isOpen ? rows.slice(0, shownFirst) : rows;
  return (
    <>
      <ul>{shown.map(row)}</ul>
      {isHidden ? (
        <div className={styles.fewer}>
          <Button size="small" variant="plain" aria-expanded={isOpen} onClick={toggle}>
            {isOpen ? messages.showFewer : messages.showMore(rows.length - shownFirst)}
          </Button>
        </div>
      ) : null}
    </>
  );
};

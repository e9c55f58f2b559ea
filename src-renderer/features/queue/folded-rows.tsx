/** A list of runs that shows only the first few until it is expanded. */
import type { ReactNode } from 'react';
import type { Job } from '#contract/model/job.ts';
import { queueMessages } from '../../messages/queue.ts';
import { useLanguage } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './queue-pane.module.css';
import { type RevealedJob, useFold } from './use-fold.ts';

/** Hiding one or two rows saves no space, because the button takes as much. */
const minHidden = 2;

export const FoldedRows = ({
  rows,
  shownFirst,
  revealed,
  row,
}: {
  readonly rows: readonly Job[];
  readonly shownFirst: number;
  /** A run that must be visible. */
  readonly revealed: RevealedJob;
  readonly row: (job: Job, index: number) => ReactNode;
}) => {
  const messages = queueMessages[useLanguage()];
  const isHidden = rows.length > shownFirst + minHidden;
  const { isOpen, toggle } = useFold(rows.slice(shownFirst), revealed);
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

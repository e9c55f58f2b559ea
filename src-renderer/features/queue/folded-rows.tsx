/** Sections and lists of runs that are collapsed until they are expanded. */
import { type ReactNode, useState } from 'react';
import type { Job, JobId } from '#contract/model/job.ts';
import { useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './queue-pane.module.css';

/** A run to be made visible; a repeated request is a new object. null: none. */
export type RevealedJob = { readonly jobId: JobId } | null;

/** Collapsed state of a section: it opens when the user opens it, or when a run in it must become visible. */
export const useFold = (
  inside: readonly Pick<Job, 'id'>[],
  revealed: RevealedJob,
): { readonly isOpen: boolean; readonly toggle: () => void } => {
  const [isOpened, setIsOpened] = useState(false);
  const [done, setDone] = useState<RevealedJob>(null);
  const isOpen = isOpened || (revealed !== done && inside.some(({ id }) => id === revealed?.jobId));
  return {
    isOpen,
    toggle: () => {
      setIsOpened(!isOpen);
      setDone(revealed);
    },
  };
};

/** Hiding one or two rows saves no space, because the button takes as much. */
const minHidden = 2;

/** A list that shows only its first few runs until it is expanded. */
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
  const messages = useMessages().queue;
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

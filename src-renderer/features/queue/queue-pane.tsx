/** The runs under way and at rest, newest first. What may be pressed is decided by the main process. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useId, useState } from 'react';
import type { Job } from '#contract/model/job.ts';
import { isMoving } from '../../state/moving.ts';
import { useMirror, useWords } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { JobRow } from './job-row.tsx';
import styles from './queue-pane.module.css';
import { useNow } from './use-now.ts';

const Rows = ({ jobs }: { readonly jobs: readonly Job[] }) => {
  const nowMs = useNow(jobs.some(isMoving));
  return (
    <ul className={styles.rows}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} nowMs={nowMs} />
      ))}
    </ul>
  );
};

export const QueuePane = () => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const { ui } = useWords();
  const titleId = useId();
  const [isFolded, setIsFolded] = useState(false);
  const moving = jobs.filter(isMoving).length;
  const icon = { size: 16, 'aria-hidden': true } as const;
  return (
    <section className={styles.pane} aria-labelledby={titleId} data-empty={jobs.length === 0 || undefined}>
      <header className={styles.head}>
        <h2 id={titleId}>{ui.queue.title}</h2>
        {jobs.length > 0 ? <span className={styles.count}>{jobs.length}</span> : null}
        {moving > 0 ? <span className={styles.moving}>{ui.queue.moving(moving)}</span> : null}
        {jobs.length === 0 ? (
          <p className={styles.empty}>{ui.queue.empty}</p>
        ) : (
          <span className={styles.fold}>
            <IconButton
              size="small"
              label={isFolded ? ui.queue.unfold : ui.queue.collapse}
              aria-expanded={!isFolded}
              onClick={() => setIsFolded(!isFolded)}
            >
              {isFolded ? <ChevronUp {...icon} /> : <ChevronDown {...icon} />}
            </IconButton>
          </span>
        )}
      </header>
      {isFolded || jobs.length === 0 ? null : <Rows jobs={jobs} />}
    </section>
  );
};

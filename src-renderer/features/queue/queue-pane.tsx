/** The runs under way and at rest, newest first. What may be pressed is decided by the main process. */
import { useId } from 'react';
import { useMirror, useWords } from '../../state/use-app.ts';
import { JobRow } from './job-row.tsx';
import styles from './queue-pane.module.css';

export const QueuePane = () => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const { ui } = useWords();
  const titleId = useId();
  return (
    <section className={styles.pane} aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        {ui.queue.title}
        {jobs.length > 0 ? <span className={styles.count}>{jobs.length}</span> : null}
      </h2>
      {jobs.length === 0 ? (
        <p className={styles.empty}>{ui.queue.empty}</p>
      ) : (
        <ul>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
};

/** Says each job's new state once, for people who do not see the queue. */
import { useEffect, useRef, useState } from 'react';
import type { JobStateKind } from '#contract/model/job.ts';
import { useMirror, useWords } from '../state/use-app.ts';

export const Announcer = () => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const hasLoaded = useMirror((mirror) => mirror.settings !== null);
  const { ui, domain } = useWords();
  const known = useRef<ReadonlyMap<string, JobStateKind> | null>(null);
  const [sentences, setSentences] = useState('');
  useEffect(() => {
    if (!hasLoaded) return;
    const before = known.current;
    known.current = new Map(jobs.map((job) => [job.id, job.state.kind]));
    // What was there when the page opened is not news.
    if (before === null) return;
    const news = jobs
      .filter((job) => before.get(job.id) !== job.state.kind)
      .map((job) =>
        ui.queue.status(ui.queue.names(job.imageName, job.videoName), domain.state(job.state.kind)),
      );
    if (news.length > 0) setSentences(news.join(' '));
  }, [jobs, hasLoaded, ui, domain]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {sentences}
    </div>
  );
};

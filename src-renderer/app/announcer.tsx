/** Says each job's new state once, for people who do not see the queue. */
import { useEffect, useRef, useState } from 'react';
import { useMirror, useWords } from '../state/use-app.ts';

export const Announcer = () => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const { ui, domain } = useWords();
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const before = known.current;
    known.current = new Map(jobs.map((job) => [job.id, job.state.kind]));
    // What was there when the page opened is not news.
    const changed = before === null ? undefined : jobs.find((job) => before.get(job.id) !== job.state.kind);
    if (changed)
      setSentence(
        ui.queue.status(`${changed.imageName}, ${changed.videoName}`, domain.state(changed.state.kind)),
      );
  }, [jobs, ui, domain]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {sentence}
    </div>
  );
};

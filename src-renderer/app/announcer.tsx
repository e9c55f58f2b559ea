/** Announces each change in the queue once through a live region, for screen readers. */
import { useEffect, useRef, useState } from 'react';
import { type BatchId, isSettled, type Job, type JobId, type JobStateKind } from '#contract/model/job.ts';
import { countsOf } from '../state/queue-parts.ts';
import { useMessages, useMirror } from '../state/use-app.ts';

type Known = ReadonlyMap<JobId, JobStateKind>;
type News =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'batch-ended'; readonly batchId: BatchId; readonly jobs: readonly Job[] };

export const knownOf = (jobs: readonly Job[]): Known => new Map(jobs.map((job) => [job.id, job.state.kind]));

const endedBatches = (changed: readonly Job[], jobs: readonly Job[]): readonly News[] => {
  const ids = new Set(changed.flatMap(({ batchId }) => (batchId === null ? [] : [batchId])));
  return [...ids].flatMap((batchId) => {
    const those = jobs.filter((job) => job.batchId === batchId);
    return those.every(({ state }) => isSettled(state))
      ? [{ kind: 'batch-ended', batchId, jobs: those }]
      : [];
  });
};

export const newsOf = (before: Known, jobs: readonly Job[]): readonly News[] => {
  const changed = jobs.filter((job) => before.get(job.id) !== job.state.kind);
  const needsAnswer = ({ state }: Job) => state.kind === 'failed' || state.kind === 'unsure';
  const announced = changed.filter((job) => job.batchId === null || needsAnswer(job));
  return [...announced.map((job): News => ({ kind: 'job', job })), ...endedBatches(changed, jobs)];
};

export const Announcer = () => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const isPaused = useMirror((mirror) => mirror.settings?.queue.isPaused ?? null);
  const { ui, domain, queue: messages } = useMessages();
  const known = useRef<{ readonly jobs: Known; readonly isPaused: boolean } | null>(null);
  const [sentences, setSentences] = useState('');
  useEffect(() => {
    if (isPaused === null) return;
    const before = known.current;
    known.current = { jobs: knownOf(jobs), isPaused };
    // The state at page load is not announced.
    if (before === null) return;
    const sentenceOf = (news: News): string =>
      news.kind === 'job'
        ? ui.queue.status(
            ui.queue.names(news.job.imageName, news.job.videoName),
            domain.state(news.job.state.kind),
          )
        : messages.batch.ended(messages.batch.counts(countsOf(news.jobs)));
    const news = newsOf(before.jobs, jobs).map(sentenceOf);
    const turn = isPaused ? messages.pausedNotice : messages.resumedNotice;
    const all = before.isPaused === isPaused ? news : [turn, ...news];
    if (all.length > 0) setSentences(all.join(' '));
  }, [jobs, isPaused, ui, domain, messages]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {sentences}
    </div>
  );
};

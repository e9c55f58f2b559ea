/** The queue: running jobs, batches, waiting jobs in order, and finished jobs. */

import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { BatchId, Job } from '#contract/model/job.ts';
import { isMoving, keepSame, queueParts } from '../../state/queue-parts.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { FoldedRows, type RevealedJob } from './folded-rows.tsx';
import { JobRow } from './job-row.tsx';
import { QueueBatchPart } from './queue-batch.tsx';
import { QueueHead } from './queue-head.tsx';
import styles from './queue-pane.module.css';
import { whenWords } from './state-text.ts';

/** Loaded after the first paint: the library for sorting is a twelfth of the page's scripts. */
const loadWaitingList = () => import('./waiting-list.tsx');
const WaitingList = lazy(async () => ({ default: (await loadWaitingList()).WaitingList }));

/** The current time in milliseconds, updated every second while `isTicking`. */
const useNow = (isTicking: boolean): number => {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const tick = () => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return nowMs;
};

const shownNeeding = 10;
const shownFinished = 4;

const Part = ({
  title,
  isTitled,
  children,
}: {
  readonly title: string;
  /** A single section needs no title. */
  readonly isTitled: boolean;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={isTitled ? styles.part : 'visually-hidden'}>
        {title}
      </h3>
      {children}
    </section>
  );
};

/** Returns the same objects until their content changes. */
const useSteadyJobs = (): readonly Job[] => {
  const jobs = useMirror((mirror) => mirror.jobs);
  const before = useRef<readonly Job[]>([]);
  return useMemo(() => {
    before.current = keepSame(before.current, jobs);
    return before.current;
  }, [jobs]);
};

const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

const Parts = ({
  revealed,
  onSay,
}: {
  readonly revealed: RevealedJob;
  readonly onSay: (announcement: string) => void;
}) => {
  const { language, queue: messages } = useMessages();
  const jobs = useSteadyJobs();
  const parts = useMemo(() => queueParts(jobs), [jobs]);
  const { running, batches, waiting, needing, finished } = parts;
  const isAnyRunning = running.length > 0 || batches.some(({ counts }) => counts.running > 0);
  const nowMs = useNow(isAnyRunning);
  // Finished jobs show a time or a date, which does not change every second.
  const todayMs = startOfDay(nowMs);
  const isTitled =
    [running, batches, waiting, needing, finished].filter(({ length }) => length > 0).length > 1;
  // Date formatting is slow, so it is done once per batch and not once per run.
  const starts = useMemo(() => {
    const inWords = (iso: string) => whenWords(iso, new Date(todayMs), language);
    return new Map<BatchId | null, string>(batches.map(({ id, createdAt }) => [id, inWords(createdAt)]));
  }, [batches, todayMs, language]);
  const tagOf = ({ batchId }: Job): string | null => {
    const start = starts.get(batchId);
    return start === undefined ? null : messages.batch.tag(start);
  };
  const live = (job: Job) => <JobRow key={job.id} job={job} nowMs={nowMs} />;
  const settled = (job: Job) => <JobRow key={job.id} job={job} nowMs={todayMs} />;
  const ofBatch = (job: Job) => (isMoving(job) ? live(job) : settled(job));
  return (
    <div className={styles.rows}>
      {running.length > 0 ? (
        <Part title={messages.parts.running} isTitled={isTitled}>
          <ul>{running.map(live)}</ul>
        </Part>
      ) : null}
      {batches.map((batch) => (
        <QueueBatchPart
          key={batch.id}
          batch={batch}
          at={starts.get(batch.id) ?? ''}
          revealed={revealed}
          row={ofBatch}
        />
      ))}
      {waiting.length > 0 ? (
        <Part title={messages.parts.waiting} isTitled={isTitled}>
          <Suspense fallback={null}>
            <WaitingList jobs={waiting} nowMs={todayMs} revealed={revealed} tagOf={tagOf} onSay={onSay} />
          </Suspense>
        </Part>
      ) : null}
      {needing.length > 0 ? (
        <Part title={messages.parts.needing} isTitled={isTitled}>
          <FoldedRows rows={needing} shownFirst={shownNeeding} revealed={revealed} row={settled} />
        </Part>
      ) : null}
      {finished.length > 0 ? (
        <Part title={messages.parts.finished} isTitled={isTitled}>
          <FoldedRows rows={finished} shownFirst={shownFinished} revealed={revealed} row={settled} />
        </Part>
      ) : null}
    </div>
  );
};

export const QueuePane = () => {
  const { actions } = useApp();
  const isEmpty = useMirror((mirror) => mirror.jobs.length === 0);
  const titleId = useId();
  const pane = useRef<HTMLElement>(null);
  const [isFolded, setIsFolded] = useState(false);
  const [revealed, setRevealed] = useState<RevealedJob>(null);
  const [announcement, setAnnouncement] = useState('');
  const say = useCallback((sentence: string) => setAnnouncement(sentence), []);
  useEffect(() => {
    // A script that cannot be loaded is requested again with the first waiting job.
    loadWaitingList().catch(() => undefined);
  }, []);
  useEffect(
    () =>
      actions.onShowJob((jobId) => {
        setIsFolded(false);
        setRevealed({ jobId });
      }),
    [actions],
  );
  useEffect(() => {
    if (revealed === null) return;
    const row = [...(pane.current?.querySelectorAll<HTMLElement>('[data-job]') ?? [])].find(
      ({ dataset }) => dataset.job === revealed.jobId,
    );
    row?.scrollIntoView({ block: 'nearest' });
    // The dialog that led here restores the focus shortly after it has closed, so the row is focused in the next frame.
    const frame = requestAnimationFrame(() => row?.focus());
    return () => cancelAnimationFrame(frame);
  }, [revealed]);
  return (
    <section ref={pane} className={styles.pane} aria-labelledby={titleId} data-empty={isEmpty || undefined}>
      <QueueHead titleId={titleId} isFolded={isFolded} onFold={() => setIsFolded(!isFolded)} />
      {isFolded || isEmpty ? null : <Parts revealed={revealed} onSay={say} />}
      <p role="status" className="visually-hidden">
        {announcement}
      </p>
    </section>
  );
};

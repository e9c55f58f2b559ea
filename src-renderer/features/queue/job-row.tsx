import { Ban, Clock, LoaderCircle } from 'lucide-react';
import { memo, type ReactNode, useId, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { usd } from '#contract/rules/cost.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { isMoving } from '../../state/queue-parts.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { classNames } from '../../ui/class-names.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { isOverLimit, JobActions, OverLimit, type RowAction } from './job-actions.tsx';
import { JobDetails } from './job-details.tsx';
import styles from './job-row.module.css';
import { ResolveDialog } from './resolve-dialog.tsx';
import { elapsed, stateWords, whenWords } from './state-text.ts';

const icon = (kind: Job['state']['kind']): ReactNode => {
  const look = { size: 15, 'aria-hidden': true } as const;
  switch (kind) {
    case 'done':
      return <VerdictMark verdict="ready" />;
    case 'failed':
      return <VerdictMark verdict="impossible" />;
    case 'unsure':
      return <VerdictMark verdict="unsure" />;
    case 'cancelled':
      return <Ban {...look} />;
    case 'queued':
      return <Clock {...look} />;
    default:
      return <LoaderCircle {...look} className="turning" />;
  }
};

const paidMicros = ({ estimate }: Job): number | null =>
  'micros' in estimate && estimate.micros > 0 ? estimate.micros : null;

/** The error shown in full below the row: a failure, or a problem that the user can solve. */
const errorOf = (state: Job['state']): AppError | null => {
  switch (state.kind) {
    case 'failed':
    case 'unsure':
      return state.error;
    case 'waiting':
    case 'downloading':
      return state.trouble?.code === 'provider-unreachable' ? null : state.trouble;
    default:
      return null;
  }
};

const useDetails = (job: Job, tag: string | null): string => {
  const name = useMirror((mirror) => mirror.models.find(({ id }) => id === job.choices.modelId)?.name);
  const micros = paidMicros(job);
  return [
    name ?? job.choices.modelId,
    seconds(job.outputSec),
    ...(micros === null ? [] : [usd(micros)]),
    ...(tag === null ? [] : [tag]),
  ].join(' \u00b7 ');
};

const timeOf = (job: Job, nowMs: number, language: string): string =>
  isMoving(job) && job.state.kind !== 'queued'
    ? elapsed(nowMs - Date.parse(job.createdAt))
    : whenWords(job.stateSince, new Date(nowMs), language);

/**
 * Details opened at the bottom of the queue would not be visible. A constant function, so that the ref runs once per
 * mount.
 */
const bringIntoView = (node: HTMLElement | null): void => node?.scrollIntoView({ block: 'nearest' });

type JobBodyProps = {
  readonly job: Job;
  /** Changes every second only if the row shows a duration. */
  readonly nowMs: number;
  /** The batch it belongs to. */
  readonly tag?: string | null;
  /** Moves it in the order; null: it is not waiting. */
  readonly menu?: ReactNode;
};

const Body = ({ job, nowMs, tag = null, menu = null }: JobBodyProps) => {
  const { actions } = useApp();
  const { ui, domain, language, unsure } = useMessages();
  const [problem, setProblem] = useState<AppError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isResolving, setIsResolving] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const { state } = job;
  const details = useDetails(job, tag);
  const names = ui.queue.names(job.imageName, job.videoName);
  const waiting = unsure.waiting;
  const messages = stateWords(job, { ui: ui.queue, waiting, domain });
  const error = problem ?? errorOf(state);
  const run = async (call: () => Promise<AppError | null>) => {
    setIsBusy(true);
    setProblem(await call());
    setIsBusy(false);
  };
  const press = (action: RowAction) => {
    if (action === 'resolve') setIsResolving(true);
    else void run(() => actions.actOnJob(job.id, action));
  };
  const wayPast =
    problem !== null && isOverLimit(problem) ? (
      <OverLimit isBusy={isBusy} onSend={() => void run(() => actions.retryOverLimit(job.id, problem))} />
    ) : undefined;
  return (
    <>
      <div>
        <p className={classNames(styles.names, 'truncate')} title={names}>
          {names}
        </p>
        <p className="hint figures truncate">{details}</p>
      </div>
      <div className={styles.state}>
        <p className={styles.words}>
          <span>{messages}</span>
          <time dateTime={job.stateSince}>{timeOf(job, nowMs, language)}</time>
        </p>
        {isMoving(job) && state.kind !== 'queued' ? (
          <ProgressBar label={messages} fraction={'fraction' in state ? state.fraction : null} />
        ) : null}
      </div>
      <JobActions
        job={job}
        isBusy={isBusy}
        onPress={press}
        details={{ id: detailsId, isOpen, toggle: () => setIsOpen(!isOpen) }}
        menu={menu}
      />
      {state.kind === 'waiting' && state.isCancelRequested ? (
        <p className={styles.note}>{waiting.cancelRequested}</p>
      ) : null}
      {error ? (
        <div className={styles.error}>
          <AppErrorLine error={error} isOfRun isInList={problem === null} actions={wayPast} />
        </div>
      ) : null}
      {isOpen ? (
        <div ref={bringIntoView} id={detailsId} className={styles.more}>
          <JobDetails job={job} />
        </div>
      ) : null}
      {job.actions.includes('resolve') ? (
        <ResolveDialog job={job} isOpen={isResolving} onClose={() => setIsResolving(false)} />
      ) : null}
    </>
  );
};

/** Memoised, because the whole queue arrives several times per second. */
export const JobBody = memo(Body);

type JobRowProps = Pick<JobBodyProps, 'job' | 'nowMs'>;

const Row = ({ job, nowMs }: JobRowProps) => (
  <li className={styles.row} data-state={job.state.kind} data-job={job.id} tabIndex={-1}>
    <span className={styles.icon}>{icon(job.state.kind)}</span>
    <JobBody job={job} nowMs={nowMs} />
  </li>
);

export const JobRow = memo(Row);

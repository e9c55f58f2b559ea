import { CircleCheck, CircleQuestionMark, CircleSlash, Clock, LoaderCircle, OctagonX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobAction } from '#contract/model/job.ts';
import { usd } from '#contract/rules/cost.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { useApp, useMirror, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { seconds } from '../../ui/time.ts';
import styles from './queue-pane.module.css';
import { ResolveDialog } from './resolve-dialog.tsx';

const icon = (job: Job): ReactNode => {
  const look = { size: 16, 'aria-hidden': true } as const;
  switch (job.state.kind) {
    case 'done':
      return <CircleCheck {...look} className={styles.done} />;
    case 'failed':
      return <OctagonX {...look} className={styles.failed} />;
    case 'unsure':
      return <CircleQuestionMark {...look} className={styles.unsure} />;
    case 'cancelled':
      return <CircleSlash {...look} />;
    case 'queued':
      return <Clock {...look} />;
    default:
      return <LoaderCircle {...look} className={styles.moving} />;
  }
};

const useStateLine = (job: Job): string => {
  const { ui, domain } = useWords();
  const { state } = job;
  const word = domain.state(state.kind);
  if (state.kind === 'cancelled') return `${ui.queue.cancelled} ${domain.charged(state.charged)}`;
  if (state.kind === 'waiting' && state.isOffline) return `${word}: ${ui.queue.offline}`;
  if (state.kind === 'waiting' && (state.queuePosition ?? 0) > 0)
    return `${word}: ${ui.queue.before(state.queuePosition ?? 0)}`;
  if ('fraction' in state && state.fraction !== null) return `${word} ${Math.round(state.fraction * 100)} %`;
  return word;
};

const price = (job: Job): string =>
  'micros' in job.estimate ? (job.estimate.micros === 0 ? '' : ` \u00b7 ${usd(job.estimate.micros)}`) : '';

export const JobRow = ({ job }: { readonly job: Job }) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const model = useMirror((mirror) =>
    mirror.models.find((candidate) => candidate.id === job.choices.modelId),
  );
  const [problem, setProblem] = useState<AppError | null>(null);
  const [isResolving, setIsResolving] = useState(false);
  const line = useStateLine(job);
  const { state } = job;
  const names = `${job.imageName} + ${job.videoName}`;
  const error = problem ?? (state.kind === 'failed' || state.kind === 'unsure' ? state.error : null);
  const press = (action: JobAction) => () => {
    if (action === 'resolve') return setIsResolving(true);
    setProblem(null);
    void actions.actOnJob(job.id, action).then(setProblem);
  };
  return (
    <li className={styles.row} data-state={state.kind}>
      <span className={styles.icon}>{icon(job)}</span>
      <div className={styles.what}>
        <p className={styles.names}>{names}</p>
        <p className={styles.facts}>
          {model?.name ?? job.choices.modelId} {'\u00b7'} {seconds(job.outputSec)}
          {price(job)}
        </p>
      </div>
      <div className={styles.state}>
        <p>{line}</p>
        {'fraction' in state || state.kind === 'starting' ? (
          <ProgressBar label={line} fraction={'fraction' in state ? state.fraction : null} />
        ) : null}
      </div>
      <div className={styles.actions}>
        {state.kind === 'done' ? (
          <Button onClick={() => actions.openItem(state.itemId)}>{ui.queue.open}</Button>
        ) : null}
        {job.actions.map((action) => (
          <Button key={action} variant={action === 'dismiss' ? 'plain' : 'quiet'} onClick={press(action)}>
            {ui.queue[action]}
          </Button>
        ))}
      </div>
      {error ? (
        <div className={styles.error}>
          <AppErrorLine error={error} />
        </div>
      ) : null}
      <ResolveDialog
        job={job}
        dashboardUrl={model?.dashboardUrl ?? null}
        isOpen={isResolving}
        onClose={() => setIsResolving(false)}
      />
    </li>
  );
};

import { Ban, ChevronDown, ChevronUp, Clock, LoaderCircle, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobAction } from '#contract/model/job.ts';
import { estimateCost, usd } from '#contract/rules/cost.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { isMoving } from '../../state/moving.ts';
import { useApp, useMirror, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { seconds } from '../../ui/time.ts';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import type { UiWords } from '../../words/en.ts';
import { unsureWords } from '../../words/unsure.ts';
import { JobDetails } from './job-details.tsx';
import styles from './job-row.module.css';
import { ResolveDialog } from './resolve-dialog.tsx';
import { elapsed, stateWords, whenWords } from './state-words.ts';

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
      return <LoaderCircle {...look} className={styles.turning} />;
  }
};

const paidMicros = ({ estimate }: Job): number | null =>
  'micros' in estimate && estimate.micros > 0 ? estimate.micros : null;

/** What running it again costs by today's price; null: nobody knows, 0: nothing. */
const useTodaysMicros = (job: Job): number | null => {
  const price = useMirror(
    (mirror) => mirror.models.find(({ id }) => id === job.choices.modelId)?.price ?? null,
  );
  const estimate = price === null ? null : estimateCost(price, job.outputSec);
  return estimate !== null && 'micros' in estimate ? estimate.micros : null;
};

const retryWords = (micros: number | null, words: UiWords['queue']): string => {
  if (micros === null) return words.retryUnknown;
  return micros === 0 ? words.retry : words.retryFor(usd(micros));
};

/** What is said in full under the row: an end, or a trouble that a person could do something about. */
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

const useDetails = (job: Job): string => {
  const model = useMirror((mirror) => mirror.models.find(({ id }) => id === job.choices.modelId));
  const micros = paidMicros(job);
  const cost = micros === null ? [] : [usd(micros)];
  return [model?.name ?? job.choices.modelId, seconds(job.outputSec), ...cost].join(' \u00b7 ');
};

/** A lost answer is looked for where everything about it is said: in the dialog. */
type RowAction = Exclude<JobAction, 'find'>;
type WordedAction = Exclude<RowAction, 'dismiss'>;
const isWorded = (action: JobAction): action is WordedAction => action !== 'find' && action !== 'dismiss';

type ActionsProps = {
  readonly job: Job;
  readonly isBusy: boolean;
  readonly onPress: (action: RowAction) => void;
  readonly details: { readonly id: string; readonly isOpen: boolean; readonly toggle: () => void };
};

const Actions = ({ job, isBusy, onPress, details }: ActionsProps) => {
  const { actions } = useApp();
  const { ui, language } = useWords();
  const { state } = job;
  const micros = useTodaysMicros(job);
  const words = unsureWords[language].details;
  const look = { size: 15, 'aria-hidden': true } as const;
  // Running it again pays again; the button says how much.
  const labelOf = (action: WordedAction) =>
    action === 'retry' ? retryWords(micros, ui.queue) : ui.queue[action];
  return (
    <div className={styles.actions}>
      {state.kind === 'done' ? (
        <Button size="small" onClick={() => actions.openItem(state.itemId)}>
          {ui.queue.open}
        </Button>
      ) : null}
      {job.actions.filter(isWorded).map((action) => (
        <Button
          key={action}
          size="small"
          disabled={isBusy}
          // A run that is tried again pushes the others down: the second half of a double click would try another.
          onClick={({ detail }) => {
            if (detail < 2) onPress(action);
          }}
        >
          {labelOf(action)}
        </Button>
      ))}
      <IconButton
        size="small"
        label={details.isOpen ? words.hide : words.show}
        aria-expanded={details.isOpen}
        aria-controls={details.isOpen ? details.id : undefined}
        onClick={details.toggle}
      >
        {details.isOpen ? <ChevronUp {...look} /> : <ChevronDown {...look} />}
      </IconButton>
      {job.actions.includes('dismiss') ? (
        <IconButton
          size="small"
          label={ui.queue.dismiss}
          disabled={isBusy}
          onClick={() => onPress('dismiss')}
        >
          <X {...look} />
        </IconButton>
      ) : null}
    </div>
  );
};

/** What is opened at the lower edge of the queue would else be out of sight. Its own function, so that it runs once. */
const bringIntoView = (node: HTMLElement | null): void => node?.scrollIntoView({ block: 'nearest' });

export const JobRow = ({ job, nowMs }: { readonly job: Job; readonly nowMs: number }) => {
  const { actions } = useApp();
  const { ui, domain, language } = useWords();
  const [problem, setProblem] = useState<AppError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isResolving, setIsResolving] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const { state } = job;
  const details = useDetails(job);
  const waiting = unsureWords[language].waiting;
  const words = stateWords(job, { ui: ui.queue, waiting, domain });
  const error = problem ?? errorOf(state);
  const press = async (action: RowAction) => {
    if (action === 'resolve') return setIsResolving(true);
    setIsBusy(true);
    setProblem(await actions.actOnJob(job.id, action));
    setIsBusy(false);
  };
  return (
    <li className={styles.row} data-state={state.kind}>
      <span className={styles.icon}>{icon(state.kind)}</span>
      <div className={styles.what}>
        <p className={styles.names}>{ui.queue.names(job.imageName, job.videoName)}</p>
        <p className={styles.details}>{details}</p>
      </div>
      <div className={styles.state}>
        <p className={styles.words}>
          <span>{words}</span>
          <time dateTime={job.stateSince}>
            {isMoving(job)
              ? elapsed(nowMs - Date.parse(job.createdAt))
              : whenWords(job.stateSince, new Date(nowMs), language)}
          </time>
        </p>
        {isMoving(job) && state.kind !== 'queued' ? (
          <ProgressBar label={words} fraction={'fraction' in state ? state.fraction : null} />
        ) : null}
      </div>
      <Actions
        job={job}
        isBusy={isBusy}
        onPress={(action) => void press(action)}
        details={{ id: detailsId, isOpen, toggle: () => setIsOpen(!isOpen) }}
      />
      {state.kind === 'waiting' && state.isCancelAsked ? (
        <p className={styles.note}>{waiting.cancelAsked}</p>
      ) : null}
      {error ? (
        <div className={styles.error}>
          <AppErrorLine error={error} isOfRun isInList={problem === null} />
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
    </li>
  );
};

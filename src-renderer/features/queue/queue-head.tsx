/** Header of the queue: counts, pause all, dismiss finished runs, collapse. */
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { countsOf, isFinished } from '../../state/queue-parts.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { FoldButton } from '../../ui/icon-button.tsx';
import styles from './queue-pane.module.css';

/** A single run is dismissed by its own button. */
const minToDismiss = 2;

export const QueueHead = ({
  titleId,
  isFolded,
  onFold,
}: {
  readonly titleId: string;
  readonly isFolded: boolean;
  readonly onFold: () => void;
}) => {
  const { actions } = useApp();
  const { ui, queue: messages } = useMessages();
  const jobs = useMirror((mirror) => mirror.jobs);
  const isPaused = useMirror((mirror) => mirror.settings?.queue.isPaused ?? false);
  const [error, setError] = useState<AppError | null>(null);
  const [isDismissing, setIsDismissing] = useState(false);
  const { running, waiting, failed, unsure } = countsOf(jobs);
  const finished = jobs.filter((job) => isFinished(job) && job.actions.includes('dismiss')).length;
  const dismissAll = async () => {
    setIsDismissing(true);
    setError(await actions.dismissFinished());
    setIsDismissing(false);
  };
  const pause = async () => setError(await actions.pauseQueue(!isPaused));
  return (
    <>
      <header className={styles.head}>
        <h2 id={titleId}>{ui.queue.title}</h2>
        {jobs.length > 0 ? <span className={styles.count}>{jobs.length}</span> : null}
        {running > 0 ? <span className={styles.moving}>{ui.queue.moving(running)}</span> : null}
        {waiting > 0 ? <span className={styles.count}>{messages.waitingCount(waiting)}</span> : null}
        {failed > 0 ? <span className={styles.failed}>{messages.failedCount(failed)}</span> : null}
        {unsure > 0 ? <span className={styles.unsure}>{messages.unsureCount(unsure)}</span> : null}
        {jobs.length === 0 ? <p className={styles.empty}>{ui.queue.empty}</p> : null}
        <span className={styles.tools}>
          {finished >= minToDismiss ? (
            <Button size="small" variant="plain" disabled={isDismissing} onClick={() => void dismissAll()}>
              {messages.dismissFinished}
            </Button>
          ) : null}
          {jobs.length > 0 || isPaused ? (
            <Button
              size="small"
              variant={isPaused ? 'quiet' : 'plain'}
              icon={isPaused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
              isSinglePress
              onClick={() => void pause()}
            >
              {isPaused ? messages.resume : messages.pause}
            </Button>
          ) : null}
          {jobs.length > 0 ? (
            <FoldButton
              isOpen={!isFolded}
              opensUp
              label={isFolded ? ui.queue.unfold : ui.queue.collapse}
              onClick={onFold}
            />
          ) : null}
        </span>
      </header>
      {isPaused ? (
        <p className={styles.paused}>
          <Pause size={14} aria-hidden />
          {messages.paused}
        </p>
      ) : null}
      {error === null ? null : (
        <div className={styles.problem}>
          <AppErrorLine error={error} />
        </div>
      )}
    </>
  );
};

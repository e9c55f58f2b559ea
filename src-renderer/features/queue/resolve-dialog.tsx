/** A person says what became of a request whose answer was lost. Nothing is sent again from here. */
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { useApp, useMirror, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { OutsideLink } from '../../ui/outside-link.tsx';
import styles from './resolve-dialog.module.css';

type ResolveDialogProps = {
  readonly job: Job;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

export const ResolveDialog = ({ job, isOpen, onClose }: ResolveDialogProps) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const model = useMirror((mirror) => mirror.models.find(({ id }) => id === job.choices.modelId));
  const [requestId, setRequestId] = useState('');
  const [problem, setProblem] = useState<AppError | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const answer = async (as: 'sent' | 'not-sent') => {
    setIsBusy(true);
    const error = await actions.resolveJob(job.id, as, as === 'sent' ? requestId : '');
    setProblem(error);
    setIsBusy(false);
    if (error === null) onClose();
  };
  return (
    <Dialog
      isOpen={isOpen}
      title={ui.queue.resolveTitle}
      description={ui.queue.resolveWhy}
      onClose={onClose}
      actions={
        <Button variant="plain" onClick={onClose}>
          {ui.common.cancel}
        </Button>
      }
    >
      {model?.dashboardUrl ? (
        <p>
          <OutsideLink href={model.dashboardUrl}>{ui.queue.dashboard}</OutsideLink>
        </p>
      ) : null}
      <div className={styles.answer}>
        <p>{ui.queue.sentMeans}</p>
        <TextField
          label={ui.queue.providerId}
          hint={ui.queue.providerIdHint}
          value={requestId}
          maxLength={300}
          onChange={(event) => setRequestId(event.target.value)}
        />
        <Button disabled={isBusy} onClick={() => void answer('sent')}>
          {ui.queue.sent}
        </Button>
      </div>
      <div className={styles.answer}>
        <p>{ui.queue.notSentMeans}</p>
        <Button disabled={isBusy} onClick={() => void answer('not-sent')}>
          {ui.queue.notSent}
        </Button>
      </div>
      {problem ? <AppErrorLine error={problem} isOfRun /> : null}
    </Dialog>
  );
};

/** A person decides what the program may not guess: whether an unsure run was sent. */
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { useApp, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { OutsideLink } from '../../ui/outside-link.tsx';

export const ResolveDialog = ({
  job,
  dashboardUrl,
  isOpen,
  onClose,
}: {
  readonly job: Job;
  readonly dashboardUrl: string | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const [providerJobId, setProviderJobId] = useState('');
  const [problem, setProblem] = useState<AppError | null>(null);
  const answer = (as: 'sent' | 'not-sent') => () => {
    void actions.resolveJob(job.id, as, as === 'sent' ? providerJobId : '').then((error) => {
      setProblem(error);
      if (error === null) onClose();
    });
  };
  return (
    <Dialog
      isOpen={isOpen}
      title={ui.queue.resolveTitle}
      description={ui.queue.resolveWhy}
      onClose={onClose}
      actions={
        <>
          <Button variant="plain" onClick={onClose}>
            {ui.common.cancel}
          </Button>
          <Button onClick={answer('not-sent')}>{ui.queue.notSent}</Button>
          <Button variant="primary" onClick={answer('sent')}>
            {ui.queue.sent}
          </Button>
        </>
      }
    >
      {dashboardUrl === null ? null : (
        <p>
          <OutsideLink href={dashboardUrl}>{ui.queue.dashboard}</OutsideLink>
        </p>
      )}
      <TextField
        label={ui.queue.providerId}
        value={providerJobId}
        onChange={(event) => setProviderJobId(event.target.value)}
      />
      {problem ? <AppErrorLine error={problem} /> : null}
    </Dialog>
  );
};

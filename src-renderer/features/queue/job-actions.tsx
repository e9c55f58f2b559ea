/**
 * The actions of a queue row. The main process decides which are allowed; the button of a paid action shows the price.
 */
import type { ReactNode } from 'react';
import type { AppError, ErrorOf } from '#contract/errors.ts';
import type { Job, JobAction } from '#contract/model/job.ts';
import { estimateCost, usd } from '#contract/rules/cost.ts';
import type { UiMessages } from '../../messages/en/ui.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { CloseButton, FoldButton } from '../../ui/icon-button.tsx';
import styles from './job-row.module.css';

/**
 * The cost of retrying a job at the current price, which may differ from the price at submission: in millionths of a US
 * dollar; null: unknown, 0: free.
 */
export const useTodaysMicros = (job: Pick<Job, 'choices' | 'outputSec'>): number | null => {
  const price = useMirror(
    (mirror) => mirror.models.find(({ id }) => id === job.choices.modelId)?.price ?? null,
  );
  const estimate = price === null ? null : estimateCost(price, job.outputSec);
  return estimate !== null && 'micros' in estimate ? estimate.micros : null;
};

export const isOverLimit = (error: AppError): error is ErrorOf<'spending-limit-exceeded'> =>
  error.code === 'spending-limit-exceeded';

/** Choices when a retry exceeds a spending limit: exceed it once, or open the limit's settings. */
export const OverLimit = ({ isBusy, onSend }: { readonly isBusy: boolean; readonly onSend: () => void }) => {
  const { actions } = useApp();
  const messages = useMessages().queue;
  return (
    <>
      <Button size="small" onClick={() => actions.showSettings('spending')}>
        {messages.changeLimit}
      </Button>
      <Button
        size="small"
        variant="danger"
        disabled={isBusy}
        // This button appears where another one was just pressed.
        isSinglePress
        onClick={onSend}
      >
        {messages.overLimit}
      </Button>
    </>
  );
};

/** `find` is offered in the dialog, which explains the lost answer. */
export type RowAction = Exclude<JobAction, 'find'>;
type WordedAction = Exclude<RowAction, 'dismiss'>;
const isWorded = (action: JobAction): action is WordedAction => action !== 'find' && action !== 'dismiss';

const retryWords = (micros: number | null, messages: UiMessages['queue']): string => {
  if (micros === null) return messages.retryUnknown;
  return micros === 0 ? messages.retry : messages.retryFor(usd(micros));
};

type JobActionsProps = {
  readonly job: Job;
  readonly isBusy: boolean;
  readonly onPress: (action: RowAction) => void;
  readonly details: { readonly id: string; readonly isOpen: boolean; readonly toggle: () => void };
  /** Moves it in the order; null: it is not waiting. */
  readonly menu: ReactNode;
};

export const JobActions = ({ job, isBusy, onPress, details, menu }: JobActionsProps) => {
  const { actions } = useApp();
  const { ui, unsure } = useMessages();
  const { state } = job;
  const micros = useTodaysMicros(job);
  const messages = unsure.details;
  // Retrying pays again; the button shows the price.
  const labelOf = (action: WordedAction) =>
    action === 'retry' ? retryWords(micros, ui.queue) : ui.queue[action];
  return (
    <div className={styles.actions}>
      {state.kind === 'done' ? (
        <Button
          size="small"
          data-focus-key={`compare:${job.id}`}
          onClick={() => actions.openItem(state.itemId)}
        >
          {ui.queue.open}
        </Button>
      ) : null}
      {job.actions.filter(isWorded).map((action) => (
        <Button
          key={action}
          size="small"
          disabled={isBusy}
          // A retried run moves the rows down: the second press of a double click would retry another run.
          isSinglePress
          onClick={() => onPress(action)}
        >
          {labelOf(action)}
        </Button>
      ))}
      {menu}
      <FoldButton
        isOpen={details.isOpen}
        label={details.isOpen ? messages.hide : messages.show}
        aria-controls={details.isOpen ? details.id : undefined}
        onClick={details.toggle}
      />
      {job.actions.includes('dismiss') ? (
        <CloseButton label={ui.queue.dismiss} disabled={isBusy} onClick={() => onPress('dismiss')} />
      ) : null}
    </div>
  );
};

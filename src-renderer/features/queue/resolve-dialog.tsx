/** A request whose answer was lost: what is known, how to find the run, and what the user can state or risk. */
import { useId, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { Job } from '#contract/model/job.ts';
import type { SpendingExcess } from '#contract/model/spending.ts';
import { usd } from '#contract/rules/cost.ts';
import type { UnsureMessages } from '../../messages/en/unsure.ts';
import { createFigures } from '../../messages/figures.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Fact, Facts } from '../../ui/layout.tsx';
import { OutsideLink } from '../../ui/link.tsx';
import { isOverLimit, OverLimit, useTodaysMicros } from './job-actions.tsx';
import styles from './resolve-dialog.module.css';

type ResolveDialogProps = {
  readonly job: Job;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

type Answer = 'sent' | 'not-sent' | 'send-again';
type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy'; readonly with: 'find' | Answer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly of: 'find' | Answer; readonly error: AppError };

const priceOf = ({ estimate }: Job): string | null => ('micros' in estimate ? usd(estimate.micros) : null);

/**
 * The second press is on another button; in a low window it appears under the pointer, so the second press of a double
 * click is ignored.
 */
const SendAgain = ({
  price,
  isBusy,
  onSend,
  messages,
}: {
  readonly price: string | null;
  readonly isBusy: boolean;
  readonly onSend: () => void;
  readonly messages: UnsureMessages;
}) => {
  const [isAsking, setIsAsking] = useState(false);
  const asksId = useId();
  return (
    <div className={styles.answer}>
      <p>{messages.againMeans}</p>
      <Button disabled={isBusy} aria-expanded={isAsking} isSinglePress onClick={() => setIsAsking(!isAsking)}>
        {messages.again}
      </Button>
      <p id={asksId} role="status" className={styles.asks}>
        {isAsking ? messages.againAsks(price) : ''}
      </p>
      {isAsking ? (
        // It appears at the lower edge of the scrolling area.
        <div ref={(node) => node?.scrollIntoView({ block: 'nearest' })}>
          <Button variant="danger" disabled={isBusy} aria-describedby={asksId} isSinglePress onClick={onSend}>
            {messages.againSure}
          </Button>
        </div>
      ) : null}
    </div>
  );
};

const Known = ({
  job,
  modelName,
  at,
  messages,
}: {
  readonly job: Job;
  readonly modelName: string;
  /** When the answer was lost. */
  readonly at: string;
  readonly messages: UnsureMessages;
}) => {
  const price = priceOf(job);
  return (
    <section aria-label={messages.known}>
      <Facts gap={1}>
        <Fact name={messages.model}>{modelName}</Fact>
        <Fact name={messages.lostAt}>{at}</Fact>
        <Fact name={messages.stake}>{price === null ? messages.stakeUnknown : messages.stakeOf(price)}</Fact>
      </Facts>
    </section>
  );
};

export const ResolveDialog = ({ job, isOpen, onClose }: ResolveDialogProps) => {
  const { actions } = useApp();
  const { language, unsure: messages } = useMessages();
  const model = useMirror((mirror) => mirror.models.find(({ id }) => id === job.choices.modelId));
  const [requestId, setRequestId] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const isBusy = outcome.kind === 'busy';
  const provider = model ? providerNames[model.provider] : job.choices.modelId;
  const micros = useTodaysMicros(job);
  const lostAt = createFigures(language).moment(job.stateSince);

  const find = async () => {
    setOutcome({ kind: 'busy', with: 'find' });
    const answer = await actions.findJob(job.id);
    if (!answer.ok) return setOutcome({ kind: 'failed', of: 'find', error: answer.error });
    setOutcome(answer.value.isFound ? { kind: 'none' } : { kind: 'absent' });
    if (answer.value.isFound) onClose();
  };
  const settle = async (as: Answer, call: () => Promise<AppError | null>) => {
    setOutcome({ kind: 'busy', with: as });
    const error = await call();
    setOutcome(error === null ? { kind: 'none' } : { kind: 'failed', of: as, error });
    if (error === null) onClose();
  };
  const say = (as: Answer) =>
    settle(as, () => actions.resolveJob(job.id, as, as === 'sent' ? requestId : ''));
  const sendOverLimit = (shown: SpendingExcess) =>
    settle('send-again', () => actions.sendAgainOverLimit(job.id, shown));
  /** Errors are shown beside the button that was pressed. */
  const failure = (of: 'find' | Answer) => {
    if (outcome.kind !== 'failed' || outcome.of !== of) return null;
    const { error } = outcome;
    return (
      <AppErrorLine
        error={error}
        isOfRun
        actions={
          of === 'send-again' && isOverLimit(error) ? (
            <OverLimit isBusy={isBusy} onSend={() => void sendOverLimit(error)} />
          ) : undefined
        }
      />
    );
  };

  return (
    <Dialog
      isOpen={isOpen}
      title={messages.title}
      description={messages.lost(provider)}
      onClose={onClose}
      actions={<Button onClick={onClose}>{messages.leave}</Button>}
    >
      <Known job={job} modelName={model?.name ?? job.choices.modelId} at={lostAt} messages={messages} />
      {job.actions.includes('find') ? (
        <div className={styles.answer}>
          <p>{messages.findMeans(provider)}</p>
          <Button variant="primary" disabled={isBusy} onClick={() => void find()}>
            {messages.find}
          </Button>
          <p role="status" className={styles.asks}>
            {outcome.kind === 'busy' && outcome.with === 'find' ? messages.finding(provider) : ''}
            {outcome.kind === 'absent' ? messages.absent(provider) : ''}
          </p>
          {failure('find')}
        </div>
      ) : null}
      {model?.dashboardUrl ? (
        <div className={styles.answer}>
          <p>{messages.openMeans(lostAt)}</p>
          <OutsideLink href={model.dashboardUrl}>{messages.open(provider)}</OutsideLink>
        </div>
      ) : null}
      <div className={styles.answer}>
        <p>{messages.sentMeans}</p>
        <TextField
          label={messages.requestId}
          hint={messages.requestIdHint}
          value={requestId}
          maxLength={300}
          onChange={(event) => setRequestId(event.target.value)}
        />
        <Button disabled={isBusy} onClick={() => void say('sent')}>
          {messages.sent}
        </Button>
        {failure('sent')}
      </div>
      <div className={styles.answer}>
        <p>{messages.notSentMeans}</p>
        <Button disabled={isBusy} onClick={() => void say('not-sent')}>
          {messages.notSent}
        </Button>
        {failure('not-sent')}
      </div>
      <SendAgain
        price={micros === null ? null : usd(micros)}
        isBusy={isBusy}
        onSend={() => void say('send-again')}
        messages={messages}
      />
      {failure('send-again')}
    </Dialog>
  );
};

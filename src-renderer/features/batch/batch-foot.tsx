/** The batch total, the stop-after setting, the reason it cannot be sent yet, and the send button. */

import { useId } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { providerNames } from '#contract/messages/names.ts';
import { maxBatchJobs } from '#contract/model/job.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import type { BatchTotal } from '#contract/rules/batch.ts';
import type { BatchMessages } from '../../messages/en/batch.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { type BatchBlocker, readStopAfter } from '../../state/batch-selectors.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Row } from '../../ui/layout.tsx';
import styles from './batch-foot.module.css';
import type { BatchNow } from './use-batch-runs.ts';

/** Number of runs and cost per provider; renders nothing if there is only one provider. */
export const ProviderSums = ({ total }: { readonly total: BatchTotal }) => {
  const messages = useMessages().batch.foot;
  if (total.byProvider.length < 2) return null;
  return (
    <dl className={styles.sums} aria-label={messages.byProvider}>
      {total.byProvider.map((sum) => (
        <Row key={sum.provider} gap={3} justify="between">
          <dt className="soft">
            {providerNames[sum.provider]}, {messages.total(sum.runs)}
          </dt>
          <dd>{messages.price(sum)}</dd>
        </Row>
      ))}
    </dl>
  );
};

const namesOf = (providers: readonly ProviderId[]): string =>
  providers.map((provider) => providerNames[provider]).join(', ');

const blockerWords = (blocker: BatchBlocker, messages: BatchMessages['blockers']): string => {
  switch (blocker.kind) {
    case 'keys':
    case 'delivery':
      return messages[blocker.kind](namesOf(blocker.providers));
    case 'too-many':
      return messages['too-many'](blocker.runs, maxBatchJobs);
    case 'offline':
    case 'reading':
    case 'files':
    case 'images':
    case 'videos':
    case 'models':
    case 'none':
    case 'stop-after':
      return messages[blocker.kind];
    default:
      return assertNever(blocker);
  }
};

const StopAfter = () => {
  const { actions } = useBatch();
  const messages = useMessages().batch.foot;
  const stopAfter = useBatchState(({ draft }) => draft.stopAfter);
  const isGood = readStopAfter(stopAfter) !== undefined;
  return (
    <TextField
      label={messages.stopAfter}
      hint={messages.stopAfterHint}
      problem={isGood ? null : messages.stopAfterProblem(maxBatchJobs)}
      placeholder={messages.stopAfterNever}
      inputMode="numeric"
      maxLength={6}
      value={stopAfter}
      onChange={(event) => actions.change({ stopAfter: event.target.value })}
    />
  );
};

/** Number of videos that would be used from their start because their scan has not finished. */
const useLooking = (): number =>
  useBatchState(({ draft }) => Object.values(draft.scans).filter(({ kind }) => kind === 'working').length);

const labelOf = (total: BatchTotal, isChecking: boolean, messages: BatchMessages['foot']): string => {
  if (isChecking) return messages.checking;
  if (total.runs === 0) return messages.sendNothing;
  return messages.send(total.runs, messages.price(total));
};

export const BatchFoot = ({ total, blocker, betterParts }: Omit<BatchNow, 'runs' | 'included'>) => {
  const app = useApp();
  const { actions } = useBatch();
  const { ui, batch: messages, scan } = useMessages();
  const noteId = useId();
  const submit = useBatchState((state) => state.submit);
  const looking = useLooking();
  const isBusy = submit.kind === 'checking' || submit.kind === 'asking';
  return (
    <div className={styles.foot}>
      <div data-testid="batch-total">
        <p className={styles.total} role="status">
          {total.runs === 0
            ? messages.foot.noRuns
            : messages.grid.modelSum(total.runs, messages.foot.price(total))}
        </p>
        <ProviderSums total={total} />
      </div>
      <StopAfter />
      {looking > 0 ? <p className={styles.note}>{messages.scans.pending(looking)}</p> : null}
      {betterParts > 0 ? (
        <p className={styles.note} role="status">
          {scan.keptInBatch(betterParts)}{' '}
          <Button size="small" onClick={actions.takeBestParts}>
            {scan.useBestParts}
          </Button>
        </p>
      ) : null}
      {submit.kind === 'refused' ? <AppErrorLine error={submit.error} isOfRun /> : null}
      <div className={styles.action}>
        <Button
          variant="primary"
          size="large"
          className={styles.send}
          disabled={blocker !== null || isBusy}
          aria-describedby={noteId}
          isSinglePress
          onClick={() => void actions.ask()}
        >
          {labelOf(total, submit.kind === 'checking', messages.foot)}
        </Button>
        <p id={noteId} className={styles.note}>
          {blocker === null ? messages.foot.estimate : blockerWords(blocker, messages.blockers)}
        </p>
        {blocker?.kind === 'keys' || blocker?.kind === 'delivery' ? (
          <Button size="small" onClick={() => app.actions.showSettings(blocker.kind)}>
            {ui.choices.toSettings}
          </Button>
        ) : null}
      </div>
    </div>
  );
};

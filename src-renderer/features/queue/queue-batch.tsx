/** A batch under one header: progress, cost, and a button that cancels its unsent runs. */

import { type ReactNode, useId, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job } from '#contract/model/job.ts';
import { usd } from '#contract/rules/cost.ts';
import type { QueueMessages } from '../../messages/en/queue.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import type { QueueBatch } from '../../state/queue-parts.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { FoldButton } from '../../ui/icon-button.tsx';
import { Row } from '../../ui/layout.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { FoldedRows, type RevealedJob, useFold } from './folded-rows.tsx';
import styles from './queue-batch.module.css';

const shownFirst = 12;

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'cancelled'; readonly count: number }
  | { readonly kind: 'failed'; readonly error: AppError };

const moneyOf = (
  { soFarMicros, wholeMicros, unknownPrices }: QueueBatch,
  messages: QueueMessages['batch'],
): string =>
  [
    ...(wholeMicros > 0 ? [messages.price(usd(soFarMicros), usd(wholeMicros))] : []),
    ...(unknownPrices > 0 ? [messages.unknown(unknownPrices)] : []),
  ].join(', ');

export const QueueBatchPart = ({
  batch,
  at,
  revealed,
  row,
}: {
  readonly batch: QueueBatch;
  /** Submission time as text. */
  readonly at: string;
  /** A run that must be visible. */
  readonly revealed: RevealedJob;
  readonly row: (job: Job) => ReactNode;
}) => {
  const { actions } = useApp();
  const messages = useMessages().queue.batch;
  const titleId = useId();
  const rowsId = useId();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const { counts, total, jobs } = batch;
  const { isOpen, toggle } = useFold(jobs, revealed);
  const counted = messages.counts(counts);
  const money = moneyOf(batch, messages);
  const cancel = async () => {
    setOutcome({ kind: 'busy' });
    const answer = await actions.cancelBatch(batch.id);
    setOutcome(
      answer.ok
        ? { kind: 'cancelled', count: answer.value.cancelled }
        : { kind: 'failed', error: answer.error },
    );
  };
  return (
    <section className={styles.batch} aria-labelledby={titleId}>
      <header className={styles.head}>
        <div>
          <h3 id={titleId} className={classNames(styles.title, 'truncate')}>
            {messages.title(total, at)}
          </h3>
          <p className="note figures">{money === '' ? counted : `${counted} \u00b7 ${money}`}</p>
        </div>
        <div className={styles.progress}>
          <ProgressBar label={counted} fraction={(total - counts.running - counts.waiting) / total} />
        </div>
        <Row gap={1} justify="end">
          {batch.hasRest ? (
            <Button size="small" disabled={outcome.kind === 'busy'} onClick={() => void cancel()}>
              {messages.cancel}
            </Button>
          ) : null}
          {jobs.length > 0 ? (
            <FoldButton
              isOpen={isOpen}
              label={isOpen ? messages.hide : messages.show}
              aria-controls={isOpen ? rowsId : undefined}
              onClick={toggle}
            />
          ) : null}
        </Row>
      </header>
      <p role="status" className={styles.note}>
        {outcome.kind === 'cancelled' ? messages.cancelled(outcome.count) : ''}
      </p>
      {outcome.kind === 'failed' ? (
        <div className={styles.note}>
          <AppErrorLine error={outcome.error} isOfRun />
        </div>
      ) : null}
      {isOpen ? (
        <div id={rowsId} className={styles.rows}>
          <FoldedRows rows={jobs} shownFirst={shownFirst} revealed={revealed} row={row} />
          {counts.waiting > 0 ? <p className={styles.note}>{messages.waitBelow}</p> : null}
        </div>
      ) : null}
    </section>
  );
};

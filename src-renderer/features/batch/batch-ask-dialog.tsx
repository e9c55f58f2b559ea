/**
 * Confirmation before a batch is sent: the total, earlier runs of the same files and choices, and spending limits it
 * would exceed.
 */

import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { Breach } from '#contract/model/spending.ts';
import { batchTotal } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import { wouldBeInWords } from '#contract/rules/spend-check.ts';
import type { BatchMessages } from '../../messages/en/batch.ts';
import { createFigures } from '../../messages/figures.ts';
import { agreedOf } from '../../state/batch-actions.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import type { BatchOrder, BatchSubmit } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { runName, useCellText } from './batch-cell-text.ts';
import styles from './batch-foot.module.css';
import { ProviderSums } from './batch-foot.tsx';

type Asking = Extract<BatchSubmit, { kind: 'asking' }>;

/** Maximum number of earlier runs listed by name. */
const maxNamed = 6;

const useEarlierWords = () => {
  const messages = useCellText();
  const { language } = useMessages();
  const figures = createFigures(language);
  const { earlier: texts } = messages.batch.ask;
  return ({ runs }: BatchOrder, { index, earlier }: SpendCheck['repeats'][number]): string => {
    const run = runs[index];
    const name = run ? runName(run, messages) : '';
    return `${name}: ${earlier.kind === 'item' ? texts.item(figures.date(earlier.at)) : texts[earlier.kind]}`;
  };
};

const Repeats = ({ asking }: { readonly asking: Asking }) => {
  const { actions } = useBatch();
  const messages = useCellText().batch.ask;
  const earlierWords = useEarlierWords();
  const { order, spendCheck, repeats } = asking;
  const known = [...new Map(spendCheck.repeats.map((repeat) => [repeat.index, repeat])).values()];
  if (known.length === 0) return null;
  const duplicates = known.filter(({ earlier }) => earlier.kind === 'same-request').length;
  const earlierRuns = known.length - duplicates;
  return (
    <section className={styles.part} aria-label={messages.repeatsLabel}>
      {earlierRuns > 0 ? <p>{messages.repeats[repeats].earlier(earlierRuns)}</p> : null}
      {duplicates > 0 ? <p>{messages.repeats[repeats].duplicate(duplicates)}</p> : null}
      <ul className={styles.list}>
        {known.slice(0, maxNamed).map((repeat) => (
          <li key={repeat.index}>{earlierWords(order, repeat)}</li>
        ))}
        {known.length > maxNamed ? <li>{messages.moreRepeats(known.length - maxNamed)}</li> : null}
      </ul>
      <Segmented
        label={messages.repeatsLabel}
        value={repeats}
        options={[
          { value: 'leave-out', label: messages['leave-out'] },
          { value: 'send-again', label: messages['send-again'] },
        ]}
        onChange={actions.chooseRepeats}
      />
      {repeats === 'send-again' ? <p className="soft">{messages.againPays}</p> : null}
    </section>
  );
};

const breachWords = (breach: Breach, messages: BatchMessages['ask']): string =>
  messages.breach[breach.limit](wouldBeInWords(breach), usd(breach.limitMicros));

const SpendingLimits = ({ spendCheck }: { readonly spendCheck: SpendCheck }) => {
  const messages = useCellText().batch.ask;
  const { breaches, unknownCosts } = spendCheck;
  const lines = [
    ...breaches.map((breach) => breachWords(breach, messages)),
    ...(unknownCosts > 0 ? [messages.unknownCosts(unknownCosts)] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className={styles.limits} role="status">
      {lines.map((line) => (
        <li key={line} className={styles.limit}>
          <VerdictMark verdict="fixable" />
          {line}
        </li>
      ))}
    </ul>
  );
};

const Question = ({ asking }: { readonly asking: Asking }) => {
  const { actions } = useBatch();
  const { batch: messages } = useCellText();
  const { order, spendCheck } = agreedOf(asking);
  const total = batchTotal(order.runs);
  const price = messages.foot.price(total);
  const isFree = total.knownMicros === 0 && total.unknownRuns === 0;
  const isPastLimit = spendCheck.breaches.length > 0;
  const send = isPastLimit ? messages.ask.sendOverLimit : messages.foot.send;
  return (
    <Dialog
      isOpen
      onClose={actions.leave}
      title={total.runs === 0 ? messages.ask.nothingLeft : messages.ask.title(total.runs)}
      {...(total.runs === 0 ? {} : { description: isFree ? messages.ask.free : messages.ask.price(price) })}
      actions={
        <>
          <Button onClick={actions.leave} disabled={asking.isSending}>
            {messages.ask.back}
          </Button>
          <Button
            variant={isPastLimit ? 'danger' : 'primary'}
            className={styles.longLabel}
            disabled={asking.isSending || total.runs === 0}
            isSinglePress
            onClick={() => void actions.send()}
          >
            {asking.isSending
              ? messages.ask.sending
              : total.runs === 0
                ? messages.foot.sendNothing
                : send(total.runs, price)}
          </Button>
        </>
      }
    >
      <ProviderSums total={total} />
      <Repeats asking={asking} />
      <SpendingLimits spendCheck={spendCheck} />
      {order.stopAfter === null ? null : <p className="soft">{messages.ask.stops(order.stopAfter)}</p>}
    </Dialog>
  );
};

export const BatchAskDialog = () => {
  const submit = useBatchState((state) => state.submit);
  return submit.kind === 'asking' ? <Question asking={submit} /> : null;
};

/** The one question before a batch is sent: what it comes to, what was made before, which caps it would break. */
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { Breach } from '#contract/model/spending.ts';
import { batchTotal } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import { wouldBeInWords } from '#contract/rules/spending-limits.ts';
import type { BatchWords } from '../../messages/batch.ts';
import { createFigures } from '../../messages/figures.ts';
import { agreedOf } from '../../state/batch-actions.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import type { BatchOrder, BatchSubmit } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ignoreRepeat } from '../../ui/keys.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import styles from './batch-ask-dialog.module.css';
import { runName } from './batch-cell-text.ts';
import { ProviderSums } from './provider-sums.tsx';
import { useCellText } from './use-cell-text.ts';

type Asking = Extract<BatchSubmit, { kind: 'asking' }>;

/** As many of the runs that were made before as are named. */
const maxNamed = 6;

const useEarlierWords = () => {
  const words = useCellText();
  const { language } = useMessages();
  const figures = createFigures(language);
  const { earlier: told } = words.batch.ask;
  return ({ runs }: BatchOrder, { index, earlier }: SpendCheck['repeats'][number]): string => {
    const run = runs[index];
    const name = run ? runName(run, words) : '';
    return `${name}: ${earlier.kind === 'item' ? told.item(figures.date(earlier.at)) : told[earlier.kind]}`;
  };
};

const Repeats = ({ asking }: { readonly asking: Asking }) => {
  const { actions } = useBatch();
  const words = useCellText().batch.ask;
  const earlierWords = useEarlierWords();
  const { order, spendCheck, repeats } = asking;
  const known = [...new Map(spendCheck.repeats.map((repeat) => [repeat.index, repeat])).values()];
  if (known.length === 0) return null;
  const duplicates = known.filter(({ earlier }) => earlier.kind === 'this-order').length;
  const earlierRuns = known.length - duplicates;
  return (
    <section className={styles.part} aria-label={words.repeatsLabel}>
      {earlierRuns > 0 ? <p>{words.repeats[repeats].earlier(earlierRuns)}</p> : null}
      {duplicates > 0 ? <p>{words.repeats[repeats].duplicate(duplicates)}</p> : null}
      <ul className={styles.list}>
        {known.slice(0, maxNamed).map((repeat) => (
          <li key={repeat.index}>{earlierWords(order, repeat)}</li>
        ))}
        {known.length > maxNamed ? <li>{words.moreRepeats(known.length - maxNamed)}</li> : null}
      </ul>
      <Segmented
        label={words.repeatsLabel}
        value={repeats}
        options={[
          { value: 'leave-out', label: words['leave-out'] },
          { value: 'send-again', label: words['send-again'] },
        ]}
        onChange={actions.chooseRepeats}
      />
      {repeats === 'send-again' ? <p className={styles.soft}>{words.againPays}</p> : null}
    </section>
  );
};

const breachWords = (breach: Breach, words: BatchWords['ask']): string =>
  words.breach[breach.cap](wouldBeInWords(breach), usd(breach.capMicros));

const Caps = ({ spendCheck }: { readonly spendCheck: SpendCheck }) => {
  const words = useCellText().batch.ask;
  const { breaches, unknownCosts } = spendCheck;
  const said = [
    ...breaches.map((breach) => breachWords(breach, words)),
    ...(unknownCosts > 0 ? [words.unknownCosts(unknownCosts)] : []),
  ];
  if (said.length === 0) return null;
  return (
    <ul className={styles.caps} role="status">
      {said.map((line) => (
        <li key={line} className={styles.cap}>
          <VerdictMark verdict="fixable" />
          {line}
        </li>
      ))}
    </ul>
  );
};

const Question = ({ asking }: { readonly asking: Asking }) => {
  const { actions } = useBatch();
  const { batch: words } = useCellText();
  const { order, spendCheck } = agreedOf(asking);
  const total = batchTotal(order.runs);
  const price = words.foot.price(total);
  const isFree = total.knownMicros === 0 && total.unknownRuns === 0;
  const isPastLimit = spendCheck.breaches.length > 0;
  const send = isPastLimit ? words.ask.sendOverLimit : words.foot.send;
  return (
    <Dialog
      isOpen
      onClose={actions.leave}
      title={total.runs === 0 ? words.ask.nothingLeft : words.ask.title(total.runs)}
      {...(total.runs === 0 ? {} : { description: isFree ? words.ask.free : words.ask.price(price) })}
      actions={
        <>
          <Button onClick={actions.leave} disabled={asking.isSending}>
            {words.ask.back}
          </Button>
          <Button
            variant={isPastLimit ? 'danger' : 'primary'}
            className={styles.send}
            disabled={asking.isSending || total.runs === 0}
            onKeyDown={ignoreRepeat}
            onClick={({ detail }) => {
              if (detail < 2) void actions.send();
            }}
          >
            {asking.isSending
              ? words.ask.sending
              : total.runs === 0
                ? words.foot.sendNothing
                : send(total.runs, price)}
          </Button>
        </>
      }
    >
      <ProviderSums total={total} />
      <Repeats asking={asking} />
      <Caps spendCheck={spendCheck} />
      {order.stopAfter === null ? null : <p className={styles.soft}>{words.ask.stops(order.stopAfter)}</p>}
    </Dialog>
  );
};

export const BatchAskDialog = () => {
  const submit = useBatchState((state) => state.submit);
  return submit.kind === 'asking' ? <Question asking={submit} /> : null;
};

/** What a person should hear before the run is paid for: that it was made before, or that it goes past a cap. */

import { useRef } from 'react';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { approvalsFor } from '#contract/rules/agreement.ts';
import { usd } from '#contract/rules/cost.ts';
import { wouldBeInWords } from '#contract/rules/spending-limits.ts';
import { type SpendCheckMessages, spendCheckMessages } from '../../messages/spend-check.ts';
import { useApp, useAppState, useLanguage } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Stack } from '../../ui/stack.tsx';
import styles from './spend-check-dialog.module.css';
import { SpendCheckEarlier } from './spend-check-earlier.tsx';

type Matter = 'repeat' | 'limit' | 'unknown' | 'both';

/** What stands in the title and on the button: the surest of it. */
const matterOf = ({ repeats, breaches }: SpendCheck): Matter => {
  if (repeats.length > 0) return breaches.length > 0 ? 'both' : 'repeat';
  return breaches.length > 0 ? 'limit' : 'unknown';
};

const SpendingLimits = ({
  spendCheck,
  messages,
}: {
  readonly spendCheck: SpendCheck;
  readonly messages: SpendCheckMessages['spendingLimits'];
}) => {
  const { actions } = useApp();
  return (
    <section className={styles.matter} aria-label={messages.title}>
      {spendCheck.breaches.map((breach) => (
        <p key={breach.limit}>
          {messages.breach[breach.limit](wouldBeInWords(breach), usd(breach.limitMicros))}
        </p>
      ))}
      {spendCheck.unknownCosts > 0 ? <p>{messages.unknown}</p> : null}
      {spendCheck.breaches.some(({ limit }) => limit !== 'run') ? (
        <p className="note">{messages.counts}</p>
      ) : null}
      <Button
        data-free
        onClick={() => {
          actions.leave();
          actions.showSettings('spending');
        }}
      >
        {messages.change}
      </Button>
    </section>
  );
};

const Question = ({ spendCheck }: { readonly spendCheck: SpendCheck }) => {
  const { actions } = useApp();
  const messages = spendCheckMessages[useLanguage()];
  const estimate = actions.shownPrice(spendCheck);
  const body = useRef<HTMLDivElement>(null);
  const matter = matterOf(spendCheck);
  const price = estimate !== null && 'micros' in estimate ? usd(estimate.micros) : null;
  const send = messages.send[matter];
  return (
    <Dialog
      isOpen
      onClose={actions.leave}
      title={messages.titles[matter]}
      description={messages.nothingYet}
      // The first way that costs nothing.
      firstFocus={() => body.current?.querySelector<HTMLElement>('[data-free]') ?? true}
      actions={
        <>
          <Button onClick={actions.leave}>{messages.leave}</Button>
          <Button variant="danger" isSinglePress onClick={() => void actions.approve()}>
            {price === null ? send : messages.sendFor(send, price)}
          </Button>
        </>
      }
    >
      <Stack ref={body} gap={4}>
        {spendCheck.repeats.map(({ index, earlier }) => (
          <SpendCheckEarlier key={index} earlier={earlier} messages={messages.repeat} />
        ))}
        {approvalsFor(spendCheck).overLimit ? (
          <SpendingLimits spendCheck={spendCheck} messages={messages.spendingLimits} />
        ) : null}
      </Stack>
    </Dialog>
  );
};

export const SpendCheckDialog = () => {
  const submit = useAppState((state) => state.draft.submit);
  return submit.kind === 'asking' ? <Question spendCheck={submit.spendCheck} /> : null;
};

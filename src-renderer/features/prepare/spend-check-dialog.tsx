/** Confirmation before a paid run that repeats an earlier one or exceeds a spending limit. */

import { useRef } from 'react';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { usd } from '#contract/rules/cost.ts';
import { approvalsFor, wouldBeInWords } from '#contract/rules/spend-check.ts';
import { type SpendCheckMessages, spendCheckMessages } from '../../messages/spend-check.ts';
import { useApp, useAppState, useLanguage } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Stack } from '../../ui/stack.tsx';
import styles from './spend-check-dialog.module.css';
import { SpendCheckEarlier } from './spend-check-earlier.tsx';

type Finding = 'repeat' | 'limit' | 'unknown' | 'both';

/** Selects the title and the button label by what was found. */
const findingOf = ({ repeats, breaches }: SpendCheck): Finding => {
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
    <section className={styles.finding} aria-label={messages.title}>
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
  const finding = findingOf(spendCheck);
  const price = estimate !== null && 'micros' in estimate ? usd(estimate.micros) : null;
  const send = messages.send[finding];
  return (
    <Dialog
      isOpen
      onClose={actions.leave}
      title={messages.titles[finding]}
      description={messages.nothingYet}
      // The first action that costs nothing.
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

/**
 * Confirmation before a paid run that repeats an earlier one or exceeds a spending limit. The earlier run is shown by its
 * result in the library, or by its job in the queue.
 */

import { useRef, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { itemAddress } from '#contract/media-address.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { EarlierRun, SpendCheck } from '#contract/model/spend-check.ts';
import { usd } from '#contract/rules/cost.ts';
import { approvalsFor, wouldBeInWords } from '#contract/rules/spend-check.ts';
import type { SpendCheckMessages } from '../../messages/en/spend-check.ts';
import { createFigures } from '../../messages/figures.ts';
import { useLibraryQuery } from '../../shared/use-library-query.ts';
import { useApp, useAppState, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Stack } from '../../ui/layout.tsx';
import styles from './spend-check-dialog.module.css';

const costInWords = (
  { billedMicros, estimate }: KeptItem,
  messages: SpendCheckMessages['repeat'],
): string => {
  if (billedMicros !== null) return messages.billed(usd(billedMicros));
  return 'micros' in estimate ? messages.estimated(usd(estimate.micros)) : messages.costUnknown;
};

type OfRepeat = { readonly messages: SpendCheckMessages['repeat'] };

const Poster = ({ item, messages }: OfRepeat & { readonly item: KeptItem }) => {
  const [isLost, setIsLost] = useState(false);
  return isLost ? null : (
    <img
      className={styles.poster}
      src={itemAddress(item.id, 'poster')}
      alt={messages.poster(item.image.name, item.video.name)}
      onError={() => setIsLost(true)}
    />
  );
};

type Known<K extends EarlierRun['kind']> = OfRepeat & {
  readonly earlier: Extract<EarlierRun, { kind: K }>;
};

const EarlierItem = ({ earlier, messages }: Known<'item'>) => {
  const { actions } = useApp();
  const { language } = useMessages();
  const { value: item, error } = useLibraryQuery(earlier.itemId, (client) =>
    client.call('library.get', { itemId: earlier.itemId }),
  );
  const open = () => {
    actions.leave();
    actions.openItem(earlier.itemId);
  };
  return (
    <section className={styles.finding} aria-label={messages.title}>
      <div className={styles.earlier}>
        {item === null ? null : <Poster item={item} messages={messages} />}
        <div>
          <p>{messages.item(createFigures(language).moment(earlier.at))}</p>
          <p role="status">
            {item !== null
              ? costInWords(item, messages)
              : error === null
                ? messages.reading
                : messages.unread}
          </p>
        </div>
      </div>
      <p className="note">{messages.again}</p>
      <Button data-free onClick={open}>
        {messages.open}
      </Button>
    </section>
  );
};

const EarlierJob = ({ earlier, messages }: Known<'job'>) => {
  const { actions } = useApp();
  const { domain, language } = useMessages();
  const job = useMirror((mirror) => mirror.jobs.find(({ id }) => id === earlier.jobId) ?? null);
  const at = createFigures(language).moment(earlier.at);
  const show = () => {
    actions.leave();
    actions.showJob(earlier.jobId);
  };
  return (
    <section className={styles.finding} aria-label={messages.title}>
      <p>{job === null ? messages.jobUnknown(at) : messages.job(at, domain.state(job.state.kind))}</p>
      <p className="note">{messages.again}</p>
      {job === null ? null : (
        <Button data-free onClick={show}>
          {messages.toQueue}
        </Button>
      )}
    </section>
  );
};

const SpendCheckEarlier = ({ earlier, messages }: OfRepeat & { readonly earlier: EarlierRun }) => {
  switch (earlier.kind) {
    case 'item':
      return <EarlierItem earlier={earlier} messages={messages} />;
    case 'job':
      return <EarlierJob earlier={earlier} messages={messages} />;
    case 'same-request':
      return <p>{messages.thisOrder}</p>;
    default:
      return assertNever(earlier);
  }
};

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
  const messages = useMessages().spendCheck;
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

/** The earlier run of the same files and choices: its result in the library, or its job in the queue. */
import { useEffect, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { itemAddress } from '#contract/media-address.ts';
import type { ItemId, KeptItem } from '#contract/model/item.ts';
import type { EarlierRun } from '#contract/model/spend-check.ts';
import { usd } from '#contract/rules/cost.ts';
import { createFigures } from '../../messages/figures.ts';
import type { SpendCheckMessages } from '../../messages/spend-check.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './spend-check-dialog.module.css';

type Look =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly item: KeptItem }
  | { readonly kind: 'unread' };

const useKeptItem = (itemId: ItemId): Look => {
  const { client } = useApp();
  const [look, setLook] = useState<Look>({ kind: 'reading' });
  useEffect(() => {
    let isCurrent = true;
    const read = async () => {
      const found = await client.call('library.get', { itemId });
      if (isCurrent) setLook(found.ok ? { kind: 'read', item: found.value } : { kind: 'unread' });
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [client, itemId]);
  return look;
};

const costInWords = (
  { billedMicros, estimate }: KeptItem,
  messages: SpendCheckMessages['repeat'],
): string => {
  if (billedMicros !== null) return messages.billed(usd(billedMicros));
  return 'micros' in estimate ? messages.estimated(usd(estimate.micros)) : messages.costUnknown;
};

const Poster = ({
  item,
  messages,
}: {
  readonly item: KeptItem;
  readonly messages: SpendCheckMessages['repeat'];
}) => {
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

type Known<K extends EarlierRun['kind']> = {
  readonly earlier: Extract<EarlierRun, { kind: K }>;
  readonly messages: SpendCheckMessages['repeat'];
};

const EarlierItem = ({ earlier, messages }: Known<'item'>) => {
  const { actions } = useApp();
  const { language } = useMessages();
  const look = useKeptItem(earlier.itemId);
  const item = look.kind === 'read' ? look.item : null;
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
            {look.kind === 'reading' ? messages.reading : null}
            {look.kind === 'unread' ? messages.unread : null}
            {item === null ? null : costInWords(item, messages)}
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

export const SpendCheckEarlier = ({
  earlier,
  messages,
}: {
  readonly earlier: EarlierRun;
  readonly messages: SpendCheckMessages['repeat'];
}) => {
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

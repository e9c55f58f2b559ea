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
    let isWanted = true;
    const read = async () => {
      const found = await client.call('library.get', { itemId });
      if (isWanted) setLook(found.ok ? { kind: 'read', item: found.value } : { kind: 'unread' });
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [client, itemId]);
  return look;
};

const costInWords = ({ billedMicros, estimate }: KeptItem, words: SpendCheckMessages['repeat']): string => {
  if (billedMicros !== null) return words.billed(usd(billedMicros));
  return 'micros' in estimate ? words.estimated(usd(estimate.micros)) : words.costUnknown;
};

const Poster = ({
  item,
  words,
}: {
  readonly item: KeptItem;
  readonly words: SpendCheckMessages['repeat'];
}) => {
  const [isLost, setIsLost] = useState(false);
  return isLost ? null : (
    <img
      className={styles.poster}
      src={itemAddress(item.id, 'poster')}
      alt={words.poster(item.image.name, item.video.name)}
      onError={() => setIsLost(true)}
    />
  );
};

type Known<K extends EarlierRun['kind']> = {
  readonly earlier: Extract<EarlierRun, { kind: K }>;
  readonly words: SpendCheckMessages['repeat'];
};

const EarlierItem = ({ earlier, words }: Known<'item'>) => {
  const { actions } = useApp();
  const { language } = useMessages();
  const look = useKeptItem(earlier.itemId);
  const item = look.kind === 'read' ? look.item : null;
  const open = () => {
    actions.leave();
    actions.openItem(earlier.itemId);
  };
  return (
    <section className={styles.matter} aria-label={words.title}>
      <div className={styles.earlier}>
        {item === null ? null : <Poster item={item} words={words} />}
        <div>
          <p>{words.item(createFigures(language).moment(earlier.at))}</p>
          <p role="status">
            {look.kind === 'reading' ? words.reading : null}
            {look.kind === 'unread' ? words.unread : null}
            {item === null ? null : costInWords(item, words)}
          </p>
        </div>
      </div>
      <p className={styles.soft}>{words.again}</p>
      <Button data-free onClick={open}>
        {words.open}
      </Button>
    </section>
  );
};

const EarlierJob = ({ earlier, words }: Known<'job'>) => {
  const { actions } = useApp();
  const { domain, language } = useMessages();
  const job = useMirror((mirror) => mirror.jobs.find(({ id }) => id === earlier.jobId) ?? null);
  const at = createFigures(language).moment(earlier.at);
  const show = () => {
    actions.leave();
    actions.showJob(earlier.jobId);
  };
  return (
    <section className={styles.matter} aria-label={words.title}>
      <p>{job === null ? words.jobUnknown(at) : words.job(at, domain.state(job.state.kind))}</p>
      <p className={styles.soft}>{words.again}</p>
      {job === null ? null : (
        <Button data-free onClick={show}>
          {words.toQueue}
        </Button>
      )}
    </section>
  );
};

export const SpendCheckEarlier = ({
  earlier,
  words,
}: {
  readonly earlier: EarlierRun;
  readonly words: SpendCheckMessages['repeat'];
}) => {
  switch (earlier.kind) {
    case 'item':
      return <EarlierItem earlier={earlier} words={words} />;
    case 'job':
      return <EarlierJob earlier={earlier} words={words} />;
    case 'this-order':
      return <p>{words.thisOrder}</p>;
    default:
      return assertNever(earlier);
  }
};

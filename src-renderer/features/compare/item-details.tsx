/** How one result was made: the choices, what was sent and why, the cost, the file. */

import type { Messages } from '#contract/messages/en.ts';
import type { Item } from '#contract/model/item.ts';
import type { Reason } from '#contract/model/plan.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { transferRecordMessages, transferRecordText } from '#renderer/messages/transfer-record.ts';
import { useLanguage } from '#renderer/state/use-app.ts';
import styles from './item-panel.module.css';
import { Group, Row } from './panel-parts.tsx';

type Props = {
  readonly item: Item;
  readonly words: CompareMessages;
  readonly domain: Messages;
  readonly figures: Figures;
  /** It stands under the name of one of two results. */
  readonly isInner: boolean;
};

/** What was done to one file before it was sent, each change with its reason. */
const Changes = ({
  reasons,
  words,
  domain,
}: Pick<Props, 'words' | 'domain'> & { reasons: readonly Reason[] }) =>
  reasons.length === 0 ? (
    <p>{words.asItWas}</p>
  ) : (
    <ul className={styles.changes}>
      {reasons.map((reason) => {
        const { because, change } = domain.reason(reason);
        return <li key={reason.code}>{words.because(change, because)}</li>;
      })}
    </ul>
  );

const audioText = ({ choices, video }: Item, words: CompareMessages): string => {
  if (!choices.keepSound) return words.audioOff;
  return video.facts.audioCodec === null ? words.audioNone : words.audioOn;
};

type Part = Pick<Props, 'item' | 'words' | 'figures'>;

const Choices = ({ item, words, figures }: Part) => {
  const { choices, plan } = item;
  const { startSec, endSec } = plan.window;
  const isCut = plan.video.steps.some((step) => step.kind === 'cut');
  return (
    <dl className={styles.rows}>
      <Row name={words.model}>{item.modelName}</Row>
      <Row name={words.orientation}>{words.orientations[choices.orientation]}</Row>
      <Row name={words.part}>
        <span className="figures">
          {isCut ? words.from(figures.clock(startSec), figures.clock(endSec)) : words.wholeVideo}
        </span>
      </Row>
      <Row name={words.keptAudio}>{audioText(item, words)}</Row>
      <Row name={words.prompt}>
        {choices.prompt === '' ? (
          <span className={styles.soft}>{words.noPrompt}</span>
        ) : (
          <span className={styles.prompt}>{choices.prompt}</span>
        )}
      </Row>
      {choices.negativePrompt === '' ? null : (
        <Row name={words.negativePrompt}>
          <span className={styles.prompt}>{choices.negativePrompt}</span>
        </Row>
      )}
    </dl>
  );
};

/** How the bill compares with what was said before; null where one of them is not known. */
const differenceInWords = ({ estimate, billedMicros }: Item, { words, figures }: Part): string | null => {
  if (billedMicros === null || 'unknown' in estimate) return null;
  const micros = billedMicros - estimate.micros;
  if (micros === 0) return words.asEstimated;
  const difference = figures.dollars(Math.abs(micros));
  return micros > 0 ? words.moreThanEstimated(difference) : words.lessThanEstimated(difference);
};

const Cost = (part: Part) => {
  const { item, words, figures } = part;
  const { estimate, billedMicros, isDemo } = item;
  const difference = differenceInWords(item, part);
  return (
    <dl className={styles.rows}>
      {isDemo ? null : (
        <Row name={words.billed}>
          {billedMicros === null ? (
            <span className={styles.soft}>{words.billedUnknown}</span>
          ) : (
            <span className="figures">{figures.dollars(billedMicros)}</span>
          )}
          {difference === null ? null : <span className={styles.note}>{difference}</span>}
        </Row>
      )}
      <Row name={words.estimate}>
        {'unknown' in estimate ? (
          words.costUnknown(estimate.unknown)
        ) : (
          <>
            <span className="figures">
              {estimate.micros === 0 ? words.free : figures.dollars(estimate.micros)}
            </span>
            <span className={styles.note}>{estimate.basis}</span>
            {estimate.caveat === undefined ? null : (
              <span className={styles.note}>{words.caveats[estimate.caveat]}</span>
            )}
            <span className={styles.note}>{words.asOf(estimate.source, figures.day(estimate.asOf))}</span>
          </>
        )}
      </Row>
    </dl>
  );
};

/** The receipt as it was written down while the run went on. */
const TransferRecords = ({ item, figures, isInner }: Pick<Props, 'item' | 'figures' | 'isInner'>) => {
  const words = transferRecordMessages[useLanguage()];
  return (
    <Group title={words.title} isInner={isInner}>
      {item.receipts.length === 0 ? (
        <p className={styles.soft}>{words.unknown}</p>
      ) : (
        <dl className={styles.rows}>
          {item.receipts.map((receipt) => {
            const { file, way, notes } = transferRecordText(receipt, words, figures);
            return (
              <Row key={receipt.file} name={file}>
                {way}
                {notes.map((note) => (
                  <span key={note} className={styles.note}>
                    {note}
                  </span>
                ))}
              </Row>
            );
          })}
        </dl>
      )}
    </Group>
  );
};

export const ItemDetails = ({ item, words, domain, figures, isInner }: Props) => {
  const reasonsFor = (subject: Reason['subject']) =>
    item.plan.reasons.filter((reason) => reason.subject === subject);
  return (
    <>
      <Group title={words.choices} isInner={isInner}>
        <Choices item={item} words={words} figures={figures} />
      </Group>
      <Group title={words.sent} isInner={isInner}>
        <dl className={styles.rows}>
          <Row name={words.picture}>
            <Changes reasons={reasonsFor('image')} words={words} domain={domain} />
            <span className={styles.note}>{figures.image(item.image.facts).join(' · ')}</span>
          </Row>
          <Row name={words.clip}>
            <Changes reasons={reasonsFor('video')} words={words} domain={domain} />
            <span className={styles.note}>{figures.video(item.video.facts).join(' · ')}</span>
          </Row>
        </dl>
      </Group>
      <TransferRecords item={item} figures={figures} isInner={isInner} />
      <Group title={words.cost} isInner={isInner}>
        <Cost item={item} words={words} figures={figures} />
      </Group>
      <Group title={words.result} isInner={isInner}>
        <dl className={styles.rows}>
          <Row name={words.made}>{figures.moment(item.createdAt)}</Row>
          {item.tookSec === null ? null : (
            <Row name={words.took}>
              <span className="figures">{words.duration(item.tookSec)}</span>
              <span className={styles.note}>{words.tookMeans}</span>
            </Row>
          )}
          <Row name={words.facts}>
            <span className="figures">{figures.video(item.result.facts).join(' · ')}</span>
          </Row>
        </dl>
      </Group>
    </>
  );
};

/** How a result was made: the choices, what was sent and why, the cost, and the file. */

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
  readonly messages: CompareMessages;
  readonly domain: Messages;
  readonly figures: Figures;
  /** Nested below the name of one of two results. */
  readonly isInner: boolean;
};

/** The changes made to one file before it was sent, each with its reason. */
const Changes = ({
  reasons,
  messages,
  domain,
}: Pick<Props, 'messages' | 'domain'> & { reasons: readonly Reason[] }) =>
  reasons.length === 0 ? (
    <p>{messages.asItWas}</p>
  ) : (
    <ul className={styles.changes}>
      {reasons.map((reason) => {
        const { because, change } = domain.reason(reason);
        return <li key={reason.code}>{messages.because(change, because)}</li>;
      })}
    </ul>
  );

const audioText = ({ choices, video }: Item, messages: CompareMessages): string => {
  if (!choices.keepAudio) return messages.audioOff;
  return video.facts.audioCodec === null ? messages.audioNone : messages.audioOn;
};

type Part = Pick<Props, 'item' | 'messages' | 'figures'>;

const Choices = ({ item, messages, figures }: Part) => {
  const { choices, plan } = item;
  const { startSec, endSec } = plan.window;
  const isCut = plan.video.steps.some((step) => step.kind === 'cut');
  return (
    <dl className={styles.rows}>
      <Row name={messages.model}>{item.modelName}</Row>
      <Row name={messages.orientation}>{messages.orientations[choices.orientation]}</Row>
      <Row name={messages.part}>
        <span className="figures">
          {isCut ? messages.from(figures.clock(startSec), figures.clock(endSec)) : messages.wholeVideo}
        </span>
      </Row>
      <Row name={messages.keptAudio}>{audioText(item, messages)}</Row>
      <Row name={messages.prompt}>
        {choices.prompt === '' ? (
          <span className="soft">{messages.noPrompt}</span>
        ) : (
          <span className={styles.prompt}>{choices.prompt}</span>
        )}
      </Row>
      {choices.negativePrompt === '' ? null : (
        <Row name={messages.negativePrompt}>
          <span className={styles.prompt}>{choices.negativePrompt}</span>
        </Row>
      )}
    </dl>
  );
};

/** Difference between the bill and the estimate; null if either is unknown. */
const differenceInWords = ({ estimate, billedMicros }: Item, { messages, figures }: Part): string | null => {
  if (billedMicros === null || 'unknown' in estimate) return null;
  const micros = billedMicros - estimate.micros;
  if (micros === 0) return messages.asEstimated;
  const difference = figures.dollars(Math.abs(micros));
  return micros > 0 ? messages.moreThanEstimated(difference) : messages.lessThanEstimated(difference);
};

const Cost = (part: Part) => {
  const { item, messages, figures } = part;
  const { estimate, billedMicros, isDemo } = item;
  const difference = differenceInWords(item, part);
  return (
    <dl className={styles.rows}>
      {isDemo ? null : (
        <Row name={messages.billed}>
          {billedMicros === null ? (
            <span className="soft">{messages.billedUnknown}</span>
          ) : (
            <span className="figures">{figures.dollars(billedMicros)}</span>
          )}
          {difference === null ? null : <span className={styles.note}>{difference}</span>}
        </Row>
      )}
      <Row name={messages.estimate}>
        {'unknown' in estimate ? (
          messages.costUnknown(estimate.unknown)
        ) : (
          <>
            <span className="figures">
              {estimate.micros === 0 ? messages.free : figures.dollars(estimate.micros)}
            </span>
            <span className={styles.note}>{estimate.basis}</span>
            {estimate.caveat === undefined ? null : (
              <span className={styles.note}>{messages.caveats[estimate.caveat]}</span>
            )}
            <span className={styles.note}>{messages.asOf(estimate.source, figures.day(estimate.asOf))}</span>
          </>
        )}
      </Row>
    </dl>
  );
};

/** The transfer record stored during the run. */
const TransferRecords = ({ item, figures, isInner }: Pick<Props, 'item' | 'figures' | 'isInner'>) => {
  const messages = transferRecordMessages[useLanguage()];
  return (
    <Group title={messages.title} isInner={isInner}>
      {item.transferRecords.length === 0 ? (
        <p className="soft">{messages.unknown}</p>
      ) : (
        <dl className={styles.rows}>
          {item.transferRecords.map((transferRecord) => {
            const { file, way, notes } = transferRecordText(transferRecord, messages, figures);
            return (
              <Row key={transferRecord.file} name={file}>
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

export const ItemDetails = ({ item, messages, domain, figures, isInner }: Props) => {
  const reasonsFor = (subject: Reason['subject']) =>
    item.plan.reasons.filter((reason) => reason.subject === subject);
  return (
    <>
      <Group title={messages.choices} isInner={isInner}>
        <Choices item={item} messages={messages} figures={figures} />
      </Group>
      <Group title={messages.sent} isInner={isInner}>
        <dl className={styles.rows}>
          <Row name={messages.image}>
            <Changes reasons={reasonsFor('image')} messages={messages} domain={domain} />
            <span className={styles.note}>{figures.image(item.image.facts).join(' · ')}</span>
          </Row>
          <Row name={messages.video}>
            <Changes reasons={reasonsFor('video')} messages={messages} domain={domain} />
            <span className={styles.note}>{figures.video(item.video.facts).join(' · ')}</span>
          </Row>
        </dl>
      </Group>
      <TransferRecords item={item} figures={figures} isInner={isInner} />
      <Group title={messages.cost} isInner={isInner}>
        <Cost item={item} messages={messages} figures={figures} />
      </Group>
      <Group title={messages.result} isInner={isInner}>
        <dl className={styles.rows}>
          <Row name={messages.made}>{figures.moment(item.createdAt)}</Row>
          {item.tookSec === null ? null : (
            <Row name={messages.took}>
              <span className="figures">{messages.duration(item.tookSec)}</span>
              <span className={styles.note}>{messages.tookMeans}</span>
            </Row>
          )}
          <Row name={messages.facts}>
            <span className="figures">{figures.video(item.result.facts).join(' · ')}</span>
          </Row>
        </dl>
      </Group>
    </>
  );
};

/** How a result was made: the choices, what was sent and why, the cost, and the file. */

import type { Item } from '#contract/model/item.ts';
import type { Reason } from '#contract/model/plan.ts';
import type { CompareMessages } from '#renderer/messages/en/compare.ts';
import { transferRecordText } from '#renderer/messages/transfer-record-text.ts';
import { useMessages } from '#renderer/state/use-app.ts';
import { Fact, Facts } from '#renderer/ui/layout.tsx';
import { type CompareText, useCompareText } from './compare-text.ts';
import styles from './item-panel.module.css';
import { Group } from './panel-parts.tsx';

type Props = {
  readonly item: Item;
  /** Nested below the name of one of two results. */
  readonly isInner: boolean;
};
type Part = Pick<Props, 'item'>;

/** The changes made to one file before it was sent, each with its reason. */
const Changes = ({ reasons }: { readonly reasons: readonly Reason[] }) => {
  const { messages } = useCompareText();
  const { domain } = useMessages();
  if (reasons.length === 0) return <p>{messages.asItWas}</p>;
  return (
    <ul className={styles.changes}>
      {reasons.map((reason) => {
        const { because, change } = domain.reason(reason);
        return <li key={reason.code}>{messages.because(change, because)}</li>;
      })}
    </ul>
  );
};

const audioText = ({ choices, video }: Item, messages: CompareMessages): string => {
  if (!choices.keepAudio) return messages.audioOff;
  return video.facts.audioCodec === null ? messages.audioNone : messages.audioOn;
};

const Choices = ({ item }: Part) => {
  const { messages, figures } = useCompareText();
  const { choices, plan } = item;
  const { startSec, endSec } = plan.window;
  const isCut = plan.video.steps.some((step) => step.kind === 'cut');
  return (
    <Facts gap={1}>
      <Fact name={messages.model}>{item.modelName}</Fact>
      <Fact name={messages.orientation}>{messages.orientations[choices.orientation]}</Fact>
      <Fact name={messages.part}>
        {isCut ? messages.from(figures.clock(startSec), figures.clock(endSec)) : messages.wholeVideo}
      </Fact>
      <Fact name={messages.keptAudio}>{audioText(item, messages)}</Fact>
      <Fact name={messages.prompt}>
        {choices.prompt === '' ? (
          <span className="soft">{messages.noPrompt}</span>
        ) : (
          <span className={styles.prompt}>{choices.prompt}</span>
        )}
      </Fact>
      {choices.negativePrompt === '' ? null : (
        <Fact name={messages.negativePrompt}>
          <span className={styles.prompt}>{choices.negativePrompt}</span>
        </Fact>
      )}
    </Facts>
  );
};

/** Difference between the bill and the estimate; null if either is unknown. */
const differenceInWords = (
  { estimate, billedMicros }: Item,
  { messages, figures }: CompareText,
): string | null => {
  if (billedMicros === null || 'unknown' in estimate) return null;
  const micros = billedMicros - estimate.micros;
  if (micros === 0) return messages.asEstimated;
  const difference = figures.dollars(Math.abs(micros));
  return micros > 0 ? messages.moreThanEstimated(difference) : messages.lessThanEstimated(difference);
};

const Cost = ({ item }: Part) => {
  const text = useCompareText();
  const { messages, figures } = text;
  const { estimate, billedMicros, isDemo } = item;
  const difference = differenceInWords(item, text);
  return (
    <Facts gap={1}>
      {isDemo ? null : (
        <Fact name={messages.billed} notes={difference === null ? [] : [difference]}>
          {billedMicros === null ? (
            <span className="soft">{messages.billedUnknown}</span>
          ) : (
            figures.dollars(billedMicros)
          )}
        </Fact>
      )}
      {'unknown' in estimate ? (
        <Fact name={messages.estimate}>{messages.costUnknown(estimate.unknown)}</Fact>
      ) : (
        <Fact
          name={messages.estimate}
          notes={[
            estimate.basis,
            ...(estimate.caveat === undefined ? [] : [messages.caveats[estimate.caveat]]),
            messages.asOf(estimate.source, figures.day(estimate.asOf)),
          ]}
        >
          {estimate.micros === 0 ? messages.free : figures.dollars(estimate.micros)}
        </Fact>
      )}
    </Facts>
  );
};

/** The transfer record stored during the run. */
const TransferRecords = ({ item, isInner }: Props) => {
  const { figures } = useCompareText();
  const messages = useMessages().transferRecord;
  return (
    <Group title={messages.title} isInner={isInner}>
      {item.transferRecords.length === 0 ? (
        <p className="soft">{messages.unknown}</p>
      ) : (
        <Facts gap={1}>
          {item.transferRecords.map((transferRecord) => {
            const { file, way, notes } = transferRecordText(transferRecord, messages, figures);
            return (
              <Fact key={transferRecord.file} name={file} notes={notes}>
                {way}
              </Fact>
            );
          })}
        </Facts>
      )}
    </Group>
  );
};

export const ItemDetails = ({ item, isInner }: Props) => {
  const { facts } = useMessages();
  const { messages, figures } = useCompareText();
  const reasonsFor = (subject: Reason['subject']) =>
    item.plan.reasons.filter((reason) => reason.subject === subject);
  return (
    <>
      <Group title={messages.choices} isInner={isInner}>
        <Choices item={item} />
      </Group>
      <Group title={messages.sent} isInner={isInner}>
        <Facts gap={1}>
          <Fact name={messages.image} notes={[figures.image(item.image.facts).join(' · ')]}>
            <Changes reasons={reasonsFor('image')} />
          </Fact>
          <Fact name={messages.video} notes={[figures.video(item.video.facts, facts).join(' · ')]}>
            <Changes reasons={reasonsFor('video')} />
          </Fact>
        </Facts>
      </Group>
      <TransferRecords item={item} isInner={isInner} />
      <Group title={messages.cost} isInner={isInner}>
        <Cost item={item} />
      </Group>
      <Group title={messages.result} isInner={isInner}>
        <Facts gap={1}>
          <Fact name={messages.made}>{figures.moment(item.createdAt)}</Fact>
          {item.tookSec === null ? null : (
            <Fact name={messages.took} notes={[messages.tookMeans]}>
              {messages.duration(item.tookSec)}
            </Fact>
          )}
          <Fact name={messages.facts}>{figures.video(item.result.facts, facts).join(' · ')}</Fact>
        </Facts>
      </Group>
    </>
  );
};

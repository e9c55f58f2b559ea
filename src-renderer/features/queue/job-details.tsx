/** Details of a queue row: how its price was calculated, and the transfer record of its files. */
import { type ReactNode, useMemo } from 'react';
import type { Job } from '#contract/model/job.ts';
import { compareMessages } from '../../messages/compare.ts';
import { createFigures } from '../../messages/figures.ts';
import { transferRecordMessages, transferRecordText } from '../../messages/transfer-record.ts';
import { useMessages } from '../../state/use-app.ts';
import styles from './job-details.module.css';

const Row = ({
  name,
  notes,
  children,
}: {
  readonly name: string;
  readonly notes: readonly string[];
  readonly children: ReactNode;
}) => (
  <>
    <dt className="soft">{name}</dt>
    <dd className={styles.value}>
      {children}
      {notes.map((note) => (
        <span key={note} className={styles.note}>
          {note}
        </span>
      ))}
    </dd>
  </>
);

const isBeforeDelivery = ({ state }: Job): boolean => state.kind === 'queued' || state.kind === 'preparing';

export const JobDetails = ({ job }: { readonly job: Job }) => {
  const { language } = useMessages();
  const figures = useMemo(() => createFigures(language), [language]);
  const cost = compareMessages[language];
  const messages = transferRecordMessages[language];
  const { estimate, transferRecords } = job;
  return (
    <dl className={styles.rows}>
      {'unknown' in estimate ? (
        <Row name={cost.estimate} notes={[]}>
          {cost.costUnknown(estimate.unknown)}
        </Row>
      ) : (
        <Row
          name={cost.estimate}
          notes={[
            estimate.basis,
            ...(estimate.caveat === undefined ? [] : [cost.caveats[estimate.caveat]]),
            cost.asOf(estimate.source, figures.day(estimate.asOf)),
          ]}
        >
          {estimate.micros === 0 ? cost.free : figures.dollars(estimate.micros)}
        </Row>
      )}
      {transferRecords.length === 0 ? (
        <Row name={messages.title} notes={[]}>
          {isBeforeDelivery(job) ? messages.none : messages.unknown}
        </Row>
      ) : (
        transferRecords.map((transferRecord) => {
          const { file, way, notes } = transferRecordText(transferRecord, messages, figures);
          return (
            <Row key={transferRecord.file} name={file} notes={notes}>
              {way}
            </Row>
          );
        })
      )}
    </dl>
  );
};

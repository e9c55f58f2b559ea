/** Details of a queue row: how its price was calculated, and the transfer record of its files. */
import { useMemo } from 'react';
import type { Job } from '#contract/model/job.ts';
import { createFigures } from '../../messages/figures.ts';
import { transferRecordText } from '../../messages/transfer-record-text.ts';
import { useMessages } from '../../state/use-app.ts';
import { Fact, Facts } from '../../ui/layout.tsx';

const isBeforeDelivery = ({ state }: Job): boolean => state.kind === 'queued' || state.kind === 'preparing';

export const JobDetails = ({ job }: { readonly job: Job }) => {
  const { language, compare: cost, transferRecord: messages } = useMessages();
  const figures = useMemo(() => createFigures(language), [language]);
  const { estimate, transferRecords } = job;
  return (
    <Facts gap={1} isSmall>
      {'unknown' in estimate ? (
        <Fact name={cost.estimate}>{cost.costUnknown(estimate.unknown)}</Fact>
      ) : (
        <Fact
          name={cost.estimate}
          notes={[
            estimate.basis,
            ...(estimate.caveat === undefined ? [] : [cost.caveats[estimate.caveat]]),
            cost.asOf(estimate.source, figures.day(estimate.asOf)),
          ]}
        >
          {estimate.micros === 0 ? cost.free : figures.dollars(estimate.micros)}
        </Fact>
      )}
      {transferRecords.length === 0 ? (
        <Fact name={messages.title}>{isBeforeDelivery(job) ? messages.none : messages.unknown}</Fact>
      ) : (
        transferRecords.map((transferRecord) => {
          const { file, way, notes } = transferRecordText(transferRecord, messages, figures);
          return (
            <Fact key={transferRecord.file} name={file} notes={notes}>
              {way}
            </Fact>
          );
        })
      )}
    </Facts>
  );
};

/** Where the files are sent: one sentence if both are delivered the same way, else one per file. */
import type { TransferRecord } from '#contract/model/delivery.ts';
import type { DeliveryMessages, RecordTexts, Subject } from '../../messages/en/delivery.ts';
import type { FileDelivery, JobDelivery } from '../../state/delivery.ts';

type File = 'image' | 'video';
type Gone = { readonly file: File; readonly transferRecord: TransferRecord | null };

const isSameMethod = (one: Gone, other: Gone): boolean =>
  one.transferRecord?.via === other.transferRecord?.via &&
  one.transferRecord?.host === other.transferRecord?.host;

export type DeliverySentences = {
  /** What has to be set up first; null: every file can be delivered. */
  readonly missing: string | null;
  readonly going: readonly string[];
};

/** `provider`: its display name. */
export const deliverySentences = (
  { image, video }: Pick<JobDelivery, 'image' | 'video'>,
  { messages, provider }: { readonly messages: DeliveryMessages; readonly provider: string },
): DeliverySentences => {
  const gone = ({ file, delivery }: { file: File; delivery: FileDelivery | null }): readonly Gone[] =>
    delivery ? [{ file, transferRecord: delivery.transferRecord }] : [];
  const files = [...gone({ file: 'image', delivery: image }), ...gone({ file: 'video', delivery: video })];
  const [first, second] = files;
  const groups: readonly (Gone & { readonly subject: Subject })[] =
    first && second && isSameMethod(first, second)
      ? [{ ...first, subject: 'both' }]
      : files.map((one) => ({ ...one, subject: one.file }));
  const textsOf = (transferRecord: TransferRecord | null): RecordTexts => ({
    provider,
    host: transferRecord?.host ?? '',
    kept: transferRecord?.keptSec ? messages.lasting(transferRecord.keptSec) : '',
  });
  const lost = groups.find(({ transferRecord }) => transferRecord === null);
  return {
    missing: lost ? messages.missing[lost.subject](textsOf(null)) : null,
    going: groups.flatMap(({ subject, transferRecord }) =>
      // Only results are stored by the provider itself.
      transferRecord === null || transferRecord.via === 'provider'
        ? []
        : [messages.going[transferRecord.via][subject](textsOf(transferRecord))],
    ),
  };
};

/** Where the files go, in one sentence where both go the same way, else in one for each. */
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import type { DeliveryMessages, Subject, Told } from '../../messages/delivery.ts';
import type { FileDelivery, JobDelivery } from '../../state/delivery.ts';

type File = 'image' | 'video';
type Gone = { readonly file: File; readonly receipt: TransferRecord | null };

const isSameWay = (one: Gone, other: Gone): boolean =>
  one.receipt?.via === other.receipt?.via && one.receipt?.host === other.receipt?.host;

export type DeliverySentences = {
  /** What is needed first; null: there is a way for every file. */
  readonly missing: string | null;
  readonly going: readonly string[];
};

/** `provider`: its own name. */
export const deliverySentences = (
  { image, video }: Pick<JobDelivery, 'image' | 'video'>,
  { words, provider }: { readonly words: DeliveryMessages; readonly provider: string },
): DeliverySentences => {
  const gone = ({ file, delivery }: { file: File; delivery: FileDelivery | null }): readonly Gone[] =>
    delivery ? [{ file, receipt: delivery.receipt }] : [];
  const files = [...gone({ file: 'image', delivery: image }), ...gone({ file: 'video', delivery: video })];
  const [first, second] = files;
  const groups: readonly (Gone & { readonly subject: Subject })[] =
    first && second && isSameWay(first, second)
      ? [{ ...first, subject: 'both' }]
      : files.map((one) => ({ ...one, subject: one.file }));
  const toldOf = (receipt: TransferRecord | null): Told => ({
    provider,
    host: receipt?.host ?? '',
    kept: receipt?.keptSec ? words.lasting(receipt.keptSec) : '',
  });
  const lost = groups.find(({ receipt }) => receipt === null);
  return {
    missing: lost ? words.missing[lost.subject](toldOf(null)) : null,
    going: groups.flatMap(({ subject, receipt }) =>
      // Only a result is held by the provider itself.
      receipt === null || receipt.via === 'provider'
        ? []
        : [words.going[receipt.via][subject](toldOf(receipt))],
    ),
  };
};

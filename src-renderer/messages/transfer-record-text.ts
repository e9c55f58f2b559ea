/** A transfer record as text: how each file of a run was delivered, who can read it and until when. */
import { assertNever } from '#contract/assert-never.ts';
import type { TransferRecord } from '#contract/model/delivery.ts';
import type { TransferRecordMessages } from './en/transfer-record.ts';
import type { Figures } from './figures.ts';

/** When a link expires; null: there is no link. */
const endOf = (
  transferRecord: TransferRecord,
  messages: TransferRecordMessages,
  figures: Figures,
): string | null => {
  const { via, until, keptSec } = transferRecord;
  switch (via) {
    case 'this-computer':
    case 'inside-request':
      return null;
    case 'pasted-link':
      return messages.own;
    case 'fal-storage':
    case 'bucket':
    case 'provider':
      if (until !== null) return messages.until(figures.moment(until));
      return keptSec === null ? messages.endless : messages.kept(messages.span(keptSec));
    default:
      return assertNever(via);
  }
};

/** `way`: the delivery method and the size; `notes`: who can read it, and until when. */
export const transferRecordText = (
  transferRecord: TransferRecord,
  messages: TransferRecordMessages,
  figures: Figures,
): { readonly file: string; readonly way: string; readonly notes: readonly string[] } => {
  const { file, via, host, sizeBytes, readableBy, isDeletedAfterwards } = transferRecord;
  const way = host === null ? messages.via[via] : messages.at(messages.via[via], host);
  const size = sizeBytes === null ? [] : [figures.bytes(sizeBytes)];
  const end = endOf(transferRecord, messages, figures);
  return {
    file: messages.files[file],
    way: [way, ...size].join(' \u00b7 '),
    notes: [
      messages.readableBy[readableBy],
      ...(isDeletedAfterwards ? [messages.deleted] : []),
      ...(end === null ? [] : [end]),
    ],
  };
};

/** What really became of a job's files: where each went, who can read it there and until when. */
import { assertNever } from '#contract/assert-never.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import { hostNameOf, resultTransferRecord } from '#contract/rules/delivery.ts';
import type { Delivered, LocalFile } from '../artifacts.ts';
import type { ResultLocation } from '../providers/spec.ts';

export const transferRecordOf = (
  file: 'image' | 'video',
  delivered: Delivered,
  { sizeBytes }: LocalFile,
): TransferRecord => {
  const base = {
    file,
    sizeBytes,
    host: null,
    until: null,
    keptSec: null,
    isDeletedAfterwards: false,
  } as const;
  switch (delivered.kind) {
    case 'local':
      return { ...base, via: 'this-computer', readableBy: 'nobody-else' };
    case 'inline':
      return { ...base, via: 'inside-request', readableBy: 'provider' };
    case 'link':
      return {
        ...base,
        via: delivered.via,
        host: hostNameOf(delivered.url),
        readableBy: 'anyone-with-the-link',
        until: delivered.expiresAt,
        isDeletedAfterwards: delivered.via === 'bucket',
      };
    default:
      return assertNever(delivered);
  }
};

export const transferRecordOfResult = (result: ResultLocation, model: ModelSpec): TransferRecord =>
  result.kind === 'local'
    ? resultTransferRecord(model)
    : { ...resultTransferRecord(model), host: hostNameOf(result.url), until: result.expiresAt };

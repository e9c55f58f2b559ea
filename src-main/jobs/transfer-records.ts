/** What really became of a job's files: where each went, who can read it there and until when. */
import { assertNever } from '#contract/assert-never.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import { hostNameOf, resultTransferRecord } from '#contract/rules/delivery.ts';
import type { Delivered, LocalFile, ResultLocation } from '../providers/spec.ts';

export const transferRecordOf = (
  file: 'image' | 'video',
  handed: Delivered,
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
  switch (handed.kind) {
    case 'local':
      return { ...base, via: 'this-computer', readableBy: 'nobody-else' };
    case 'inline':
      return { ...base, via: 'inside-request', readableBy: 'provider' };
    case 'link':
      return {
        ...base,
        via: handed.via,
        host: hostNameOf(handed.url),
        readableBy: 'anyone-with-the-link',
        until: handed.expiresAt,
        isDeletedAfterwards: handed.via === 'bucket',
      };
    default:
      return assertNever(handed);
  }
};

export const transferRecordOfResult = (result: ResultLocation, model: ModelSpec): TransferRecord =>
  result.kind === 'local'
    ? resultTransferRecord(model)
    : { ...resultTransferRecord(model), host: hostNameOf(result.url), until: result.expiresAt };

/** What really became of a job's files: where each went, who can read it there and until when. */
import { assertNever } from '#contract/assert-never.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Receipt } from '#contract/model/transfer-record.ts';
import { hostNameOf, resultReceipt } from '#contract/rules/delivery.ts';
import type { Handed, LocalFile, ResultLocation } from '../providers/spec.ts';

export const receiptOf = (file: 'image' | 'video', handed: Handed, { sizeBytes }: LocalFile): Receipt => {
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

export const receiptOfResult = (result: ResultLocation, model: ModelSpec): Receipt =>
  result.kind === 'local'
    ? resultReceipt(model)
    : { ...resultReceipt(model), host: hostNameOf(result.url), until: result.expiresAt };

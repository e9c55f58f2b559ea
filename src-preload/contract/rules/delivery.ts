/** How a file will be delivered to its model, and who can read it. Evaluated in the page and in the main process. */
import { assertNever } from '../assert-never.ts';
import { fail, type Result } from '../errors.ts';
import type { DeliveryStatus, Host, TransferRecord } from '../model/delivery.ts';
import type { DeliveryMethod, ModelSpec, ProviderId } from '../model/model-spec.ts';

export type Delivery =
  | { readonly kind: 'local' }
  | { readonly kind: 'link'; readonly host: Host }
  | { readonly kind: 'inline'; readonly form: Extract<DeliveryMethod, { kind: 'inline' }>['form'] }
  | { readonly kind: 'pasted'; readonly url: string }
  /** `no-host`: the file needs a link, and no file host is set up. */
  | { readonly kind: 'missing'; readonly why: 'no-host' };

/** The error where no link can be made; with a bucket whose name is invalid, the name is the reason. */
export const noDeliveryMethod = (provider: ProviderId, { bucket }: DeliveryStatus): Result<never> =>
  bucket.wrongName === undefined
    ? fail('delivery-missing', { subject: provider })
    : fail('bucket-name-invalid', { subject: bucket.wrongName });

const hostFor = (deliverySetup: DeliveryStatus): Host | null => {
  const { prefers } = deliverySetup;
  const other: Host = prefers === 'fal' ? 'bucket' : 'fal';
  if (deliverySetup[prefers].isReady) return prefers;
  return deliverySetup[other].isReady ? other : null;
};

/**
 * The delivery options that this provider's key would add: fal's key gives access to fal's own storage; no other
 * provider has one.
 */
export const deliveryWithKeyOf = (provider: ProviderId, deliverySetup: DeliveryStatus): DeliveryStatus =>
  provider === 'fal' ? { ...deliverySetup, fal: { isReady: true } } : deliverySetup;

/**
 * The model's limits with these delivery options: where a file can be delivered only inside the request, it must be
 * small enough for that, and plan and reasons must show it.
 */
export const asReachable = (model: ModelSpec, deliverySetup: DeliveryStatus): ModelSpec => {
  const limited = <L extends { readonly maxBytes: ModelSpec['image']['maxBytes'] }>(
    file: 'image' | 'video',
    limits: L,
  ): L => {
    const inline = model.deliveryMethods[file].find((method) => method.kind === 'inline');
    const isInlineOnly = hostFor(deliverySetup) === null || (file === 'image' && deliverySetup.inlineImages);
    if (inline?.kind !== 'inline' || !isInlineOnly || inline.maxBytes >= limits.maxBytes.value) return limits;
    const { maxBytes: value, source, asOf } = inline;
    return { ...limits, maxBytes: { value, source, asOf } };
  };
  return { ...model, image: limited('image', model.image), video: limited('video', model.video) };
};

/** `sizeBytes`: of the fitted file, or an upper bound of it. A link is preferred: every provider documents it. */
export const planDelivery = (request: {
  readonly model: Pick<ModelSpec, 'deliveryMethods'>;
  readonly file: 'image' | 'video';
  readonly sizeBytes: number;
  readonly pastedUrl: string | null;
  readonly deliverySetup: DeliveryStatus;
}): Delivery => {
  const { file, sizeBytes, pastedUrl, deliverySetup } = request;
  const deliveryMethods = request.model.deliveryMethods[file];
  if (deliveryMethods.some(({ kind }) => kind === 'local')) return { kind: 'local' };
  if (pastedUrl !== null) return { kind: 'pasted', url: pastedUrl };
  const inline = deliveryMethods.find((method) => method.kind === 'inline' && sizeBytes <= method.maxBytes);
  const host = deliveryMethods.some(({ kind }) => kind === 'link') ? hostFor(deliverySetup) : null;
  const wantsInline = host === null || (file === 'image' && deliverySetup.inlineImages);
  if (inline?.kind === 'inline' && wantsInline) return { kind: 'inline', form: inline.form };
  return host === null ? { kind: 'missing', why: 'no-host' } : { kind: 'link', host };
};

/**
 * `v3.fal.media` of `https://v3.fal.media/files/x`; the contract cannot use the URL class, which is not in its types.
 */
export const hostNameOf = (url: string): string | null =>
  /^https?:\/\/(?:[^/?#@]*@)?([^/?#@]+)/i.exec(url)?.[1] ?? null;

/** Requested retention of uploads to fal, in seconds: fal's own default, longer than any queue. */
export const falStorageSec = 7 * 24 * 3600;
/** Lifetime of a signed link to a bucket, in seconds: the maximum of AWS and R2. */
export const bucketLinkSec = 7 * 24 * 3600;

/** The expected transfer record of one file; null while it cannot be delivered. */
export const expectedTransferRecord = (request: {
  readonly file: 'image' | 'video';
  readonly sizeBytes: number;
  readonly delivery: Delivery;
  readonly deliverySetup: DeliveryStatus;
}): TransferRecord | null => {
  const { file, sizeBytes, delivery, deliverySetup } = request;
  const base = { file, sizeBytes, until: null, isDeletedAfterwards: false } as const;
  switch (delivery.kind) {
    case 'local':
      return { ...base, via: 'this-computer', host: null, readableBy: 'only-you', keptSec: null };
    case 'inline':
      return { ...base, via: 'inside-request', host: null, readableBy: 'provider', keptSec: null };
    case 'pasted': {
      const host = hostNameOf(delivery.url);
      return { ...base, via: 'pasted-link', host, readableBy: 'anyone-with-the-link', keptSec: null };
    }
    case 'link':
      return delivery.host === 'fal'
        ? {
            ...base,
            via: 'fal-storage',
            host: null,
            readableBy: 'anyone-with-the-link',
            keptSec: falStorageSec,
          }
        : {
            ...base,
            via: 'bucket',
            host: deliverySetup.bucket.host,
            readableBy: 'anyone-with-the-link',
            keptSec: bucketLinkSec,
            isDeletedAfterwards: true,
          };
    case 'missing':
      return null;
    default:
      return assertNever(delivery);
  }
};

/** Where the result is stored until it is downloaded. */
export const resultTransferRecord = (model: Pick<ModelSpec, 'provider' | 'resultLink'>): TransferRecord =>
  model.provider === 'demo'
    ? {
        file: 'result',
        sizeBytes: null,
        via: 'this-computer',
        host: null,
        readableBy: 'only-you',
        until: null,
        keptSec: null,
        isDeletedAfterwards: false,
      }
    : {
        file: 'result',
        sizeBytes: null,
        via: 'provider',
        host: null,
        readableBy: 'anyone-with-the-link',
        until: null,
        keptSec: model.resultLink.keptSec,
        isDeletedAfterwards: false,
      };

/**
 * Rules for bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, read
 * 2026-11-30.
 */
export type BucketNameProblem = 'length' | 'letters' | 'ends' | 'dots' | 'address' | 'reserved';

const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** null: valid. */
export const bucketNameProblem = (name: string): BucketNameProblem | null => {
  if (name.length < 3 || name.length > 63) return 'length';
  if (!/^[a-z\d.-]+$/.test(name)) return 'letters';
  if (!/^[a-z\d].*[a-z\d]$/.test(name)) return 'ends';
  if (name.includes('..')) return 'dots';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'address';
  return reserved.test(name) ? 'reserved' : null;
};

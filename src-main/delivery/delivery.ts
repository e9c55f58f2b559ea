/** Delivers a fitted file to where its model can read it, for every provider, and cleans up after the run. */
import { randomUUID } from 'node:crypto';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { DeliverySettings, DeliveryStatus } from '#contract/model/delivery.ts';
import { type ModelSpec, type ProviderId, providerIdSchema } from '#contract/model/model-spec.ts';
import { noDeliveryMethod, planDelivery } from '#contract/rules/delivery.ts';
import type { Delivered, LocalFile } from '../artifacts.ts';
import { isLoopback, judgeLink, type Lookup } from '../net/addresses.ts';
import { inShort } from '../net/redact.ts';
import type { Clock, Log, Ports } from '../ports.ts';
import type { Call } from '../providers/spec.ts';
import type { UploadCache } from '../storage/upload-cache.ts';
import { type BucketTarget, createBucket } from './bucket.ts';
import { objectName, readBucketSettings } from './bucket-settings.ts';
import { createFalStorage } from './fal-storage.ts';
import type { HostedObject, HostedObjects } from './hosted-objects.ts';
import { createPastedLink } from './pasted-link.ts';

export type DeliveryRequest = {
  readonly jobId: string;
  readonly file: 'image' | 'video';
  readonly local: LocalFile;
  readonly model: ModelSpec;
  readonly pastedUrl: string | null;
};

/** `onProgress` gets 0..1. */
export type DeliveryCall = Call & { readonly onProgress: (fraction: number) => void };

export type DeliveryModule = {
  readonly status: () => DeliveryStatus;
  /** Delivers one fitted file to where the model can read it, by the delivery that `rules/delivery.ts` chooses. */
  readonly deliver: (request: DeliveryRequest, call: DeliveryCall) => Promise<Result<Delivered>>;
  /**
   * Deletes what was uploaded to the bucket for a settled job. Never rejects; `cleanup` retries what could not be
   * deleted.
   */
  readonly release: (jobId: string) => Promise<void>;
  /**
   * Deletes what settled jobs left behind, for example after a crash. `isNeeded`: the job may still need its links.
   */
  readonly cleanup: (isNeeded: (jobId: string) => boolean) => Promise<void>;
  /** For files that a provider could not read: their earlier upload is not used again. */
  readonly forget: (files: readonly { readonly sha256: string }[]) => void;
  readonly testBucket: (call: Call) => Promise<Result<{ readonly isGood: true }>>;
};

/** Used in place of a job id, so that the object of an interrupted bucket test is deleted as well. */
const trialId = 'bucket-test';

/** Limit for deletions after a job has ended, so that the program can exit. In milliseconds. */
const deletionLimitMs = 30_000;

export const createDelivery = (deps: {
  readonly fetch: typeof fetch;
  /** For links in responses and the user's own links, as created by net/public-network.ts. */
  readonly fetchLink: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly lookup: Lookup;
  readonly environment: Ports['environment'];
  /** Read for each use, as are the keys. */
  readonly settings: () => DeliverySettings;
  readonly falKey: () => string | null;
  readonly bucketSecret: () => string | null;
  /** Endpoint for uploads to fal. */
  readonly falRest: URL;
  readonly judgeFal: Parameters<typeof createFalStorage>[0]['judgeFal'];
  /**
   * True where the provider's own endpoint is configured to be on this computer, so that it can read links to this
   * computer.
   */
  readonly isStandIn: (provider: ProviderId) => boolean;
  readonly uploads: UploadCache;
  readonly hostedObjects: HostedObjects;
}): DeliveryModule => {
  const { log, lookup, isStandIn, hostedObjects } = deps;
  const toFal = createFalStorage({ ...deps, key: deps.falKey, rest: deps.falRest });
  const checkPasted = createPastedLink(deps);
  const bucket = createBucket(deps);

  const bucketNow = () => readBucketSettings(deps.settings().bucket, deps.environment);

  const status: DeliveryModule['status'] = () => {
    const { prefers, inlineImages } = deps.settings();
    const set = bucketNow();
    return {
      prefers,
      inlineImages,
      fal: { isReady: deps.falKey() !== null },
      bucket: {
        isReady: set.kind === 'set' && deps.bucketSecret() !== null,
        host: set.host,
        ...(set.kind === 'wrong-name' ? { wrongName: set.name } : {}),
      },
    };
  };

  /** A new object in the configured bucket, recorded before anything is sent to it. */
  const claim = (jobId: string, contentType?: LocalFile['contentType']): Result<BucketTarget> => {
    const set = bucketNow();
    if (set.kind === 'unset')
      return fail('bucket-refused', { subject: 'bucket', reason: 'not-set-up', missing: [...set.missing] });
    if (set.kind === 'wrong-endpoint')
      return fail('bucket-refused', { subject: 'bucket', reason: 'endpoint-invalid' });
    if (set.kind === 'wrong-name') return fail('bucket-name-invalid', { subject: set.name });
    const secret = deps.bucketSecret();
    if (secret === null) return fail('key-missing', { subject: 'bucket' });
    const { place, accessKeyId, prefix } = set;
    const object = objectName(prefix, randomUUID(), contentType);
    const remembered = hostedObjects.add({ jobId, object, accessKeyId, ...place });
    return remembered.ok ? ok({ place, object, accessKeyId, secret }) : remembered;
  };

  /** A bucket in the user's own network is reachable from here, but not for a provider. */
  const unreachable = async (isLocalAllowed: boolean) => {
    const set = bucketNow();
    if (set.kind !== 'set') return null;
    const verdict = await judgeLink(new URL(set.place.endpoint), { lookup, isLocalAllowed });
    if (verdict === 'good') return null;
    if (verdict === 'unknown-host')
      return fail('upload-failed', { subject: 'bucket', reason: 'unknown-host', host: inShort(set.host) });
    return fail('bucket-refused', { subject: 'bucket', reason: 'private-address', host: inShort(set.host) });
  };

  const toBucket = async (
    { jobId, local, model }: DeliveryRequest,
    call: DeliveryCall,
  ): Promise<Result<Delivered>> => {
    const refused = await unreachable(isStandIn(model.provider));
    if (refused !== null) return refused;
    const claimed = claim(jobId, local.contentType);
    if (!claimed.ok) return claimed;
    const { result: stored, mayRemain } = await bucket.put(claimed.value, local, call);
    if (!mayRemain) hostedObjects.remove(claimed.value.object);
    if (!stored.ok) return stored;
    const linked = await bucket.link(claimed.value, local, call);
    if (!linked.ok) return linked;
    call.onProgress(1);
    return ok({ kind: 'link', ...linked.value, via: 'bucket' });
  };

  const toStorage = async (
    { local, model }: DeliveryRequest,
    call: DeliveryCall,
  ): Promise<Result<Delivered>> => {
    const delivered = await toFal(local, call);
    if (!delivered.ok || delivered.value.kind !== 'link') return delivered;
    if (!isLoopback(new URL(delivered.value.url)) || isStandIn(model.provider)) return delivered;
    return fail('upload-failed', { subject: 'fal', reason: 'link-on-this-computer' });
  };

  const deliver: DeliveryModule['deliver'] = async (request, call) => {
    const { local, model, file, pastedUrl } = request;
    const { path, contentType, sizeBytes } = local;
    const delivery = planDelivery({ model, file, sizeBytes, pastedUrl, deliverySetup: status() });
    switch (delivery.kind) {
      case 'local':
        return ok({ kind: 'local', path });
      case 'inline':
        return ok({ kind: 'inline', path, contentType, form: delivery.form });
      case 'pasted':
        return checkPasted(
          { url: delivery.url, file, local, isLocalAllowed: isStandIn(model.provider) },
          call,
        );
      case 'link':
        return delivery.host === 'fal' ? toStorage(request, call) : toBucket(request, call);
      case 'missing':
        return noDeliveryMethod(model.provider, status());
      default:
        return assertNever(delivery);
    }
  };

  /** null: the configured key does not belong to the bucket of this object. */
  const targetOf = ({ object, accessKeyId, ...place }: HostedObject): BucketTarget | null => {
    const set = bucketNow();
    const secret = deps.bucketSecret();
    if (set.kind !== 'set' || secret === null) return null;
    const isSameMachine = new URL(set.place.endpoint).origin === new URL(place.endpoint).origin;
    if (!isSameMachine && set.accessKeyId !== accessKeyId) return null;
    return { place, object, accessKeyId: set.accessKeyId, secret };
  };

  const removeAll = async (objects: readonly HostedObject[]): Promise<void> => {
    const signal = AbortSignal.timeout(deletionLimitMs);
    for (const hosted of objects) {
      const { jobId, endpoint } = hosted;
      const target = targetOf(hosted);
      const removed = target === null ? null : await bucket.remove(target, { signal });
      if (removed?.ok) hostedObjects.remove(hosted.object);
      else log.warn('bucket object not deleted', { jobId, endpoint, error: removed?.error });
      // A bucket that is unreachable for this object is unreachable for the next one as well.
      if (removed !== null && !removed.ok && removed.error.code !== 'bucket-refused') return;
    }
  };

  const testBucket: DeliveryModule['testBucket'] = async (call) => {
    // The test concerns no specific model: a bucket on this computer is usable if any provider is there.
    const refused = await unreachable(providerIdSchema.options.some(isStandIn));
    if (refused !== null) return refused;
    const claimed = claim(trialId);
    if (!claimed.ok) return claimed;
    const { result, mayRemain } = await bucket.test(claimed.value, call);
    if (!mayRemain) hostedObjects.remove(claimed.value.object);
    return result;
  };

  return {
    status,
    deliver,
    release: (jobId) => removeAll(hostedObjects.ofJob(jobId)),
    cleanup: (isNeeded) => removeAll(hostedObjects.all().filter(({ jobId }) => !isNeeded(jobId))),
    forget: (files) => {
      for (const { sha256 } of files) deps.uploads.remove(sha256, deps.falRest.origin);
    },
    testBucket,
  };
};

/** The delivery module as the program creates it, with stand-ins for fal's storage and for a bucket. */
import { onTestFinished } from 'vitest';
import { type DeliverySettings, deliverySettingsSchema } from '#contract/model/delivery.ts';
import type { DeliveryMethod, ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import { createDelivery, type DeliveryModule } from '#main/delivery/delivery.ts';
import { createHostedObjects } from '#main/delivery/hosted-objects.ts';
import { fal } from '#main/providers/fal.ts';
import { createUploadCache } from '#main/storage/upload-cache.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { testModel } from '#test/fixtures/model.ts';
import { type BucketFaults, startBucket } from '#test/sandbox/bucket.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { openTestDatabase } from '../storage/test-database.ts';
import { startStorage, storageKey } from './fal-storage-harness.ts';

export const call = { signal: new AbortController().signal, onProgress: () => undefined };

const link: DeliveryMethod = { kind: 'link' };

export const inlineMethod = (maxBytes: number): DeliveryMethod => ({
  kind: 'inline',
  form: 'base64',
  maxBytes,
  source: 'test',
  asOf: '2026-01-01',
});

/** Accepts both files as links, and what else the argument states. */
export const modelOf = (
  provider: ProviderId,
  deliveryMethods: Partial<Record<'image' | 'video', DeliveryMethod[]>> = {},
): ModelSpec => ({
  ...testModel,
  provider,
  deliveryMethods: { image: [link], video: [link], ...deliveryMethods },
});

export const createDeliveryHarness = async (faults: Partial<BucketFaults> = {}) => {
  const clock = createFakeClock();
  const storage = await startStorage();
  const bucket = await startBucket({ now: clock.now, faults });
  onTestFinished(() => bucket.close());
  const db = openTestDatabase(tempFolder());
  const hostedObjects = createHostedObjects(db, clock);
  const logged: string[] = [];
  const record = (message: string, data?: Readonly<Record<string, unknown>>) => {
    logged.push(`${message} ${JSON.stringify(data)}`);
  };
  const bucketSettings = {
    endpoint: bucket.endpoint,
    region: bucket.region,
    name: bucket.bucket,
    accessKeyId: bucket.accessKeyId,
  };
  /** What a user may change while the program runs. */
  const set = {
    deliverySetup: deliverySettingsSchema.parse({ bucket: bucketSettings }),
    falKey: storageKey as string | null,
    secret: bucket.secret as string | null,
    standIns: ['fal', 'novita'] as ProviderId[],
    environment: {} as Readonly<Record<string, string>>,
    change: (
      change: Partial<Omit<DeliverySettings, 'bucket'>> & { bucket?: Partial<DeliverySettings['bucket']> },
    ) => {
      const { bucket: bucketChange, ...rest } = change;
      set.deliverySetup = {
        ...set.deliverySetup,
        ...rest,
        bucket: { ...set.deliverySetup.bucket, ...bucketChange },
      };
    },
  };
  /** As another start of the program creates it, on the same database. */
  const start = (fetchWith: typeof fetch = fetch): DeliveryModule =>
    createDelivery({
      fetch: fetchWith,
      fetchLink: fetchWith,
      clock,
      log: { info: record, warn: record, error: record },
      lookup: async (name) => {
        if (name === 'unknown.example') throw new Error('ENOTFOUND');
        return ['93.184.216.34'];
      },
      environment: set.environment,
      settings: () => set.deliverySetup,
      falKey: () => set.falKey,
      bucketSecret: () => set.secret,
      falRest: storage.rest,
      judgeFal: fal.judge,
      isStandIn: (provider) => set.standIns.includes(provider),
      uploads: createUploadCache(db, clock),
      hostedObjects,
    });
  return { clock, storage, bucket, hostedObjects, logged, set, start, deliverySetup: start(), db };
};

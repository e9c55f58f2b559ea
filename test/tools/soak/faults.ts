/** Injects one fault after another into the sandboxes, by a seed. */
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '#test/main/media/scan/random.ts';
import type { Sandboxes } from '#test/sandbox/all.ts';
import type { BucketFaults, BucketSandbox } from '#test/sandbox/bucket.ts';
import { type Faults, noFaults } from '#test/sandbox/faults.ts';

/** Short queues, because the soak does not test long waiting times. */
export const calm: Faults = { ...noFaults, queuePolls: 3, runPolls: 2 };
const calmBucket = { failingPuts: 0, droppedPuts: 0, failingDeletes: 0, refusedDeletes: 0 } as const;

const injectedFaults: readonly Partial<Faults>[] = [
  { statusErrors: 3 },
  { statusRateLimits: 1 },
  { malformedStatuses: 1 },
  { unknownStatuses: 1 },
  { forgottenStatuses: 1 },
  { missingDownloads: 1 },
  { missingDownloads: 2 },
  { halfDownloads: 1 },
  { halfDownloads: 6 },
  { redirectedDownloads: 1 },
  { resultTimeouts: 1 },
  { uploadErrors: 1 },
  { failingPuts: 1 },
  { droppedPuts: 2 },
  { refusedPuts: 1 },
  { slowMs: 40 },
  { submit: 'server-error' },
  { submit: 'dropped-before-reading' },
  { submit: 'dropped-after-accepting' },
  { submit: 'malformed' },
  { submit: 'rate-limited' },
  { submit: 'refused-text' },
  { outcome: 'completed-with-error' },
];
const bucketFaults: readonly Partial<BucketFaults>[] = [
  { failingPuts: 1 },
  { droppedPuts: 1 },
  { failingDeletes: 3 },
  { refusedDeletes: 1 },
];

const pick = <T>(values: readonly T[], random: () => number): T | undefined =>
  values[Math.floor(random() * values.length)];

export type FaultInjection = {
  /** Stops the faults and resets the sandboxes. Returns the number of faults. */
  readonly end: () => Promise<number>;
};

export const startFaults = (request: {
  readonly sandboxes: Sandboxes;
  readonly bucket: BucketSandbox;
  readonly seed: number;
}): FaultInjection => {
  const { sandboxes, bucket } = request;
  const random = randomFrom(request.seed);
  const stop = new AbortController();
  const all = Object.values(sandboxes.of);
  const reset = () => {
    for (const { faults } of all) Object.assign(faults, calm);
    Object.assign(bucket.faults, calmBucket);
  };
  const wait = (ms: number) => delay(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  const run = async (): Promise<number> => {
    let count = 0;
    for (; !stop.signal.aborted; count += 1) {
      const faults = pick(all, random)?.faults;
      if (faults !== undefined) Object.assign(faults, pick(injectedFaults, random));
      if (random() < 0.2) Object.assign(bucket.faults, pick(bucketFaults, random));
      await wait(200 + random() * 800);
      // Faults without a count would never end.
      for (const one of all) Object.assign(one.faults, { submit: 'none', outcome: 'done', slowMs: 0 });
    }
    reset();
    return count;
  };
  const ran = run();
  return {
    end: () => {
      stop.abort();
      return ran;
    },
  };
};

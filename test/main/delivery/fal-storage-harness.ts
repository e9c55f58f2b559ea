/** A stand-in for fal's storage and its CDN, without the rest of fal. */
import { onTestFinished } from 'vitest';
import { createCdn, type Stored } from '#test/sandbox/cdn.ts';
import { createRest } from '#test/sandbox/fal-rest.ts';
import { type Faults, noFaults } from '#test/sandbox/faults.ts';
import { type Logged, startServer } from '#test/sandbox/server.ts';

export const storageKey = 'sandbox-key-id:sandbox-key-secret';

export type StorageSandbox = {
  readonly rest: URL;
  readonly log: readonly Logged[];
  readonly faults: Faults;
  /** Files on the CDN, by name. */
  readonly files: Map<string, Stored>;
  /** From now on the CDN does not respond. */
  readonly loseCdn: () => Promise<void>;
};

export const startStorage = async (): Promise<StorageSandbox> => {
  const log: Logged[] = [];
  const files = new Map<string, Stored>();
  const faults: Faults = { ...noFaults };
  const cdn = await startServer({ name: 'cdn', log, handle: createCdn({ faults, files }) });
  const rest = await startServer({
    name: 'rest',
    log,
    handle: createRest({
      faults,
      files,
      cdnOrigin: cdn.origin,
      refuseKey: ({ headers }) =>
        headers.authorization === `Key ${storageKey}` ? null : { status: 401, json: { detail: 'no' } },
    }),
  });
  onTestFinished(() => rest.close());
  onTestFinished(() => cdn.close());
  return { rest: new URL(rest.origin), log, faults, files, loseCdn: () => cdn.close() };
};

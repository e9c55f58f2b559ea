/** fal as the program makes it, pointed at a stand-in, with a job of it at hand. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UploadCache } from '#main/files/upload-cache.ts';
import { createFalStorage } from '#main/hosting/fal-storage.ts';
import { createFal, falEndpoints } from '#main/providers/fal.ts';
import type { LocalFile, Provider, StartRequest, StatusOutcome, Ticket } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import { type FalSandbox, sandboxKey, startFalSandbox } from '#test/sandbox/fal.ts';
import type { Faults } from '#test/sandbox/faults.ts';

export type FalHarness = {
  readonly sandbox: FalSandbox;
  readonly fal: Provider;
  readonly clock: FakeClock;
  readonly folder: string;
  readonly warnings: readonly string[];
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  readonly uploads: Map<string, { url: string; expiresAt: string }>;
  /** The same provider, pointed elsewhere or with another `fetch`. */
  readonly falAt: (environment: Readonly<Record<string, string>>, fetchWith?: typeof fetch) => Provider;
  readonly file: (name: 'character.jpg' | 'motion.mp4', bytes: Buffer) => Promise<LocalFile>;
  readonly request: () => Promise<StartRequest>;
  readonly accepted: () => Promise<Ticket>;
  /** Looks until the job rests. */
  readonly untilRest: (ticket: Ticket) => Promise<StatusOutcome>;
  readonly close: () => Promise<void>;
};

const call = { signal: new AbortController().signal };

export const createFalHarness = async (faults: Partial<Faults> = {}): Promise<FalHarness> => {
  const sandbox = await startFalSandbox({ faults: { queuePolls: 1, runPolls: 1, ...faults } });
  const folder = await mkdtemp(join(tmpdir(), 'understudy-fal-'));
  const clock = createFakeClock();
  const warnings: string[] = [];
  const uploads: FalHarness['uploads'] = new Map();
  let key: string | null = sandboxKey;

  const cache: UploadCache = {
    get: (sha256, origin) => uploads.get(`${sha256} ${origin}`) ?? null,
    set: ({ sha256, origin, url, expiresAt }) => void uploads.set(`${sha256} ${origin}`, { url, expiresAt }),
  };

  const falAt: FalHarness['falAt'] = (environment, fetchWith = fetch) => {
    const deps = {
      fetch: fetchWith,
      clock,
      key: () => key,
      log: {
        info: () => undefined,
        warn: (message: string) => void warnings.push(message),
        error: () => undefined,
      },
      environment,
      lookup: async (): Promise<readonly string[]> => ['10.0.0.7'],
    };
    const { rest } = falEndpoints(environment);
    return createFal({ ...deps, hand: createFalStorage({ ...deps, rest, uploads: cache }) });
  };
  const fal = falAt(sandbox.environment);

  const file: FalHarness['file'] = async (name, bytes) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return {
      path,
      name,
      contentType: name === 'character.jpg' ? 'image/jpeg' : 'video/mp4',
      sizeBytes: bytes.length,
      sha256: (name === 'character.jpg' ? 'a' : 'b').repeat(64),
    };
  };

  const linked = async (name: 'character.jpg' | 'motion.mp4', bytes: Buffer) => {
    const handed = await fal.hand(await file(name, bytes), { ...call, onProgress: () => undefined });
    if (!handed.ok) throw new Error(JSON.stringify(handed.error));
    return handed.value;
  };

  const request: FalHarness['request'] = async () => ({
    modelId: 'fal/kling-v2.6-pro',
    image: await linked('character.jpg', Buffer.alloc(30_000, 'picture')),
    video: await linked('motion.mp4', Buffer.alloc(200_000, 'a clip of somebody moving ')),
    orientation: 'image',
    prompt: '',
    keepSound: true,
    outputSec: 10,
  });

  return {
    sandbox,
    fal,
    clock,
    folder,
    warnings,
    setKey: (next) => {
      key = next;
    },
    uploads,
    falAt,
    file,
    request,
    accepted: async () => {
      const outcome = await fal.start(await request(), call);
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      return outcome.ticket;
    },
    untilRest: async (ticket) => {
      for (let look = 0; look < 20; look += 1) {
        const status = await fal.status(ticket, call);
        if (status.kind !== 'pending' && status.kind !== 'unreachable') return status;
      }
      throw new Error('It never rests.');
    },
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** AIMLAPI as the program makes it, pointed at a stand-in, with files behind links and a job of it at hand. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import type { Handed, Provider, StartRequest, StatusOutcome, Ticket } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import { sandboxAimlapiKey, startAimlapiSandbox } from '#test/sandbox/aimlapi.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { startServer } from '#test/sandbox/server.ts';

export type AimlapiHarness = {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly clock: FakeClock;
  readonly folder: string;
  readonly warnings: readonly string[];
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  /** The same provider, pointed elsewhere or with another `fetch`. */
  readonly providerAt: (environment: Readonly<Record<string, string>>, fetchWith?: typeof fetch) => Provider;
  readonly request: StartRequest;
  /** The same files on this machine, to be sent inside the request. */
  readonly inline: (name: 'character.jpg' | 'motion.mp4') => Promise<Handed>;
  readonly accepted: () => Promise<Ticket>;
  /** Looks until the job rests. */
  readonly untilRest: (ticket: Ticket) => Promise<StatusOutcome>;
  readonly close: () => Promise<void>;
};

export const call = { signal: new AbortController().signal };

export const pictureBytes = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.alloc(3000, 'picture'),
]);
export const clipBytes = Buffer.concat([
  Buffer.from('\0\0\0\x18ftypmp42', 'latin1'),
  Buffer.alloc(20_000, 'somebody moving '),
]);

/** A place on this computer where both files are behind links. */
const startFiles = () =>
  startServer({
    name: 'files',
    log: [],
    handle: ({ url }) => {
      const isClip = url.pathname.endsWith('.mp4');
      return {
        status: 200,
        headers: { 'content-type': isClip ? 'video/mp4' : 'image/jpeg' },
        bytes: isClip ? clipBytes : pictureBytes,
      };
    },
  });

const link = (url: string): Handed => ({ kind: 'link', url, expiresAt: null, via: 'pasted-link' });

export const createAimlapiHarness = async (faults: Partial<Faults> = {}): Promise<AimlapiHarness> => {
  const sandbox = await startAimlapiSandbox({ faults: { queuePolls: 1, runPolls: 1, ...faults } });
  const files = await startFiles();
  const folder = await mkdtemp(join(tmpdir(), 'understudy-aimlapi-'));
  const clock = createFakeClock();
  const warnings: string[] = [];
  let key: string | null = sandboxAimlapiKey;

  const providerAt: AimlapiHarness['providerAt'] = (environment, fetchWith = fetch) =>
    createPaidProvider(aimlapi, {
      fetch: fetchWith,
      clock,
      key: () => key,
      log: {
        info: () => undefined,
        warn: (message) => void warnings.push(message),
        error: () => undefined,
      },
      environment,
      lookup: async () => ['10.0.0.7'],
    });
  const provider = providerAt(sandbox.environment);

  const request: StartRequest = {
    requestId: 'job-7f3a',
    modelId: 'aimlapi/kling-v2.6-pro',
    remoteName: 'klingai/video-v2-6-pro-motion-control',
    image: link(`${files.origin}/character.jpg`),
    video: link(`${files.origin}/motion.mp4`),
    orientation: 'image',
    prompt: '',
    negativePrompt: '',
    keepSound: true,
    outputSec: 10,
  };

  return {
    sandbox,
    provider,
    clock,
    folder,
    warnings,
    setKey: (next) => {
      key = next;
    },
    providerAt,
    request,
    inline: async (name) => {
      const path = join(folder, name);
      const isPicture = name === 'character.jpg';
      await writeFile(path, isPicture ? pictureBytes : clipBytes);
      return {
        kind: 'inline',
        path,
        contentType: isPicture ? 'image/jpeg' : 'video/mp4',
        form: 'data-uri',
      };
    },
    accepted: async () => {
      const outcome = await provider.start(request, call);
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      return outcome.ticket;
    },
    untilRest: async (ticket) => {
      for (let look = 0; look < 20; look += 1) {
        const status = await provider.status(ticket, call);
        if (status.kind !== 'pending' && status.kind !== 'unreachable') return status;
      }
      throw new Error('It never rests.');
    },
    close: async () => {
      await Promise.all([sandbox.close(), files.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

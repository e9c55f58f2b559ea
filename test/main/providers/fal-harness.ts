/** fal as the program makes it, pointed at a stand-in, with a job of it at hand. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fal as protocol } from '#main/providers/fal.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import type { Handed, Provider, StartRequest, StatusOutcome, Ticket } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import { sandboxKey, startFalSandbox } from '#test/sandbox/fal.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { type Logged, startServer } from '#test/sandbox/server.ts';

/** As much of a JPEG and of an MP4 as the stand-in looks at. */
export const pictureBytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(29_997, 'picture')]);
export const clipBytes = Buffer.concat([
  Buffer.from('\0\0\0\x18ftyp'),
  Buffer.alloc(199_992, 'a clip of somebody moving '),
]);

export type FalHarness = {
  readonly sandbox: Sandbox;
  readonly fal: Provider;
  readonly clock: FakeClock;
  readonly folder: string;
  /** What was logged as a warning, with its data. */
  readonly warnings: readonly unknown[];
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  /** The same provider, pointed elsewhere or with another `fetch`. */
  readonly falAt: (environment: Readonly<Record<string, string>>, fetchWith?: typeof fetch) => Provider;
  /** Both files by links that lead to a server on this computer. */
  readonly request: StartRequest;
  /** Where the files are: a host on this computer, and not fal's; and what it was asked. */
  readonly elsewhere: { readonly origin: string; readonly log: readonly Logged[] };
  /** The picture as a file that travels inside the request. */
  readonly inlinePicture: () => Promise<Handed>;
  readonly accepted: () => Promise<Ticket>;
  /** Looks until the job rests. */
  readonly untilRest: (ticket: Ticket) => Promise<StatusOutcome>;
  readonly close: () => Promise<void>;
};

const call = { signal: new AbortController().signal };

export const createFalHarness = async (faults: Partial<Faults> = {}): Promise<FalHarness> => {
  const sandbox = await startFalSandbox({ faults: { queuePolls: 1, runPolls: 1, ...faults } });
  const folder = await mkdtemp(join(tmpdir(), 'understudy-fal-'));
  const asked: Logged[] = [];
  const files = await startServer({
    name: 'files',
    log: asked,
    handle: ({ url }) =>
      url.pathname === '/character.jpg'
        ? { status: 200, headers: { 'content-type': 'image/jpeg' }, bytes: pictureBytes }
        : { status: 200, headers: { 'content-type': 'video/mp4' }, bytes: clipBytes },
  });
  const clock = createFakeClock();
  const warnings: unknown[] = [];
  let key: string | null = sandboxKey;

  const falAt: FalHarness['falAt'] = (environment, fetchWith = fetch) =>
    createPaidProvider(protocol, {
      fetch: fetchWith,
      clock,
      key: () => key,
      log: {
        info: () => undefined,
        warn: (message, data) => void warnings.push([message, data]),
        error: () => undefined,
      },
      environment,
      lookup: async () => ['10.0.0.7'],
    });
  const fal = falAt(sandbox.environment);

  const linked = (name: 'character.jpg' | 'motion.mp4'): Handed => ({
    kind: 'link',
    url: `${files.origin}/${name}`,
    expiresAt: null,
    via: 'bucket',
  });
  const request: StartRequest = {
    requestId: 'job-1',
    modelId: 'fal/kling-v2.6-pro',
    remoteName: 'fal-ai/kling-video/v2.6/pro/motion-control',
    image: linked('character.jpg'),
    video: linked('motion.mp4'),
    orientation: 'image',
    prompt: '',
    negativePrompt: '',
    keepSound: true,
    outputSec: 10,
  };

  return {
    sandbox,
    fal,
    clock,
    folder,
    warnings,
    setKey: (next) => {
      key = next;
    },
    falAt,
    request,
    elsewhere: { origin: files.origin, log: asked },
    inlinePicture: async () => {
      const path = join(folder, 'character.jpg');
      await writeFile(path, pictureBytes);
      return { kind: 'inline', path, contentType: 'image/jpeg', form: 'data-uri' };
    },
    accepted: async () => {
      const outcome = await fal.start(request, call);
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
      await Promise.all([sandbox.close(), files.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

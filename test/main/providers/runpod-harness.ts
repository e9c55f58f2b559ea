/** RunPod as the program makes it, pointed at a stand-in, with a picture and a clip that it can read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import { runpod } from '#main/providers/runpod.ts';
import type { Provider, StartRequest, StatusOutcome, Ticket } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import type { Faults } from '#test/sandbox/faults.ts';
import { sandboxRunpodKey, startRunpodSandbox } from '#test/sandbox/runpod.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { type Logged, startServer } from '#test/sandbox/server.ts';

export type RunpodHarness = {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly clock: FakeClock;
  readonly folder: string;
  /** Who asked for the picture and the clip. */
  readonly fetches: readonly Logged[];
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  /** The same provider, pointed elsewhere. */
  readonly providerAt: (origin: string) => Provider;
  readonly request: StartRequest;
  /** The picture as a file that goes inside the request. */
  readonly inline: StartRequest['image'];
  readonly accepted: () => Promise<Ticket>;
  /** Looks until the job rests. */
  readonly untilRest: (ticket: Ticket) => Promise<StatusOutcome>;
  readonly close: () => Promise<void>;
};

export const call = { signal: new AbortController().signal };

export const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('a picture')]);
export const clip = Buffer.from('\0\0\0\x18ftypmp42 a clip of somebody moving');

export const createRunpodHarness = async (faults: Partial<Faults> = {}): Promise<RunpodHarness> => {
  const sandbox = await startRunpodSandbox({ faults: { queuePolls: 1, runPolls: 2, ...faults } });
  const folder = await mkdtemp(join(tmpdir(), 'understudy-runpod-'));
  const fetches: Logged[] = [];
  const host = await startServer({
    name: 'host',
    log: fetches,
    handle: ({ url }) =>
      url.pathname === '/character.jpg'
        ? { status: 200, headers: { 'content-type': 'image/jpeg' }, bytes: picture }
        : { status: 200, headers: { 'content-type': 'video/mp4' }, bytes: clip },
  });
  const path = join(folder, 'character.jpg');
  await writeFile(path, picture);
  const clock = createFakeClock();
  let key: string | null = sandboxRunpodKey;

  const providerAt = (origin: string): Provider =>
    createPaidProvider(runpod, {
      fetch,
      clock,
      key: () => key,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      lookup: async () => ['10.0.0.7'],
      environment: { UNDERSTUDY_RUNPOD_URL: origin },
    });
  const provider = providerAt(String(sandbox.environment.UNDERSTUDY_RUNPOD_URL));

  const link = (name: string) =>
    ({ kind: 'link', url: `${host.origin}/${name}`, expiresAt: null, via: 'bucket' }) as const;
  const request: StartRequest = {
    requestId: 'request-1',
    modelId: 'runpod/kling-v2.6-std',
    remoteName: 'kling-v2-6-std-motion-control',
    image: link('character.jpg'),
    video: link('motion.mp4'),
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
    fetches,
    setKey: (next) => {
      key = next;
    },
    providerAt,
    request,
    inline: { kind: 'inline', path, contentType: 'image/jpeg', form: 'data-uri' },
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
      await sandbox.close();
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

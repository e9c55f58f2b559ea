/** Novita as the program makes it, pointed at its stand-in, with files that the stand-in can read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { novita } from '#main/providers/novita.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import type { Provider, StartRequest, StatusOutcome, Ticket } from '#main/providers/spec.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { createCdn, type Stored } from '#test/sandbox/cdn.ts';
import { noFaults } from '#test/sandbox/faults.ts';
import { sandboxNovitaKey, startNovitaSandbox } from '#test/sandbox/novita.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { startServer } from '#test/sandbox/server.ts';

/** Enough of a JPEG and of an MP4 to be taken for one. */
export const pictureBytes = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.alloc(3000, 'picture'),
]);
export const clipBytes = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypmp42'),
  Buffer.alloc(20_000, 'a clip of somebody moving '),
]);

export const call = { signal: new AbortController().signal };

export type NovitaHarness = {
  readonly sandbox: Sandbox;
  readonly novita: Provider;
  readonly folder: string;
  /** Links to a picture and a clip. */
  readonly pictureUrl: string;
  readonly clipUrl: string;
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  /** The same provider, pointed elsewhere or with another `fetch`. */
  readonly novitaAt: (environment: Readonly<Record<string, string>>, fetchWith?: typeof fetch) => Provider;
  /** The same provider where every request is answered with this. */
  readonly novitaAnswering: (answer: () => Response) => Provider;
  readonly request: (change?: Partial<StartRequest>) => StartRequest;
  /** The picture as a file of this computer. */
  readonly pictureFile: () => Promise<Extract<StartRequest['image'], { kind: 'inline' }>>;
  readonly accepted: () => Promise<Ticket>;
  /** Looks until the job rests. */
  readonly untilRest: (ticket: Ticket) => Promise<StatusOutcome>;
  readonly close: () => Promise<void>;
};

export const createNovitaHarness = async (): Promise<NovitaHarness> => {
  const sandbox = await startNovitaSandbox({ faults: { queuePolls: 1, runPolls: 1 } });
  const files = new Map<string, Stored>([
    ['character.jpg', { contentType: 'image/jpeg', bytes: pictureBytes }],
    ['motion.mp4', { contentType: 'video/mp4', bytes: clipBytes }],
  ]);
  const host = await startServer({
    name: 'host',
    log: [],
    handle: createCdn({ faults: { ...noFaults }, files }),
  });
  const folder = await mkdtemp(join(tmpdir(), 'understudy-novita-'));
  let key: string | null = sandboxNovitaKey;
  const pictureUrl = `${host.origin}/files/character.jpg`;
  const clipUrl = `${host.origin}/files/motion.mp4`;

  const novitaAt: NovitaHarness['novitaAt'] = (environment, fetchWith = fetch) =>
    createPaidProvider(novita, {
      fetch: fetchWith,
      clock: createFakeClock(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      lookup: async () => ['10.0.0.7'],
      environment,
      key: () => key,
    });
  const provider = novitaAt(sandbox.environment);

  const request: NovitaHarness['request'] = (change = {}) => ({
    requestId: 'our-own-id',
    modelId: 'novita/kling-v2.6-pro',
    remoteName: 'kling-v2.6-pro-motion-control',
    image: { kind: 'link', url: pictureUrl, expiresAt: null, via: 'bucket' },
    video: { kind: 'link', url: clipUrl, expiresAt: null, via: 'bucket' },
    orientation: 'video',
    prompt: '',
    negativePrompt: '',
    keepSound: true,
    outputSec: 10,
    ...change,
  });

  return {
    sandbox,
    novita: provider,
    folder,
    pictureUrl,
    clipUrl,
    setKey: (next) => {
      key = next;
    },
    novitaAt,
    novitaAnswering: (answer) => novitaAt(sandbox.environment, async () => answer()),
    request,
    pictureFile: async () => {
      const path = join(folder, 'character.jpg');
      await writeFile(path, pictureBytes);
      return { kind: 'inline', path, contentType: 'image/jpeg', form: 'base64' };
    },
    accepted: async () => {
      const outcome = await provider.start(request(), call);
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
      await Promise.all([sandbox.close(), host.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

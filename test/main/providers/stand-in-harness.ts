/**
 * A provider as the program creates it, connected to its stand-in, with an image and a video behind links that it can
 * read.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivered } from '#main/artifacts.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import type { Protocol } from '#main/providers/protocol.ts';
import type { Provider, StartRequest, StatusOutcome, Ticket } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { type Logged, startServer } from '#test/sandbox/server.ts';

/** The first bytes of a JPEG and of an MP4, as far as the stand-ins read them. */
export const imageBytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(29_997, 'picture')]);
export const videoBytes = Buffer.concat([
  Buffer.from('\0\0\0\x18ftyp'),
  Buffer.alloc(199_992, 'a video of a body moving '),
]);

export const call = { signal: new AbortController().signal };

type FileName = 'character.jpg' | 'motion.mp4';

export type Harness = {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly clock: FakeClock;
  /** A folder for this harness, removed at the end. */
  readonly folder: string;
  /** Logged warnings with their data. */
  readonly warnings: readonly (readonly [string, unknown])[];
  /** Where the files are: a host on this computer that is not the provider's, and its requests. */
  readonly host: { readonly origin: string; readonly log: readonly Logged[] };
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  /** The same provider with another address or another `fetch`. */
  readonly providerAt: (environment: Readonly<Record<string, string>>, fetchWith?: typeof fetch) => Provider;
  /** The same provider with this response to every request. */
  readonly answering: (answer: () => Response) => Provider;
  /** Both files by link. */
  readonly request: StartRequest;
  /** The links of both, for comparison with a request. */
  readonly links: { readonly image: string; readonly video: string };
  /** A file that travels inside the request. */
  readonly inline: (name: FileName, form: 'data-uri' | 'base64') => Promise<Delivered>;
  readonly accepted: () => Promise<Ticket>;
  /** Polls until the job is settled. */
  readonly untilSettled: (ticket: Ticket) => Promise<StatusOutcome>;
  readonly close: () => Promise<void>;
};

export const createHarness = async <Names extends string, T extends Ticket>(given: {
  readonly protocol: Protocol<Names, T>;
  readonly sandbox: Sandbox;
  readonly key: string;
  /** The parts in which the tests' runs differ. */
  readonly request: Pick<StartRequest, 'modelId' | 'remoteName' | 'orientation'>;
}): Promise<Harness> => {
  const { protocol, sandbox } = given;
  const folder = await mkdtemp(join(tmpdir(), `understudy-${protocol.id}-`));
  const requests: Logged[] = [];
  const host = await startServer({
    name: 'host',
    log: requests,
    handle: ({ url }) =>
      url.pathname === '/character.jpg'
        ? { status: 200, headers: { 'content-type': 'image/jpeg' }, bytes: imageBytes }
        : { status: 200, headers: { 'content-type': 'video/mp4' }, bytes: videoBytes },
  });
  const clock = createFakeClock();
  const warnings: (readonly [string, unknown])[] = [];
  let key: string | null = given.key;

  const providerAt: Harness['providerAt'] = (environment, fetchWith = fetch) =>
    createPaidProvider(protocol, {
      fetch: fetchWith,
      fetchLink: fetchWith,
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
  const provider = providerAt(sandbox.environment);

  const linked = (name: FileName): Delivered => ({
    kind: 'link',
    url: `${host.origin}/${name}`,
    expiresAt: null,
    via: 'bucket',
  });
  const request: StartRequest = {
    requestId: 'job-1',
    image: linked('character.jpg'),
    video: linked('motion.mp4'),
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    outputSec: 10,
    ...given.request,
  };

  return {
    sandbox,
    provider,
    clock,
    folder,
    warnings,
    host: { origin: host.origin, log: requests },
    setKey: (next) => {
      key = next;
    },
    providerAt,
    answering: (answer) => providerAt(sandbox.environment, async () => answer()),
    request,
    links: { image: `${host.origin}/character.jpg`, video: `${host.origin}/motion.mp4` },
    inline: async (name, form) => {
      const path = join(folder, name);
      const isImage = name === 'character.jpg';
      await writeFile(path, isImage ? imageBytes : videoBytes);
      return { kind: 'inline', path, contentType: isImage ? 'image/jpeg' : 'video/mp4', form };
    },
    accepted: async () => {
      const outcome = await provider.start(request, call);
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      return outcome.ticket;
    },
    untilSettled: async (ticket) => {
      for (let poll = 0; poll < 20; poll += 1) {
        const status = await provider.status(ticket, call);
        if (status.kind !== 'pending' && status.kind !== 'unreachable') return status;
      }
      throw new Error('The job did not settle.');
    },
    close: async () => {
      await Promise.all([sandbox.close(), host.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

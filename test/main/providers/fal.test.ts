import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UploadCache } from '#main/files/upload-cache.ts';
import { createFalStorage } from '#main/hosting/fal-storage.ts';
import { createFal, falEndpoints } from '#main/providers/fal.ts';
import type { LocalFile, Provider, StartRequest } from '#main/providers/spec.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';
import { silentLog } from '#test/fixtures/media.ts';
import { type FalSandbox, sandboxKey, startFalSandbox } from '#test/sandbox/fal.ts';

let sandbox: FalSandbox;
let folder: string;
let clock: FakeClock;
let key: string | null;
let fal: Provider;
let uploads: Map<string, { url: string; expiresAt: string }>;

const call = { signal: new AbortController().signal };
const quiet = { ...call, onProgress: () => undefined };

const providerAt = (
  environment: Readonly<Record<string, string>>,
  fetchWith: typeof fetch = fetch,
): Provider => {
  const cache: UploadCache = {
    get: (sha256, origin) => uploads.get(`${sha256} ${origin}`) ?? null,
    set: ({ sha256, origin, url, expiresAt }) => void uploads.set(`${sha256} ${origin}`, { url, expiresAt }),
  };
  const deps = {
    fetch: fetchWith,
    clock,
    key: () => key,
    log: silentLog,
    environment,
    lookup: async () => ['127.0.0.1'],
  };
  return createFal({
    ...deps,
    hand: createFalStorage({ ...deps, rest: falEndpoints(environment).rest, uploads: cache }),
  });
};

beforeEach(async () => {
  sandbox = await startFalSandbox({ faults: { queuePolls: 1, runPolls: 1 } });
  folder = await mkdtemp(join(tmpdir(), 'understudy-fal-'));
  clock = createFakeClock();
  key = sandboxKey;
  uploads = new Map();
  fal = providerAt(sandbox.environment);
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

const localFile = async (name: 'character.jpg' | 'motion.mp4', bytes: Buffer): Promise<LocalFile> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return {
    path,
    name,
    contentType: name === 'character.jpg' ? 'image/jpeg' : 'video/mp4',
    sizeBytes: bytes.length,
    sha256: name === 'character.jpg' ? 'a'.repeat(64) : 'b'.repeat(64),
  };
};

const pictureBytes = Buffer.alloc(30_000, 'picture');
const clipBytes = Buffer.alloc(200_000, 'a clip of somebody moving ');

const request = async (): Promise<StartRequest> => {
  const image = await fal.hand(await localFile('character.jpg', pictureBytes), quiet);
  const video = await fal.hand(await localFile('motion.mp4', clipBytes), quiet);
  if (!image.ok || !video.ok) throw new Error(JSON.stringify([image, video]));
  return {
    modelId: 'fal/kling-v2.6-pro',
    image: image.value,
    video: video.value,
    orientation: 'image',
    prompt: 'a stage',
    keepSound: false,
    outputSec: 10,
  };
};

const accepted = async () => {
  const outcome = await fal.start(await request(), call);
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.ticket;
};

/** Looks until the job rests. */
const untilRest = async (ticket: Awaited<ReturnType<typeof accepted>>) => {
  for (let look = 0; look < 20; look += 1) {
    const status = await fal.status(ticket, call);
    if (status.kind !== 'pending' && status.kind !== 'unreachable') return status;
  }
  throw new Error('It never rests.');
};

describe('a run at fal', () => {
  test('goes from two files to a kept one, with one submit and one upload a file', async () => {
    const ticket = await accepted();
    expect(await fal.status(ticket, call)).toEqual({ kind: 'pending', fraction: null, queuePosition: 0 });
    expect(await fal.status(ticket, call)).toEqual({ kind: 'pending', fraction: null, queuePosition: null });
    const done = await untilRest(ticket);
    // 10.04 billed seconds at $0.112.
    expect(done).toMatchObject({ kind: 'done', billedMicros: 1_124_480, result: { kind: 'link' } });
    if (done.kind !== 'done') return;
    const to = join(folder, 'result.mp4');
    expect(await fal.download(done.result, to, quiet)).toEqual({
      ok: true,
      value: { sizeBytes: clipBytes.length },
    });
    expect((await readFile(to)).equals(clipBytes)).toBe(true);
    expect(sandbox.submits()).toBe(1);
    expect(sandbox.log.filter(({ method, server }) => method === 'PUT' && server === 'cdn')).toHaveLength(2);
  });

  test('sends exactly the fields of the document, with their types', async () => {
    await accepted();
    expect(sandbox.log.find(({ server }) => server === 'queue')).toMatchObject({
      method: 'POST',
      path: '/fal-ai/kling-video/v2.6/pro/motion-control',
      body: {
        image_url: expect.stringMatching(/^http:.*character\.jpg$/),
        video_url: expect.stringMatching(/^http:.*motion\.mp4$/),
        character_orientation: 'image',
        prompt: 'a stage',
        keep_original_sound: false,
      },
    });
  });

  test('shows the key to the queue and to storage, never to the CDN', async () => {
    const ticket = await accepted();
    const done = await untilRest(ticket);
    if (done.kind === 'done') await fal.download(done.result, join(folder, 'result.mp4'), quiet);
    const withKey = sandbox.log
      .filter(({ authorization }) => authorization !== null)
      .map(({ server }) => server);
    expect([...new Set(withKey)].sort()).toEqual(['queue', 'rest']);
    expect(
      sandbox.log.filter(({ server }) => server === 'cdn').map(({ authorization }) => authorization),
    ).toEqual([null, null, null]);
  });

  test('uploads the same bytes once while the link lives, and again when it has run out', async () => {
    await request();
    await request();
    const puts = () => sandbox.log.filter(({ method }) => method === 'PUT').length;
    expect(puts()).toBe(2);
    for (const entry of uploads.values()) entry.expiresAt = clock.now().toISOString();
    await request();
    expect(puts()).toBe(4);
  });

  test('can be called off while it waits, and not when it is done', async () => {
    const ticket = await accepted();
    expect(await fal.cancel?.(ticket, call)).toEqual({ kind: 'cancelled' });
    const other = await accepted();
    await untilRest(other);
    expect(await fal.cancel?.(other, call)).toEqual({ kind: 'too-late' });
  });

  test('can be asked for by the id that the dashboard shows', async () => {
    const ticket = await accepted();
    expect(fal.ticketFor?.('fal/kling-v2.6-pro', String(ticket.requestId))).toEqual(ticket);
  });
});

describe('a submit that does not come back well', () => {
  const started = async () => {
    const asked = await request();
    const outcome = await fal.start(asked, call);
    return {
      kind: outcome.kind,
      error: 'error' in outcome ? outcome.error : null,
      submits: sandbox.submits(),
    };
  };

  test.each([
    ['unauthorized', 'refused', 'key-refused', 'no'],
    ['no-credit', 'refused', 'no-credit', 'no'],
    ['rate-limited', 'refused', 'provider-rate-limited', 'no'],
    ['refused-list', 'refused', 'provider-refused', 'no'],
    ['refused-text', 'refused', 'provider-refused', 'no'],
    ['server-error', 'unsure', 'answer-lost', 'unknown'],
    ['malformed', 'unsure', 'answer-lost', 'unknown'],
    ['dropped-before-reading', 'unsure', 'answer-lost', 'unknown'],
    ['dropped-after-accepting', 'unsure', 'answer-lost', 'unknown'],
  ] as const)('%s: it is %s (%s, charged: %s) after a single request', async (fault, kind, code, charged) => {
    sandbox.faults.submit = fault;
    expect(await started()).toMatchObject({ kind, error: { code, charged, subject: 'fal' }, submits: 1 });
  });

  test('the words of the provider are kept, without the key', async () => {
    sandbox.faults.submit = 'refused-list';
    expect((await started()).error?.detail).toBe(
      'body.video_url The video is too long. (video_duration_too_long)',
    );
    const { error } = await started();
    expect(JSON.stringify(error)).not.toContain(sandboxKey);
  });

  test('nobody listens there: nothing was sent, so it may be sent again', async () => {
    const asked = await request();
    await sandbox.close();
    expect(await fal.start(asked, call)).toMatchObject({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no' },
    });
  });

  test('no key: nothing is asked at all', async () => {
    const asked = await request();
    const before = sandbox.log.length;
    key = null;
    expect(await fal.start(asked, call)).toMatchObject({ kind: 'not-sent', error: { code: 'key-missing' } });
    expect(sandbox.log).toHaveLength(before);
  });

  test('an acceptance that names another host is not followed with the key', async () => {
    const asked = await request();
    const asker: string[] = [];
    const hostile: typeof fetch = async (input) => {
      asker.push(String(input));
      const address = 'https://evil.example/requests/1';
      return Response.json({
        request_id: '1',
        status_url: address,
        response_url: address,
        cancel_url: address,
      });
    };
    expect(await providerAt(sandbox.environment, hostile).start(asked, call)).toMatchObject({
      kind: 'unsure',
    });
    expect(asker.filter((url) => url.includes('evil'))).toEqual([]);
  });
});

describe('a job that does not end well', () => {
  test.each([
    [
      'completed-with-error',
      'provider-failed',
      'unknown',
      'The face could not be found. face_detection_error',
    ],
    [
      'result-422',
      'provider-failed',
      'unknown',
      'body.image_url The content was refused. (content_policy_violation)',
    ],
  ] as const)('%s', async (outcome, code, charged, detail) => {
    sandbox.faults.outcome = outcome;
    expect(await untilRest(await accepted())).toEqual({
      kind: 'failed',
      error: { code, charged, detail, subject: 'fal' },
    });
  });

  test('a result that times out at first is asked for again', async () => {
    sandbox.faults.resultTimeouts = 2;
    expect(await untilRest(await accepted())).toMatchObject({ kind: 'done' });
    expect(sandbox.submits()).toBe(1);
  });

  test('a status that cannot be had is no failure of the job', async () => {
    sandbox.faults.statusErrors = 3;
    const ticket = await accepted();
    expect(await fal.status(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-unreachable', charged: 'no' },
    });
    expect(await untilRest(ticket)).toMatchObject({ kind: 'done' });
  });

  test('an upload that fails once is tried again', async () => {
    sandbox.faults.uploadErrors = 1;
    expect((await request()).image.kind).toBe('link');
  });
});

describe('a download that does not go well', () => {
  const finished = async () => {
    const done = await untilRest(await accepted());
    if (done.kind !== 'done') throw new Error('not done');
    return done.result;
  };
  const to = () => join(folder, 'result.mp4');

  test('goes on where it broke off', async () => {
    const result = await finished();
    sandbox.faults.halfDownloads = 2;
    expect(await fal.download(result, to(), quiet)).toMatchObject({ ok: true });
    expect((await readFile(to())).equals(clipBytes)).toBe(true);
  });

  test('says so when it breaks off every time, and keeps what it has for later', async () => {
    const result = await finished();
    sandbox.faults.halfDownloads = 5;
    expect(await fal.download(result, to(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'result-cut-off' },
    });
    expect(await fal.download(result, to(), quiet)).toMatchObject({ ok: true });
    expect((await readFile(to())).equals(clipBytes)).toBe(true);
  });

  test('says that the link is dead', async () => {
    const result = await finished();
    sandbox.faults.missingDownloads = 1;
    expect(await fal.download(result, to(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'result-gone' },
    });
  });

  test.each([
    'http://example.com/a.mp4',
    'https://192.168.1.1/a.mp4',
    'https://[::1]/a.mp4',
    'file:///etc/passwd',
    'https://inside.example/a.mp4',
  ])('never fetches %s', async (url) => {
    const asked: string[] = [];
    const watching: typeof fetch = async (input) => {
      asked.push(String(input));
      return new Response('');
    };
    // The real endpoints, and a name that leads to this computer.
    const real = providerAt({}, watching);
    expect(await real.download({ kind: 'link', url, expiresAt: null }, to(), quiet)).toMatchObject({
      ok: false,
    });
    expect(asked).toEqual([]);
  });
});

describe('the key', () => {
  test('is tested at no cost', async () => {
    expect(await fal.testKey(call)).toEqual({ ok: true, value: { isGood: true } });
    key = 'wrong-key-altogether';
    expect(await fal.testKey(call)).toMatchObject({
      ok: false,
      error: { code: 'key-refused', charged: 'no' },
    });
    expect(sandbox.submits()).toBe(0);
  });
});

test.each(['http://example.com', 'ftp://127.0.0.1', 'not an address'])(
  'an endpoint of %s is refused',
  (address) => {
    expect(() => falEndpoints({ UNDERSTUDY_FAL_QUEUE_URL: address })).toThrow();
  },
);

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { billedMicros } from '#contract/rules/cost.ts';
import { fal as protocol } from '#main/providers/fal.ts';
import { sandboxKey } from '#test/sandbox/fal.ts';
import { createFalHarness } from './fal-harness.ts';
import { type Harness, imageBytes, videoBytes } from './stand-in-harness.ts';

const call = { signal: new AbortController().signal };
const quiet = { ...call, onProgress: () => undefined };

let harness: Harness;
beforeEach(async () => {
  harness = await createFalHarness();
});
afterEach(() => harness.close());

const to = () => join(harness.folder, 'result.mp4');

describe('fal run', () => {
  test('goes from two links to a stored file, with one submit', async () => {
    const { provider: fal } = harness;
    const ticket = await harness.accepted();
    const pending = { kind: 'pending', fraction: null, etaSec: null };
    expect(await fal.status(ticket, call)).toEqual({ ...pending, queuePosition: 0 });
    expect(await fal.status(ticket, call)).toEqual({ ...pending, queuePosition: null });
    const done = await harness.untilSettled(ticket);
    expect(done).toEqual({
      kind: 'done',
      result: { kind: 'link', url: expect.stringMatching(/^http:.*\.mp4$/), expiresAt: null },
      billed: { kind: 'seconds', sec: 10.04 },
    });
    if (done.kind !== 'done') return;
    const price = fal.models[0]?.price ?? { kind: 'unknown', reason: '' };
    // 10.04 billed seconds at $0.112.
    expect(billedMicros(done.billed, price)).toBe(1_124_480);
    expect(await fal.download(done.result, to(), quiet)).toEqual({
      ok: true,
      value: { sizeBytes: videoBytes.length },
    });
    expect((await readFile(to())).equals(videoBytes)).toBe(true);
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('sends exactly the documented fields with their types', async () => {
    const { provider: fal, request, sandbox } = harness;
    await fal.start({ ...request, prompt: 'a stage', keepAudio: false }, call);
    const { image, video } = request;
    expect(sandbox.log).toEqual([
      {
        server: 'queue',
        method: 'POST',
        path: '/fal-ai/kling-video/v2.6/pro/motion-control',
        authorization: `Key ${sandboxKey}`,
        contentType: 'application/json',
        headers: expect.objectContaining({ accept: 'application/json' }),
        bodyBytes: expect.any(Number),
        body: {
          image_url: image.kind === 'link' && image.url,
          video_url: video.kind === 'link' && video.url,
          character_orientation: 'image',
          prompt: 'a stage',
          keep_original_sound: false,
        },
      },
    ]);
  });

  test('leaves out an empty prompt', async () => {
    await harness.accepted();
    expect(Object.keys(harness.sandbox.log[0]?.body ?? {}).sort()).toEqual([
      'character_orientation',
      'image_url',
      'keep_original_sound',
      'video_url',
    ]);
  });

  test.each(protocol.models)('uses the address of the model: $id', async ({ id, remoteName }) => {
    const { provider: fal, request, sandbox } = harness;
    expect(await fal.start({ ...request, modelId: id, remoteName }, call)).toMatchObject({
      kind: 'accepted',
      ticket: { endpoint: remoteName, requestId: sandbox.jobIds()[0] },
    });
    expect(sandbox.log.map(({ path }) => path)).toEqual([`/${remoteName}`]);
  });

  test('sends the image inside the request, so that no link to it exists', async () => {
    const { provider: fal, request, sandbox } = harness;
    const image = await harness.inline('character.jpg', 'data-uri');
    expect(await fal.start({ ...request, image }, call)).toMatchObject({ kind: 'accepted' });
    expect(sandbox.log[0]?.body).toMatchObject({
      image_url: `data:image/jpeg;base64,${imageBytes.toString('base64')}`,
    });
  });

  test('sends the key to the queue, never to the CDN or the host of the files', async () => {
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind === 'done') await harness.provider.download(done.result, to(), quiet);
    const all = [...harness.sandbox.log, ...harness.host.log];
    const servers = (withKey: boolean) => [
      ...new Set(
        all.filter(({ authorization }) => (authorization !== null) === withKey).map(({ server }) => server),
      ),
    ];
    expect([servers(true), servers(false).sort()]).toEqual([['queue'], ['cdn', 'host']]);
  });

  test('can be cancelled while queued, and not when done', async () => {
    const ticket = await harness.accepted();
    expect(await harness.provider.cancel?.(ticket, call)).toEqual({ kind: 'cancelled', charged: 'no' });
    const other = await harness.accepted();
    await harness.untilSettled(other);
    expect(await harness.provider.cancel?.(other, call)).toEqual({ kind: 'too-late' });
  });

  test('can be polled by the id from the dashboard', async () => {
    const ticket = await harness.accepted();
    expect(harness.provider.ticketFor?.('fal/kling-v2.6-pro', String(ticket.requestId))).toEqual(ticket);
    expect(harness.provider.ticketFor?.('fal/no-such-model', String(ticket.requestId))).toBeUndefined();
  });
});

describe('failed fal submit', () => {
  const started = async () => {
    const outcome = await harness.provider.start(harness.request, call);
    return {
      kind: outcome.kind,
      error: 'error' in outcome ? outcome.error : null,
      submits: harness.sandbox.submits(),
    };
  };

  test.each([
    ['unauthorized', 'refused', 'key-refused', 'no'],
    ['no-credit', 'refused', 'no-credit', 'no'],
    ['rate-limited', 'busy', 'provider-rate-limited', 'no'],
    ['refused-list', 'refused', 'provider-refused', 'no'],
    ['refused-text', 'refused', 'provider-refused', 'no'],
    ['server-error', 'unsure', 'answer-lost', 'unknown'],
    ['redirected', 'unsure', 'answer-lost', 'unknown'],
    ['foreign-links', 'unsure', 'answer-lost', 'unknown'],
    ['malformed', 'unsure', 'answer-lost', 'unknown'],
    ['dropped-before-reading', 'unsure', 'answer-lost', 'unknown'],
    ['dropped-after-accepting', 'unsure', 'answer-lost', 'unknown'],
  ] as const)('%s: it is %s (%s, charged: %s) after a single request', async (fault, kind, code, charged) => {
    harness.sandbox.faults.submit = fault;
    expect(await started()).toMatchObject({ kind, error: { code, charged, subject: 'fal' }, submits: 1 });
  });

  test('keeps the words of the provider, without the key', async () => {
    harness.sandbox.faults.submit = 'refused-list';
    expect((await started()).error?.detail).toBe(
      'body.video_url The video is too long. (video_duration_too_long)',
    );
    const { error } = await started();
    expect(JSON.stringify(error)).not.toContain(sandboxKey);
  });

  test('names a link that fal cannot read, free of charge', async () => {
    const { provider: fal, request, host: elsewhere } = harness;
    const gone = { kind: 'link', url: elsewhere.origin.replace('127.0.0.1', '127.0.0.2') } as const;
    const video = { ...gone, expiresAt: null, via: 'pasted-link' } as const;
    expect(await fal.start({ ...request, video }, call)).toEqual({
      kind: 'refused',
      error: {
        code: 'input-unreadable-there',
        charged: 'no',
        subject: 'fal',
        detail: 'body.video_url Failed to download the file. (file_download_error)',
      },
    });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('was not sent, and may be sent again, when the port is closed', async () => {
    await harness.sandbox.close();
    expect(await started()).toMatchObject({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no' },
    });
  });

  test('sends nothing without a key', async () => {
    harness.setKey(null);
    expect(await started()).toMatchObject({ kind: 'not-sent', error: { code: 'key-missing' } });
    expect(harness.sandbox.log).toEqual([]);
  });

  test('does not send the key to another host that an acceptance names', async () => {
    const requests: string[] = [];
    const hostile: typeof fetch = async (input) => {
      requests.push(String(input));
      const address = 'https://evil.example/requests/1';
      return Response.json({
        request_id: '1',
        status_url: address,
        response_url: address,
        cancel_url: address,
      });
    };
    const { providerAt: falAt, request, sandbox } = harness;
    expect(await falAt(sandbox.environment, hostile).start(request, call)).toMatchObject({ kind: 'unsure' });
    expect(requests.filter((url) => url.includes('evil'))).toEqual([]);
  });
});

describe('job with an unusual end', () => {
  test.each([
    [
      'completed-with-error',
      'provider-failed',
      'unknown',
      'The face could not be found. (face_detection_error)',
    ],
    [
      'result-422',
      'content-refused',
      'unknown',
      'body.image_url The content was refused. (content_policy_violation)',
    ],
  ] as const)('%s', async (outcome, code, charged, detail) => {
    harness.sandbox.faults.outcome = outcome;
    expect(await harness.untilSettled(await harness.accepted())).toEqual({
      kind: 'failed',
      error: { code, charged, detail, subject: 'fal' },
    });
  });

  test('requests a result that times out again', async () => {
    harness.sandbox.faults.resultTimeouts = 2;
    expect(await harness.untilSettled(await harness.accepted())).toMatchObject({ kind: 'done' });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('keeps the job when its status is not available', async () => {
    harness.sandbox.faults.statusErrors = 3;
    const ticket = await harness.accepted();
    expect(await harness.provider.status(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-unreachable', charged: 'no' },
    });
    expect(await harness.untilSettled(ticket)).toMatchObject({ kind: 'done' });
  });
});

describe('fal key', () => {
  test('is tested free of charge', async () => {
    const { provider: fal, sandbox, setKey } = harness;
    // fal does not report the balance.
    expect(await fal.testKey(call)).toEqual({ ok: true, value: { isGood: true, balanceMicros: null } });
    setKey('wrong-key-altogether');
    expect(await fal.testKey(call)).toMatchObject({
      ok: false,
      error: { code: 'key-refused', charged: 'no' },
    });
    expect([sandbox.submits(), sandbox.log.map(({ server, method }) => `${server} ${method}`)]).toEqual([
      0,
      ['rest POST', 'rest POST'],
    ]);
  });
});

describe('fal prices', () => {
  test("are requested with the key, one for each model, and have today's date", async () => {
    const { provider: fal, sandbox } = harness;
    const prices = await fal.refreshPrices?.(fal.models, call);
    const price = {
      kind: 'per-second',
      microsPerSec: 95_000,
      rounding: 'none',
      source: "fal's price service",
      asOf: '2026-11-21',
    };
    expect(prices).toEqual({ ok: true, value: new Map(fal.models.map(({ id }) => [id, price])) });
    expect(sandbox.log.map(({ server, path, authorization }) => [server, path, authorization])).toEqual(
      fal.models.map(({ remoteName }) => [
        'api',
        `/v1/models/pricing?endpoint_id=${encodeURIComponent(remoteName)}`,
        `Key ${sandboxKey}`,
      ]),
    );
  });

  test('leave out models that fal does not know', async () => {
    const [model] = harness.provider.models;
    const renamed = model ? [{ id: model.id, remoteName: 'fal-ai/kling-video/v9' }] : [];
    expect(await harness.provider.refreshPrices?.(renamed, call)).toEqual({ ok: true, value: new Map() });
  });
});

test('never searches for a request by our own id, because fal stores none', () => {
  expect([harness.provider.find, harness.provider.needsKey, harness.provider.resultKeptSec]).toEqual([
    undefined,
    true,
    null,
  ]);
});

test.each(['http://example.com', 'ftp://127.0.0.1', 'not an address'])(
  'refuses an endpoint of %s',
  (address) => {
    expect(() => harness.providerAt({ UNDERSTUDY_FAL_QUEUE_URL: address })).toThrow(
      'UNDERSTUDY_FAL_QUEUE_URL',
    );
  },
);

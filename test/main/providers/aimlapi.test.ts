import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modelSpecSchema } from '#contract/model/model-spec.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import type { StartRequest } from '#main/providers/spec.ts';
import { sandboxAimlapiKey } from '#test/sandbox/aimlapi.ts';
import { createAimlapiHarness } from './aimlapi-harness.ts';
import { call, type Harness, imageBytes, videoBytes } from './stand-in-harness.ts';

const quiet = { ...call, onProgress: () => undefined };

let harness: Harness;
beforeEach(async () => {
  harness = await createAimlapiHarness();
});
afterEach(() => harness.close());

const started = (change: Partial<StartRequest> = {}) =>
  harness.provider.start({ ...harness.request, ...change }, call);
const lastSubmit = () => harness.sandbox.log.findLast(({ method }) => method === 'POST');

describe('AIMLAPI models', () => {
  test("are four, each with AIMLAPI's name for it, which the user may change", () => {
    expect(
      aimlapi.models.map(({ id, remoteName, isRemoteNameEditable }) => [
        id,
        remoteName,
        isRemoteNameEditable,
      ]),
    ).toEqual([
      ['aimlapi/kling-v2.6-pro', 'klingai/video-v2-6-pro-motion-control', true],
      ['aimlapi/kling-v2.6-std', 'klingai/video-v2-6-motion-control', true],
      ['aimlapi/kling-v3-std', 'klingai/video-v3-motion-control', true],
      ['aimlapi/kling-v3-pro', 'klingai/video-v3-motion-control', true],
    ]);
  });

  test.each(aimlapi.models)(
    '$id takes both files by link or inline, has no negative prompt, and its price is requested',
    (model) => {
      expect(modelSpecSchema.safeParse(model).success).toBe(true);
      const inline = {
        kind: 'inline',
        form: 'data-uri',
        maxBytes: 8_000_000,
        source: expect.stringContaining("Understudy's compatibility rule"),
        asOf: '2026-11-21',
      };
      expect(model).toMatchObject({
        deliveryMethods: { image: [{ kind: 'link' }, inline], video: [{ kind: 'link' }, inline] },
        options: { prompt: true, negativePrompt: false, audio: true },
        negativePromptMaxChars: null,
        price: { kind: 'unknown' },
        livePrice: 'without-key',
        resultLink: { keptSec: null },
      });
    },
  );

  test('are polled every 5 s in the first minute, then every 15 s', () => {
    expect([0, 59_999, 60_000, 600_000].map(aimlapi.pollAfterMs)).toEqual([5000, 5000, 15_000, 15_000]);
  });
});

describe('AIMLAPI run', () => {
  test('sends exactly the documented fields with their types, and our own id', async () => {
    await started({ keepAudio: false });
    const { image, video } = harness.request;
    expect(lastSubmit()).toEqual({
      server: 'api',
      method: 'POST',
      path: '/v2/video/generations',
      authorization: `Bearer ${sandboxAimlapiKey}`,
      contentType: 'application/json',
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-client-request-id': 'job-1',
      }),
      bodyBytes: expect.any(Number),
      body: {
        model: 'klingai/video-v2-6-pro-motion-control',
        image_url: image.kind === 'link' ? image.url : '',
        video_url: video.kind === 'link' ? video.url : '',
        character_orientation: 'image',
        keep_audio: false,
      },
    });
  });

  test('sends a prompt only where there is one, and never a negative prompt', async () => {
    await started({ prompt: 'a stage', negativePrompt: 'blur' });
    expect(lastSubmit()?.body).toEqual({
      model: 'klingai/video-v2-6-pro-motion-control',
      image_url: expect.stringMatching(/^http:.*character\.jpg$/),
      video_url: expect.stringMatching(/^http:.*motion\.mp4$/),
      character_orientation: 'image',
      keep_audio: true,
      prompt: 'a stage',
    });
  });

  test.each([
    ['aimlapi/kling-v2.6-pro', 'klingai/video-v2-6-pro-motion-control', undefined],
    ['aimlapi/kling-v2.6-std', 'klingai/video-v2-6-motion-control', 'std'],
    ['aimlapi/kling-v3-std', 'klingai/video-v3-motion-control', 'std'],
    ['aimlapi/kling-v3-pro', 'klingai/video-v3-motion-control', 'pro'],
    // The user has set the newer name: the tier stays the model's.
    ['aimlapi/kling-v2.6-pro', 'klingai/video-v2-6-motion-control', 'pro'],
    ['aimlapi/kling-v2.6-pro', 'klingai/video-v3-motion-control', 'pro'],
  ])('sends %s under the name %s with mode %s', async (modelId, remoteName, mode) => {
    expect(await started({ modelId, remoteName, orientation: 'video' })).toMatchObject({ kind: 'accepted' });
    expect(lastSubmit()?.body).toEqual({
      model: remoteName,
      image_url: expect.any(String),
      video_url: expect.any(String),
      character_orientation: 'video',
      keep_audio: true,
      ...(mode === undefined ? {} : { mode }),
    });
  });

  test('can carry both files inside the request', async () => {
    const image = await harness.inline('character.jpg', 'data-uri');
    const video = await harness.inline('motion.mp4', 'data-uri');
    expect(await started({ image, video })).toMatchObject({ kind: 'accepted' });
    expect(lastSubmit()?.body).toMatchObject({
      image_url: `data:image/jpeg;base64,${imageBytes.toString('base64')}`,
      video_url: `data:video/mp4;base64,${videoBytes.toString('base64')}`,
    });
  });

  test('is queued, runs and completes with its cost, and the result is fetched without a key', async () => {
    const ticket = await harness.accepted();
    expect(ticket).toEqual({ generationId: harness.sandbox.jobIds()[0] });
    const pending = { kind: 'pending', fraction: null, queuePosition: null, etaSec: null };
    expect(await harness.provider.status(ticket, call)).toEqual(pending);
    expect(await harness.provider.status(ticket, call)).toEqual(pending);
    const done = await harness.provider.status(ticket, call);
    expect(done).toEqual({
      kind: 'done',
      result: {
        kind: 'link',
        url: expect.stringMatching(/^http:.*\/files\/result-.*\.mp4$/),
        expiresAt: null,
      },
      billed: { kind: 'micros', micros: 1_456_000 },
    });
    if (done.kind !== 'done') return;
    const to = join(harness.folder, 'result.mp4');
    expect(await harness.provider.download(done.result, to, quiet)).toEqual({
      ok: true,
      value: { sizeBytes: videoBytes.length },
    });
    expect((await readFile(to)).equals(videoBytes)).toBe(true);
    const keys = harness.sandbox.log.map(({ server, authorization }) => `${server} ${authorization}`);
    expect([...new Set(keys)].sort()).toEqual([`api Bearer ${sandboxAimlapiKey}`, 'cdn null']);
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('is polled by its id, percent-encoded, which may contain colons and slashes', async () => {
    const ticket = await harness.accepted();
    await harness.provider.status(ticket, call);
    expect(ticket.generationId).toMatch(/:klingai\/video/);
    expect(harness.sandbox.log.at(-1)).toMatchObject({
      method: 'GET',
      path: `/v2/video/generations?generation_id=${encodeURIComponent(String(ticket.generationId))}`,
      body: null,
    });
  });

  test('is accepted under either documented name of the id', async () => {
    const answering = (body: unknown) =>
      harness
        .providerAt(harness.sandbox.environment, async () => Response.json(body))
        .start(harness.request, call);
    expect([await answering({ id: 'NVOe' }), await answering({ generation_id: 'NVOe' })]).toEqual([
      { kind: 'accepted', ticket: { generationId: 'NVOe' } },
      { kind: 'accepted', ticket: { generationId: 'NVOe' } },
    ]);
  });

  test('can be polled by an id that the user has found', async () => {
    const ticket = await harness.accepted();
    const [id = ''] = harness.sandbox.jobIds();
    expect(harness.provider.ticketFor?.('aimlapi/kling-v2.6-pro', id)).toEqual(ticket);
  });

  test('cannot be cancelled: AIMLAPI documents no call for it', () => {
    expect(harness.provider.cancel).toBeUndefined();
  });
});

describe('failed AIMLAPI submit', () => {
  const outcome = async () => {
    const came = await started();
    const error = 'error' in came ? came.error : null;
    return [came.kind, error?.code, error?.charged, error?.subject, harness.sandbox.submits()];
  };

  test.each([
    ['unauthorized', 'refused', 'key-refused', 'no'],
    ['no-credit', 'refused', 'no-credit', 'no'],
    ['rate-limited', 'busy', 'provider-rate-limited', 'no'],
    ['refused-list', 'refused', 'provider-refused', 'no'],
    ['refused-text', 'refused', 'provider-refused', 'no'],
    ['server-error', 'unsure', 'answer-lost', 'unknown'],
    ['redirected', 'unsure', 'answer-lost', 'unknown'],
    ['malformed', 'unsure', 'answer-lost', 'unknown'],
    ['dropped-before-reading', 'unsure', 'answer-lost', 'unknown'],
    ['dropped-after-accepting', 'unsure', 'answer-lost', 'unknown'],
  ] as const)('%s: it is %s (%s, charged: %s) after a single request', async (fault, kind, code, charged) => {
    harness.sandbox.faults.submit = fault;
    expect(await outcome()).toEqual([kind, code, charged, 'aimlapi', 1]);
    expect(harness.sandbox.log.filter(({ server }) => server === 'cdn')).toEqual([]);
  });

  test("keeps AIMLAPI's words, in either of its two forms", async () => {
    harness.sandbox.faults.submit = 'refused-list';
    const listed = await started();
    harness.sandbox.faults.submit = 'no-credit';
    const broke = await started();
    harness.sandbox.faults.submit = 'refused-text';
    const plain = await started();
    expect([listed, broke, plain].map((came) => ('error' in came ? came.error.detail : null))).toEqual([
      "Body validation error\nInvalid enum value. Expected 'image' | 'video', received 'left'",
      "You've run out of credits. Please top up your balance or update your payment method to continue: https://aimlapi.com/app/billing/ (err_insufficent_credits)",
      'Body validation error!',
    ]);
  });

  test('joins several errors in one line', () => {
    const json = { message: ['image_url must be a URL', 'mode is not known'] };
    expect(aimlapi.judge({ status: 400, headers: new Headers(), json, text: '' })).toEqual({
      code: 'provider-refused',
      charged: 'no',
      words: 'image_url must be a URL; mode is not known',
    });
  });

  test('does not report an unverified account as an empty one', async () => {
    const unverified: typeof fetch = async () =>
      Response.json(
        { status: 403, message: 'Complete verification', error: { data: { kind: 'err_unverified_card' } } },
        { status: 403 },
      );
    expect(
      await harness.providerAt(harness.sandbox.environment, unverified).start(harness.request, call),
    ).toEqual({
      kind: 'refused',
      error: {
        code: 'provider-refused',
        charged: 'no',
        subject: 'aimlapi',
        detail: 'Complete verification (err_unverified_card)',
      },
    });
  });

  test('is unsure after a timeout of the gateway', async () => {
    const late: typeof fetch = async () => Response.json({ message: 'Generation timeout' }, { status: 504 });
    expect(
      await harness.providerAt(harness.sandbox.environment, late).start(harness.request, call),
    ).toMatchObject({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown', detail: 'HTTP 504: Generation timeout' },
    });
  });

  test('was not sent, and may be sent again, when the port is closed', async () => {
    await harness.sandbox.close();
    expect(await started()).toMatchObject({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no', subject: 'aimlapi' },
    });
  });

  test('sends nothing without a key', async () => {
    harness.setKey(null);
    expect(await started()).toMatchObject({ kind: 'not-sent', error: { code: 'key-missing' } });
    expect(harness.sandbox.log).toEqual([]);
  });

  test('keeps the key in no text', async () => {
    const talkative: typeof fetch = async () =>
      Response.json({ message: `No account for ${sandboxAimlapiKey}` }, { status: 401 });
    expect(
      await harness.providerAt(harness.sandbox.environment, talkative).start(harness.request, call),
    ).toEqual({
      kind: 'refused',
      error: { code: 'key-refused', charged: 'no', subject: 'aimlapi', detail: 'No account for [key]' },
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Faults } from '#test/sandbox/faults.ts';
import { sandboxRunpodKey } from '#test/sandbox/runpod.ts';
import { startServer } from '#test/sandbox/server.ts';
import { createRunpodHarness } from './runpod-harness.ts';
import { call, type Harness, imageBytes } from './stand-in-harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createRunpodHarness();
});
afterEach(() => harness.close());

const endpoint = 'kling-v2-6-std-motion-control';
const base = `/v2/${endpoint}`;

/** An address of this computer whose port is closed. */
const closedAddress = async (): Promise<string> => {
  const server = await startServer({ name: 'gone', log: [], handle: () => 'drop' });
  await server.close();
  return server.origin;
};

describe('submit', () => {
  const submitsSeen = () => harness.sandbox.log.filter(({ path }) => path.endsWith('/run'));

  test('sends one request, with every field of its type', async () => {
    const { request } = harness;
    const outcome = await harness.provider.start(
      { ...request, orientation: 'video', prompt: 'a hall', negativePrompt: 'blur', keepAudio: false },
      call,
    );
    const [id] = harness.sandbox.jobIds();
    expect(outcome).toEqual({ kind: 'accepted', ticket: { endpoint, jobId: id } });
    expect(submitsSeen()).toEqual([
      {
        server: 'api',
        method: 'POST',
        path: `${base}/run`,
        authorization: `Bearer ${sandboxRunpodKey}`,
        contentType: 'application/json',
        headers: expect.objectContaining({ accept: 'application/json' }),
        bodyBytes: expect.any(Number),
        body: {
          input: {
            image: request.image.kind === 'link' ? request.image.url : '',
            video: request.video.kind === 'link' ? request.video.url : '',
            character_orientation: 'video',
            keep_original_sound: false,
            prompt: 'a hall',
            negative_prompt: 'blur',
          },
        },
      },
    ]);
  });

  test('leaves out empty fields', async () => {
    await harness.accepted();
    const [submit] = submitsSeen();
    expect(submit?.body).toEqual({
      input: {
        image: expect.stringMatching(/character\.jpg$/),
        video: expect.stringMatching(/motion\.mp4$/),
        character_orientation: 'image',
        keep_original_sound: true,
      },
    });
  });

  test('sends an inline image as a data URI, so that only the video is fetched', async () => {
    const { provider, request, host } = harness;
    const image = await harness.inline('character.jpg', 'data-uri');
    expect((await provider.start({ ...request, image }, call)).kind).toBe('accepted');
    expect(submitsSeen()[0]?.body).toMatchObject({
      input: { image: `data:image/jpeg;base64,${imageBytes.toString('base64')}` },
    });
    expect(host.log.map(({ path }) => path)).toEqual(['/motion.mp4']);
  });

  test.each<[Faults['submit'], string, string]>([
    ['unauthorized', 'key-refused', 'Unauthorized'],
    ['no-credit', 'no-credit', 'Payment Required'],
    // A refused request comes as a failed job, with the message nested in the message.
    ['refused-list', 'provider-refused', 'The video is too long.'],
    ['refused-text', 'provider-refused', 'Bad Request'],
  ])('%s is refused, not charged, and sent once', async (submit, code, detail) => {
    harness.sandbox.faults.submit = submit;
    expect(await harness.provider.start(harness.request, call)).toEqual({
      kind: 'refused',
      error: { code, charged: 'no', subject: 'runpod', detail },
    });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('to an endpoint that RunPod no longer has is refused in its words', async () => {
    const outcome = await harness.provider.start({ ...harness.request, remoteName: 'kling-v9' }, call);
    expect(outcome).toEqual({
      kind: 'refused',
      error: { code: 'provider-refused', charged: 'no', subject: 'runpod', detail: 'endpoint not found' },
    });
  });

  test.each<Faults['submit']>([
    'server-error',
    'malformed',
    'redirected',
    'dropped-before-reading',
    'dropped-after-accepting',
  ])('%s is unsure, and sent once', async (submit) => {
    harness.sandbox.faults.submit = submit;
    expect(await harness.provider.start(harness.request, call)).toEqual({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown', subject: 'runpod', detail: expect.any(String) },
    });
    expect(harness.sandbox.submits()).toBe(1);
    // A redirect is not followed, so the key reaches no other host.
    expect(harness.sandbox.log.filter(({ server }) => server === 'cdn')).toEqual([]);
  });

  test('sends nothing where the port is closed', async () => {
    const provider = harness.providerAt({ UNDERSTUDY_RUNPOD_URL: await closedAddress() });
    expect(await provider.start(harness.request, call)).toEqual({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no', subject: 'runpod', detail: 'ECONNREFUSED' },
    });
  });

  test('sends nothing without a key', async () => {
    harness.setKey(null);
    expect(await harness.provider.start(harness.request, call)).toMatchObject({
      kind: 'not-sent',
      error: { code: 'key-missing' },
    });
    expect(harness.sandbox.log).toEqual([]);
  });
});

describe('RunPod key', () => {
  test('is tested free of charge, and RunPod does not report the balance', async () => {
    expect(await harness.provider.testKey(call)).toEqual({
      ok: true,
      value: { isGood: true, balanceMicros: null },
    });
    expect(harness.sandbox.log).toMatchObject([{ method: 'GET', path: `${base}/health` }]);
  });

  test('is reported as refused', async () => {
    harness.setKey('another-key');
    expect(await harness.provider.testKey(call)).toEqual({
      ok: false,
      error: { code: 'key-refused', charged: 'no', subject: 'runpod', detail: 'Unauthorized' },
    });
  });

  test('is sent to RunPod alone, not to the host of the files', async () => {
    await harness.untilSettled(await harness.accepted());
    expect(harness.host.log.map(({ authorization }) => authorization)).toEqual([null, null]);
  });

  test.each([
    ['refused', 400],
    ['unsure', 500],
    ['failed', 200],
  ])('is in no detail of a job that is %s, though RunPod repeats it', async (kind, status) => {
    const error = `Bearer ${sandboxRunpodKey} of https://bucket.example/a.mp4?X-Amz-Signature=secret`;
    const json = { id: 'job-1', status: 'FAILED', error };
    const server = await startServer({ name: 'api', log: [], handle: () => ({ status, json }) });
    const provider = harness.providerAt({ UNDERSTUDY_RUNPOD_URL: server.origin });
    const outcome =
      kind === 'failed'
        ? await provider.status({ endpoint, jobId: 'job-1' }, call)
        : await provider.start(harness.request, call);
    await server.close();
    const detail = 'Bearer [key] of https://bucket.example/a.mp4?[hidden]';
    expect(outcome).toMatchObject({ kind, error: { detail: expect.stringContaining(detail) } });
    expect(JSON.stringify(outcome)).not.toContain(sandboxRunpodKey);
  });
});

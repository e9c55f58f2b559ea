import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Delivered } from '#main/artifacts.ts';
import { tempFolder } from '#test/main/storage/temp-folder.ts';
import type { Reply } from '#test/sandbox/server.ts';
import { createMadeUp, madeUpKey, madeUpRequest } from './made-up-provider.ts';

const call = { signal: new AbortController().signal };
const accepts = ({ headers }: { headers: { host?: string | undefined } }): Reply => ({
  status: 200,
  json: { id: '7', statusUrl: `http://${headers.host}/status/7` },
});
/** Which of the two codes it is depends on the system. */
const cutOff = expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/);
const answers = (status: number, json: unknown = { message: 'why' }) =>
  createMadeUp(() => ({ status, json }));

describe('submit', () => {
  test('sends every option, and the ticket holds what the provider returned', async () => {
    const { provider, log, ticket } = await createMadeUp(accepts);
    expect(await provider.start(madeUpRequest, call)).toEqual({ kind: 'accepted', ticket });
    expect(log.map(({ path, authorization, body }) => [path, authorization, body])).toEqual([
      [
        '/run',
        `Bearer ${madeUpKey}`,
        {
          requestId: 'job-1',
          modelId: 'fal/test-model',
          remoteName: 'test-model',
          image: 'https://files.example/a.jpg',
          video: 'https://files.example/b.mp4',
          orientation: 'video',
          prompt: 'a stage',
          negativePrompt: 'blur',
          keepAudio: false,
        },
      ],
    ]);
  });

  test("uses the provider's current name of the model", async () => {
    const { provider, log } = await createMadeUp(accepts);
    await provider.start({ ...madeUpRequest, remoteName: 'renamed-model' }, call);
    expect(log[0]?.body).toMatchObject({ modelId: 'fal/test-model', remoteName: 'renamed-model' });
  });

  test('sends inline files as a data URI or as bare base64, as the model requires', async () => {
    const { provider, log } = await createMadeUp(accepts);
    const path = join(tempFolder(), 'a.png');
    await writeFile(path, Buffer.from([0xfb, 0xff, 0xfe, 0x00]));
    const inline = (form: 'data-uri' | 'base64'): Delivered => ({
      kind: 'inline',
      path,
      contentType: 'image/png',
      form,
    });
    await provider.start({ ...madeUpRequest, image: inline('data-uri'), video: inline('base64') }, call);
    expect(log[0]?.body).toMatchObject({ image: 'data:image/png;base64,+//+AA==', video: '+//+AA==' });
  });
});

describe("keeps only the host of the user's own links in what is logged of a run", () => {
  const [path, sign] = ['/s/0aSecretName/motion.mp4', 'X-Amz-Signature=feedface'];
  const url = `https://files.example${path}?${sign}`;
  const deliveryMethods = [url, `${path}?${sign}`, encodeURIComponent(url), url.replaceAll('/', '\\/')];

  test.each([
    [422, 'refused'],
    [500, 'unsure'],
  ])('where it is answered %i', async (status, kind) => {
    const video: Delivered = { kind: 'link', url, expiresAt: null, via: 'pasted-link' };
    const made = await answers(status, { message: `cannot read ${deliveryMethods.join(' or ')}` });
    const outcome = await made.provider.start({ ...madeUpRequest, video }, call);
    expect(outcome).toMatchObject({ kind, error: { detail: expect.stringContaining('files.example') } });
    expect(JSON.stringify(outcome)).not.toMatch(/0aSecretName|feedface/);
  });
});

describe('submit sends exactly one request', () => {
  test.each([400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 421, 422, 425, 451])(
    'where it is answered %i: refused, and not charged',
    async (status) => {
      const { provider, requests } = await answers(status);
      expect(await provider.start(madeUpRequest, call)).toMatchObject({
        kind: 'refused',
        error: { charged: 'no', subject: 'fal', detail: 'why' },
      });
      expect(requests()).toEqual(['POST /run']);
    },
  );

  test('where it is answered 429: busy, and not charged', async () => {
    const { provider, requests } = await answers(429);
    expect(await provider.start(madeUpRequest, call)).toMatchObject({
      kind: 'busy',
      error: { code: 'provider-rate-limited', charged: 'no', subject: 'fal', detail: 'why' },
    });
    expect(requests()).toEqual(['POST /run']);
  });

  test.each([300, 301, 302, 303, 304, 307, 308, 408, 499, 500, 502, 503, 504, 520, 529])(
    'where it is answered %i: unsure',
    async (status) => {
      const { provider, requests } = await createMadeUp(({ headers }) => ({
        status,
        headers: { location: `http://${headers.host}/elsewhere`, 'retry-after': '0' },
        json: { message: 'why' },
      }));
      expect(await provider.start(madeUpRequest, call)).toEqual({
        kind: 'unsure',
        error: {
          code: 'answer-lost',
          charged: 'unknown',
          subject: 'fal',
          // 304 has no body.
          detail: `HTTP ${status}: ${status === 304 ? '' : 'why'}`,
        },
      });
      expect(requests()).toEqual(['POST /run']);
    },
  );

  test.each([
    ['a malformed acceptance', { status: 200, json: { id: 7 } }, '{"id":7}'],
    ['not JSON', { status: 200, bytes: Buffer.from('accepted, I think') }, 'accepted, I think'],
    ['nothing', { status: 204, bytes: Buffer.alloc(0) }, ''],
    ['larger than any API sends', { status: 200, bytes: Buffer.alloc(2_000_001) }, 'ANSWER_TOO_LARGE'],
    ['truncated', { status: 200, bytes: Buffer.alloc(1000), cutAt: 10 }, cutOff],
    ['missing, after the request was read', 'drop', cutOff],
  ] satisfies [string, Reply, unknown][])(
    'where the response is %s: unsure',
    async (_what, reply, detail) => {
      const { provider, requests } = await createMadeUp(() => reply);
      expect(await provider.start(madeUpRequest, call)).toEqual({
        kind: 'unsure',
        error: { code: 'answer-lost', charged: 'unknown', subject: 'fal', detail },
      });
      expect(requests()).toEqual(['POST /run']);
    },
  );

  test('where the connection breaks before it was read: unsure', async () => {
    const { provider, requests } = await createMadeUp(accepts, () => true);
    expect(await provider.start(madeUpRequest, call)).toMatchObject({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown' },
    });
    expect(requests()).toEqual(['POST /run']);
  });

  test('where it is cancelled while running: unsure', async () => {
    const giveUp = new AbortController();
    const { provider, requests } = await createMadeUp((request) => {
      giveUp.abort();
      return accepts(request);
    });
    expect(await provider.start(madeUpRequest, { signal: giveUp.signal })).toMatchObject({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown', detail: 'AbortError' },
    });
    expect(requests()).toEqual(['POST /run']);
  });

  test.each([
    ['another host', 'https://evil.example/status/7'],
    ['another port', 'http://127.0.0.1:1/status/7'],
    ['another scheme', 'ftp://evil.example/status/7'],
    ['a host without slashes', 'https:evil.example/status/7'],
    ['no host at all', 'https://'],
  ])('where the acceptance names %s: unsure, with no request there', async (_what, statusUrl) => {
    const { provider, requests } = await answers(200, { id: '7', statusUrl });
    expect(await provider.start(madeUpRequest, call)).toMatchObject({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown', detail: expect.stringContaining('statusUrl') },
    });
    expect(requests()).toEqual(['POST /run']);
  });
});

describe('submit sends nothing, and may be repeated,', () => {
  const refusing =
    (cause: unknown): typeof fetch =>
    () =>
      Promise.reject(new TypeError('failed', { cause }));

  test('where the port is closed', async () => {
    const made = await createMadeUp(accepts);
    await made.close();
    expect(await made.provider.start(madeUpRequest, call)).toEqual({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no', subject: 'fal', detail: 'ECONNREFUSED' },
    });
  });

  test.each([
    ['ENOTFOUND', 'provider-unreachable'],
    ['EAI_AGAIN', 'provider-unreachable'],
    ['CERT_HAS_EXPIRED', 'certificate-refused'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-refused'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-refused'],
    ['EPROXY', 'proxy-refused'],
  ])('where the connection fails with %s before it is established', async (code, errorCode) => {
    const made = await createMadeUp(accepts);
    const offline = made.with({ fetch: refusing(Object.assign(new Error('failed'), { code })) });
    expect(await offline.start(madeUpRequest, call)).toEqual({
      kind: 'not-sent',
      error: { code: errorCode, charged: 'no', subject: 'fal', detail: code },
    });
  });

  test('where the provider requires TLS and the server does not support it', async () => {
    const { with: change, origin, requests } = await createMadeUp(accepts);
    const secure = change({ origin: origin.replace('http:', 'https:') });
    expect(await secure.start(madeUpRequest, call)).toMatchObject({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no' },
    });
    expect(requests()).toEqual([]);
  });

  test('where it was cancelled before', async () => {
    const { provider, requests } = await createMadeUp(accepts);
    expect(await provider.start(madeUpRequest, { signal: AbortSignal.abort() })).toMatchObject({
      kind: 'not-sent',
    });
    expect(requests()).toEqual([]);
  });

  test.each([
    ['no key is set', null, 'key-missing'],
    ['the key is not allowed in a header', 'made-up-“key”', 'key-refused'],
  ])('where %s', async (_what, key, code) => {
    const { provider, setKey, requests } = await createMadeUp(accepts);
    setKey(key);
    expect(await provider.start(madeUpRequest, call)).toMatchObject({
      kind: 'not-sent',
      error: { code, charged: 'no', subject: 'fal' },
    });
    expect(requests()).toEqual([]);
  });

  test.each([
    [
      'a file is gone',
      { video: { kind: 'inline', path: '/nowhere/b.mp4', contentType: 'video/mp4', form: 'base64' } },
      'file-missing',
    ],
    ['a file has no delivery', { image: { kind: 'local', path: '/a.jpg' } }, 'internal'],
    ['the model is unknown', { modelId: 'fal/no-such-model' }, 'model-unknown'],
  ] as const)('where the request cannot be built: %s', async (_what, change, code) => {
    const { provider, requests } = await createMadeUp(accepts);
    const outcome = await provider.start({ ...madeUpRequest, ...change }, call);
    expect(outcome).toMatchObject({ kind: 'not-sent', error: { code, charged: 'no' } });
    expect(JSON.stringify(outcome)).not.toContain('/nowhere');
    expect(requests()).toEqual([]);
  });
});

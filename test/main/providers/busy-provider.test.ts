/** Providers that are rate limiting: a submit is refused as busy after one request, free requests are retried. */
import { describe, expect, test } from 'vitest';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import { runpod } from '#main/providers/runpod.ts';
import type { Provider } from '#main/providers/spec.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';

const call = { signal: new AbortController().signal };
const clock = createFakeClock();

type Given = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** A provider whose requests are answered with these in turn; the last one repeats. */
const answered = (name: 'fal' | 'novita' | 'aimlapi' | 'runpod', answers: readonly Given[]) => {
  const requests: string[] = [];
  const left = [...answers];
  const answer: typeof fetch = async (input, init) => {
    requests.push(`${init?.method} ${new URL(String(input)).pathname}`);
    // Reads the body to its end, as a server does.
    if (init?.body instanceof ReadableStream) await new Response(init.body).arrayBuffer();
    const {
      status,
      body,
      headers = {},
    } = (left.length > 1 ? left.shift() : left[0]) ?? { status: 500, body: '' };
    return typeof body === 'string'
      ? new Response(body, { status, headers })
      : Response.json(body, { status, headers });
  };
  const deps = {
    fetch: answer,
    fetchLink: answer,
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    lookup: async () => [],
    environment: {},
    key: () => 'id:secret',
  };
  const make = (): Provider => {
    switch (name) {
      case 'fal':
        return createPaidProvider(fal, deps);
      case 'novita':
        return createPaidProvider(novita, deps);
      case 'aimlapi':
        return createPaidProvider(aimlapi, deps);
      case 'runpod':
        return createPaidProvider(runpod, deps);
    }
  };
  return { provider: make(), requests };
};

const start = (provider: Provider) => {
  const [model] = provider.models;
  if (model === undefined) throw new Error('It has no model.');
  const link = (name: string) =>
    ({ kind: 'link', url: `https://cdn.example/${name}`, expiresAt: null, via: 'bucket' }) as const;
  return provider.start(
    {
      requestId: 'j1',
      modelId: model.id,
      remoteName: model.remoteName,
      image: link('a.png'),
      video: link('a.mp4'),
      orientation: 'video',
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      outputSec: 5,
    },
    call,
  );
};

const nested = 'Error submitting task: 429, {"code":429,"message":"Too many concurrent tasks"}';

test.each([
  [
    'fal',
    'its limit of concurrent runs',
    429,
    { detail: 'x', error_type: 'concurrent_requests_limit' },
    '7',
    7,
  ],
  [
    'fal',
    'the same with another status',
    400,
    { detail: 'x', error_type: 'concurrent_requests_limit' },
    null,
    null,
  ],
  ['fal', 'the form of its platform', 429, { error: { type: 'rate_limited', message: 'x' } }, null, null],
  [
    'novita',
    'its name for it',
    429,
    { code: 429, reason: 'RATE_LIMIT_EXCEEDED', message: 'x', metadata: {} },
    '30',
    30,
  ],
  [
    'novita',
    'its name with another status',
    400,
    { code: 1, reason: 'RATE_LIMIT_EXCEEDED', message: 'x' },
    null,
    null,
  ],
  ['aimlapi', 'its short form', 429, { message: 'Too Many Requests', statusCode: '429' }, '7', 7],
  ['aimlapi', 'a page of an intermediary', 429, '<html>error code: 1015</html>', null, null],
  ['runpod', 'its own limit', 429, { error: 'Too Many Requests' }, 'Sat, 21 Nov 2026 12:01:00 GMT', 60],
  [
    'runpod',
    'the limit of its upstream service',
    400,
    { id: 'r', status: 'FAILED', error: nested },
    null,
    null,
  ],
] as const)(
  '%s, %s: busy, not charged, after one request',
  async (name, _what, status, body, retryAfter, sec) => {
    const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': retryAfter };
    const { provider, requests } = answered(name, [{ status, body, headers }]);
    expect(await start(provider)).toMatchObject({
      kind: 'busy',
      error: { code: 'provider-rate-limited', charged: 'no', subject: name },
      retryAfterSec: sec,
    });
    expect(requests.length).toBe(1);
  },
);

test.each(['fal', 'novita', 'aimlapi', 'runpod'] as const)(
  '%s: a 503 with Retry-After is no proof, so the submit is unsure',
  async (name) => {
    const { provider, requests } = answered(name, [
      { status: 503, body: {}, headers: { 'retry-after': '5' } },
    ]);
    expect([(await start(provider)).kind, requests.length]).toEqual(['unsure', 1]);
  },
);

test('reports a run that RunPod could not pass on as busy and not charged', async () => {
  const { provider } = answered('runpod', [
    { status: 200, body: { id: 'r', status: 'FAILED', error: nested } },
  ]);
  expect(await provider.status({ endpoint: 'e', jobId: 'r' }, call)).toMatchObject({
    kind: 'failed',
    error: { code: 'provider-rate-limited', charged: 'no' },
  });
});

describe('free requests', () => {
  const busy = (sec: number) => ({ status: 429, body: {}, headers: { 'retry-after': String(sec) } });
  const ticket = { endpoint: 'e', jobId: 'r' };
  const running = { status: 200, body: { id: 'r', status: 'IN_PROGRESS' } };

  test('cancel after the provider accepts requests again', async () => {
    const { provider, requests } = answered('runpod', [busy(5), running, busy(7), busy(7), running]);
    const before = clock.now().getTime();
    expect(await provider.cancel?.(ticket, call)).toEqual({ kind: 'requested' });
    expect([requests.length, clock.now().getTime() - before]).toEqual([5, 19_000]);
  });

  test('report a cancel that would wait for more than a minute as busy', async () => {
    const { provider } = answered('runpod', [running, busy(90)]);
    expect(await provider.cancel?.(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-rate-limited' },
    });
  });

  test('search for a lost run after a pause', async () => {
    const { provider, requests } = answered('aimlapi', [
      busy(3),
      { status: 200, body: { data: [], logs: [] } },
    ]);
    await provider.find?.({ requestId: 'j1', sentAt: '2026-11-21T12:00:00.000Z' }, call);
    expect(requests.length).toBe(2);
  });
});

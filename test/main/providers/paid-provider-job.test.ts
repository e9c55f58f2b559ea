import { describe, expect, test } from 'vitest';
import type { Reply } from '#test/sandbox/server.ts';
import { createMadeUp, madeUp, madeUpKey } from './made-up-provider.ts';

const call = { signal: new AbortController().signal };
const statusReply = (state: string, more: Readonly<Record<string, unknown>> = {}): Reply => ({
  status: 200,
  json: { state, ...more },
});
/** Sends these responses in turn; the last one repeats. */
const inTurn = (...replies: readonly Reply[]) => {
  let at = 0;
  return createMadeUp(() => replies[Math.min(at++, replies.length - 1)] ?? 'drop');
};
const refusal = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  json: { message: 'why' },
});

describe('poll of a job', () => {
  const pending = { kind: 'pending', queuePosition: null, fraction: null, etaSec: null };

  test.each([
    [statusReply('waiting'), { ...pending, queuePosition: 3 }],
    [statusReply('running'), { ...pending, fraction: 0.5, etaSec: 40 }],
    [
      statusReply('done', { url: 'https://cdn.example/a.mp4' }),
      {
        kind: 'done',
        result: { kind: 'link', url: 'https://cdn.example/a.mp4', expiresAt: null },
        billed: { kind: 'micros', micros: 700_000 },
      },
    ],
    [
      statusReply('failed', { message: 'It broke.' }),
      {
        kind: 'failed',
        error: { code: 'provider-failed', charged: 'yes', subject: 'fal', detail: 'It broke.' },
      },
    ],
    [statusReply('stopped'), { kind: 'cancelled', charged: 'no' }],
  ])("returns the provider's status: %j", async (reply, outcome) => {
    const { provider, ticket, log } = await inTurn(reply);
    expect(await provider.status(ticket, call)).toEqual(outcome);
    expect(log.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([
      ['GET', '/status/7', `Bearer ${madeUpKey}`],
    ]);
  });

  test('with an unknown status continues, and logs it', async () => {
    const { provider, ticket, warnings } = await inTurn(statusReply('warming-up'));
    expect(await provider.status(ticket, call)).toEqual(pending);
    expect(warnings).toEqual([['provider status unknown', { provider: 'fal', status: 'warming-up' }]]);
  });

  test('with an unreadable response has no information, and logs that', async () => {
    const { provider, ticket, warnings } = await inTurn({ status: 200, bytes: Buffer.from('<html>') });
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: {
        code: 'provider-unreachable',
        charged: 'no',
        subject: 'fal',
        detail: 'the response is not readable',
      },
      retryAfterSec: null,
    });
    expect(warnings).toEqual([['provider status not readable', { provider: 'fal' }]]);
  });

  test.each([
    [500, {}, 3, 'provider-unreachable', null],
    [503, { 'retry-after': '9' }, 1, 'provider-unreachable', 9],
    [429, { 'retry-after': '7' }, 1, 'provider-rate-limited', 7],
    [429, {}, 1, 'provider-rate-limited', null],
    [408, { 'retry-after': '5' }, 1, 'provider-unreachable', 5],
    [302, { location: '/elsewhere' }, 1, 'provider-unreachable', null],
  ])('answered %i with %j has no information', async (status, headers, pollCount, code, retryAfterSec) => {
    const { provider, ticket, requests } = await inTurn(refusal(status, headers));
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code, charged: 'no', subject: 'fal', detail: `HTTP ${status}` },
      retryAfterSec,
    });
    expect(requests()).toEqual(Array.from({ length: pollCount }, () => 'GET /status/7'));
  });

  test.each([
    [401, 'key-refused'],
    [402, 'no-credit'],
  ])('answered %i waits for the user, and the job is kept', async (status, code) => {
    const { provider, ticket } = await inTurn(refusal(status), statusReply('running'));
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code, charged: 'no', subject: 'fal', detail: 'why' },
      retryAfterSec: 60,
    });
    expect(await provider.status(ticket, call)).toMatchObject({ kind: 'pending' });
  });

  test('answered 403 says nothing about the job, whatever its words, and is repeated', async () => {
    const { provider, ticket } = await inTurn(
      { status: 403, json: { state: 'failed', message: 'User is locked.' } },
      statusReply('running'),
    );
    expect(await provider.status(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { charged: 'no', detail: 'User is locked.' },
      retryAfterSec: 60,
    });
    expect(await provider.status(ticket, call)).toMatchObject({ kind: 'pending' });
  });

  test.each([400, 409, 422, 500, 503])(
    'answered %i with a sentence of the checker is the end of the run, immediately',
    async (status) => {
      const sentence = 'No complete upper body detected in the video';
      const { provider, ticket } = await inTurn({ status, json: { detail: sentence } });
      expect(await provider.status(ticket, call)).toEqual({
        kind: 'failed',
        error: { code: 'body-not-found', charged: 'unknown', subject: 'video', detail: sentence },
      });
    },
  );

  test.each([
    [400, { message: 'No.' }, 'HTTP 400: No.'],
    [422, { oddly: 1 }, 'HTTP 422: {"oddly":1}'],
    [200, { error: 'Something broke.' }, 'HTTP 200: Something broke.'],
  ])(
    'answered %i with %j has no information about the job, and keeps the words',
    async (status, json, detail) => {
      const { provider, ticket } = await inTurn({ status, json });
      expect(await provider.status(ticket, call)).toEqual({
        kind: 'unreachable',
        error: { code: 'status-unavailable', charged: 'unknown', subject: 'fal', detail },
        retryAfterSec: null,
      });
    },
  );

  test('without a key sends nothing, and waits for one', async () => {
    const { provider, ticket, setKey, requests } = await inTurn(statusReply('running'));
    setKey(null);
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code: 'key-missing', charged: 'no', subject: 'fal' },
      retryAfterSec: 30,
    });
    expect(requests()).toEqual([]);
  });

  test('reports a job that the provider has forgotten, with unknown cost', async () => {
    const { provider, ticket } = await inTurn(refusal(404));
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'failed',
      error: { code: 'job-unknown-there', charged: 'unknown', subject: 'fal', detail: 'why' },
    });
  });

  test.each(['https://evil.example/status/7', 'ftp://evil.example/status/7'])(
    'is not sent for a ticket of %s: no other host receives the key',
    async (statusUrl) => {
      const requests: string[] = [];
      const made = await inTurn(statusReply('running'));
      const watching: typeof fetch = async (input) => {
        requests.push(String(input));
        return Response.json({});
      };
      const provider = made.with({ fetch: watching });
      const stolen = { id: '7', statusUrl };
      const error = {
        code: 'provider-answer-invalid',
        charged: 'unknown',
        foreignHost: 'evil.example',
      };
      expect(await provider.status(stolen, call)).toMatchObject({ kind: 'failed', error });
      expect(await provider.cancel?.(stolen, call)).toMatchObject({ kind: 'unreachable', error });
      expect(requests).toEqual([]);
    },
  );

  test('reports a ticket with a long host in a short detail', async () => {
    const made = await inTurn(statusReply('running'));
    const outcome = await made.provider.status(
      { id: '7', statusUrl: `https://${'long.'.repeat(1000)}example/7` },
      call,
    );
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { foreignHost: expect.stringMatching(/^.{2000}$/) },
    });
  });

  test('is sent for an id that only looks like an address', async () => {
    const { provider, ticket } = await inTurn(statusReply('running'));
    const id = 'c0ffee00-aaaa-bbbb:klingai/video';
    expect(await provider.status({ ...ticket, id }, call)).toMatchObject({ kind: 'pending' });
  });
});

describe('result at another address', () => {
  const url = 'https://cdn.example/a.mp4';

  test('is requested once it exists, with the ticket of the last poll', async () => {
    const { provider, ticket, requests } = await inTurn(statusReply('ended'), statusReply('done', { url }));
    expect(await provider.status(ticket, call)).toMatchObject({ kind: 'done', result: { url } });
    expect(requests()).toEqual(['GET /status/7', 'GET /result/7-result']);
  });

  test.each([
    ['a gateway timeout', refusal(504), { code: 'status-unavailable', detail: 'HTTP 504: why' }],
    ['a redirect', refusal(307), { code: 'provider-unreachable', detail: 'HTTP 307' }],
    ['a rate limit', refusal(429), { code: 'provider-rate-limited', detail: 'HTTP 429' }],
    ['a refused key', refusal(401), { code: 'key-refused', detail: 'why' }],
    ['a dropped connection', 'drop', { code: 'provider-unreachable' }],
  ] satisfies [string, Reply, object][])(
    'is requested again at the next poll after %s',
    async (_what, reply, error) => {
      const { provider, ticket, requests } = await inTurn(
        statusReply('ended'),
        reply,
        statusReply('ended'),
        statusReply('done', { url }),
      );
      expect(await provider.status(ticket, call)).toMatchObject({ kind: 'unreachable', error });
      expect(await provider.status(ticket, call)).toMatchObject({ kind: 'done' });
      expect(requests().filter((each) => each.includes('result'))).toHaveLength(2);
    },
  );

  test.each([
    [
      'failed with a status of the server, with its words',
      { status: 500, json: { state: 'failed', message: 'It broke.' } },
      { code: 'provider-failed', charged: 'yes', detail: 'It broke.' },
    ],
    [
      'is not readable',
      { status: 200, json: { video: 'in the post' } },
      { code: 'provider-answer-invalid', charged: 'unknown', detail: '{"video":"in the post"}' },
    ],
    [
      'is at yet another address',
      statusReply('ended'),
      { code: 'provider-answer-invalid', charged: 'unknown', detail: '{"state":"ended"}' },
    ],
    ['is unknown there', refusal(404), { code: 'job-unknown-there', charged: 'unknown', detail: 'why' }],
  ] satisfies [string, Reply, object][])('that %s is final', async (_what, reply, error) => {
    const { provider, ticket } = await inTurn(statusReply('ended'), reply);
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'failed',
      error: { subject: 'fal', ...error },
    });
  });
});

describe('cancelling a job', () => {
  const yes: Reply = { status: 200, json: {} };

  const cancelled = (charged: string) => ({ kind: 'cancelled', charged });
  test.each([
    ['it was queued before and still is', statusReply('waiting'), cancelled('no')],
    ['it was queued before and was stopped, at no cost', statusReply('stopped'), cancelled('no')],
    ['it was queued before and was stopped, at an unknown cost', statusReply('halted'), cancelled('unknown')],
    ['it was queued before and runs now', statusReply('running'), { kind: 'requested' }],
    ['it was queued before and its state is unknown now', refusal(500), { kind: 'requested' }],
  ])('is certain only where %s', async (_what, after, outcome) => {
    const { provider, ticket, requests } = await inTurn(statusReply('waiting'), yes, after);
    expect(await provider.cancel?.(ticket, call)).toEqual(outcome);
    expect(requests()).toEqual(['GET /status/7', 'PUT /cancel/7', 'GET /status/7']);
  });

  test.each([
    ['it ran before', statusReply('running')],
    ['its status was unknown', statusReply('warming-up')],
    ['it was not found', refusal(404)],
    ['there was no response', 'drop'],
    ['the response was not readable', { status: 200, bytes: Buffer.from('<html>') }],
  ] satisfies [string, Reply][])('is only requested where %s', async (_what, before) => {
    const { provider, ticket, requests } = await inTurn(before, yes);
    expect(await provider.cancel?.(ticket, call)).toEqual({ kind: 'requested' });
    expect(requests()).toEqual(['GET /status/7', 'PUT /cancel/7']);
  });

  test('is too late when the provider reports that', async () => {
    const { provider, ticket } = await inTurn(statusReply('waiting'), refusal(409));
    expect(await provider.cancel?.(ticket, call)).toEqual({ kind: 'too-late' });
  });

  test.each([
    [refusal(500), 'provider-unreachable', 'HTTP 500: why'],
    [refusal(302), 'provider-unreachable', 'HTTP 302'],
    [refusal(401), 'key-refused', 'why'],
    [refusal(404), 'provider-refused', 'why'],
  ])('stays undecided where the response is %j', async (reply, code, detail) => {
    const { provider, ticket } = await inTurn(statusReply('waiting'), reply);
    expect(await provider.cancel?.(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code, charged: 'no', subject: 'fal', detail },
    });
  });

  test('stays undecided without a response, and sends nothing without a key', async () => {
    const made = await inTurn(statusReply('waiting'), 'drop');
    expect(await made.provider.cancel?.(made.ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-unreachable' },
    });
    expect(made.requests()).toEqual(['GET /status/7', 'PUT /cancel/7']);
    made.setKey(null);
    expect(await made.provider.cancel?.(made.ticket, call)).toMatchObject({ error: { code: 'key-missing' } });
    expect(made.requests()).toHaveLength(2);
  });

  test('is not offered where the provider does not support it', async () => {
    const { cancel: _cancel, find: _find, price: _price, ...protocol } = madeUp;
    const provider = (await inTurn('drop')).with({ protocol });
    expect([provider.cancel, provider.find, provider.refreshPrices]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('creates a ticket from an id of the dashboard, for a known model', async () => {
  const { provider, origin } = await inTurn('drop');
  expect(provider.ticketFor?.('fal/test-model', '7')).toEqual({
    id: '7',
    statusUrl: `${origin}/status/7?model=test-model`,
  });
  expect(provider.ticketFor?.('fal/no-such-model', '7')).toBeUndefined();
});

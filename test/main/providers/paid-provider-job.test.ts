import { describe, expect, test } from 'vitest';
import type { Reply } from '#test/sandbox/server.ts';
import { createMadeUp, madeUp, madeUpKey } from './made-up-provider.ts';

const call = { signal: new AbortController().signal };
const says = (state: string, more: Readonly<Record<string, unknown>> = {}): Reply => ({
  status: 200,
  json: { state, ...more },
});
/** Answers one after the other; the last again and again. */
const inTurn = (...replies: readonly Reply[]) => {
  let at = 0;
  return createMadeUp(() => replies[Math.min(at++, replies.length - 1)] ?? 'drop');
};
const refusal = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  json: { message: 'why' },
});

describe('a look at a job', () => {
  const pending = { kind: 'pending', queuePosition: null, fraction: null, etaSec: null };

  test.each([
    [says('waiting'), { ...pending, queuePosition: 3 }],
    [says('running'), { ...pending, fraction: 0.5, etaSec: 40 }],
    [
      says('done', { url: 'https://cdn.example/a.mp4' }),
      {
        kind: 'done',
        result: { kind: 'link', url: 'https://cdn.example/a.mp4', expiresAt: null },
        billed: { kind: 'micros', micros: 700_000 },
      },
    ],
    [
      says('failed', { message: 'It broke.' }),
      {
        kind: 'failed',
        error: { code: 'provider-failed', charged: 'yes', subject: 'fal', detail: 'It broke.' },
      },
    ],
    [says('stopped'), { kind: 'cancelled', charged: 'no' }],
  ])('tells what the provider says: %j', async (reply, outcome) => {
    const { provider, ticket, log } = await inTurn(reply);
    expect(await provider.status(ticket, call)).toEqual(outcome);
    expect(log.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([
      ['GET', '/status/7', `Bearer ${madeUpKey}`],
    ]);
  });

  test('that hears a word nobody knows goes on, and writes it down', async () => {
    const { provider, ticket, warnings } = await inTurn(says('warming-up'));
    expect(await provider.status(ticket, call)).toEqual(pending);
    expect(warnings).toEqual([
      ['a provider answered a status that is not known', { provider: 'fal', status: 'warming-up' }],
    ]);
  });

  test('that hears what nobody can read has learned nothing, and writes that down', async () => {
    const { provider, ticket, warnings } = await inTurn({ status: 200, bytes: Buffer.from('<html>') });
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: {
        code: 'provider-unreachable',
        charged: 'no',
        subject: 'fal',
        detail: 'an answer nobody can read',
      },
      retryAfterSec: null,
    });
    expect(warnings).toEqual([['a provider answered a status that nobody can read', { provider: 'fal' }]]);
  });

  test.each([
    [500, {}, 3, 'provider-unreachable', null],
    [503, { 'retry-after': '9' }, 1, 'provider-unreachable', 9],
    [429, { 'retry-after': '7' }, 1, 'provider-rate-limited', 7],
    [429, {}, 1, 'provider-rate-limited', null],
    [408, { 'retry-after': '5' }, 1, 'provider-unreachable', 5],
    [302, { location: '/elsewhere' }, 1, 'provider-unreachable', null],
  ])(
    'that is answered %i with %j has learned nothing',
    async (status, headers, looks, code, retryAfterSec) => {
      const { provider, ticket, asked } = await inTurn(refusal(status, headers));
      expect(await provider.status(ticket, call)).toEqual({
        kind: 'unreachable',
        error: { code, charged: 'no', subject: 'fal', detail: `HTTP ${status}` },
        retryAfterSec,
      });
      expect(asked()).toEqual(Array.from({ length: looks }, () => 'GET /status/7'));
    },
  );

  test.each([
    [401, 'key-refused'],
    [402, 'no-credit'],
  ])('that is answered %i waits for a person, and the job is not lost', async (status, code) => {
    const { provider, ticket } = await inTurn(refusal(status), says('running'));
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code, charged: 'no', subject: 'fal', detail: 'why' },
      retryAfterSec: 60,
    });
    expect(await provider.status(ticket, call)).toMatchObject({ kind: 'pending' });
  });

  test('that is answered 403 says nothing about the job, whatever it says, and it is asked for again', async () => {
    const { provider, ticket } = await inTurn(
      { status: 403, json: { state: 'failed', message: 'User is locked.' } },
      says('running'),
    );
    expect(await provider.status(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { charged: 'no', detail: 'User is locked.' },
      retryAfterSec: 60,
    });
    expect(await provider.status(ticket, call)).toMatchObject({ kind: 'pending' });
  });

  test.each([400, 409, 422, 500, 503])(
    'that is answered %i with a sentence of the checker is the end of the run, at once',
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
  ])('that is answered %i with %j tells nothing of the job, in its words', async (status, json, detail) => {
    const { provider, ticket } = await inTurn({ status, json });
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code: 'status-unavailable', charged: 'unknown', subject: 'fal', detail },
      retryAfterSec: null,
    });
  });

  test('without a key asks nobody, and waits for one', async () => {
    const { provider, ticket, setKey, asked } = await inTurn(says('running'));
    setKey(null);
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code: 'key-missing', charged: 'no', subject: 'fal' },
      retryAfterSec: 30,
    });
    expect(asked()).toEqual([]);
  });

  test('at one that the provider has forgotten says so, and that nobody knows the cost', async () => {
    const { provider, ticket } = await inTurn(refusal(404));
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'failed',
      error: { code: 'job-unknown-there', charged: 'unknown', subject: 'fal', detail: 'why' },
    });
  });

  test.each(['https://evil.example/status/7', 'ftp://evil.example/status/7'])(
    'by a ticket of %s is not made: nobody there sees the key',
    async (statusUrl) => {
      const asked: string[] = [];
      const made = await inTurn(says('running'));
      const watching: typeof fetch = async (input) => {
        asked.push(String(input));
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
      expect(asked).toEqual([]);
    },
  );

  test('by a ticket of a host of any length is told in few words', async () => {
    const made = await inTurn(says('running'));
    const outcome = await made.provider.status(
      { id: '7', statusUrl: `https://${'long.'.repeat(1000)}example/7` },
      call,
    );
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { foreignHost: expect.stringMatching(/^.{2000}$/) },
    });
  });

  test('by an id that only looks like an address is made', async () => {
    const { provider, ticket } = await inTurn(says('running'));
    const id = 'c0ffee00-aaaa-bbbb:klingai/video';
    expect(await provider.status({ ...ticket, id }, call)).toMatchObject({ kind: 'pending' });
  });
});

describe('a result that stands elsewhere', () => {
  const url = 'https://cdn.example/a.mp4';

  test('is asked for once it is there, with the ticket that the last look made', async () => {
    const { provider, ticket, asked } = await inTurn(says('ended'), says('done', { url }));
    expect(await provider.status(ticket, call)).toMatchObject({ kind: 'done', result: { url } });
    expect(asked()).toEqual(['GET /status/7', 'GET /result/7-result']);
  });

  test.each([
    ['a way there that is down', refusal(504), { code: 'status-unavailable', detail: 'HTTP 504: why' }],
    ['a redirect', refusal(307), { code: 'provider-unreachable', detail: 'HTTP 307' }],
    ['too many questions', refusal(429), { code: 'provider-rate-limited', detail: 'HTTP 429' }],
    ['a key that is refused', refusal(401), { code: 'key-refused', detail: 'why' }],
    ['a line that is cut', 'drop', { code: 'provider-unreachable' }],
  ] satisfies [string, Reply, object][])(
    'is asked for again at the next look after %s',
    async (_what, reply, error) => {
      const { provider, ticket, asked } = await inTurn(
        says('ended'),
        reply,
        says('ended'),
        says('done', { url }),
      );
      expect(await provider.status(ticket, call)).toMatchObject({ kind: 'unreachable', error });
      expect(await provider.status(ticket, call)).toMatchObject({ kind: 'done' });
      expect(asked().filter((each) => each.includes('result'))).toHaveLength(2);
    },
  );

  test.each([
    [
      'failed with a status of the server, in its own words',
      { status: 500, json: { state: 'failed', message: 'It broke.' } },
      { code: 'provider-failed', charged: 'yes', detail: 'It broke.' },
    ],
    [
      'nobody can read',
      { status: 200, json: { video: 'in the post' } },
      { code: 'provider-answer-invalid', charged: 'unknown', detail: '{"video":"in the post"}' },
    ],
    [
      'still stands elsewhere',
      says('ended'),
      { code: 'provider-answer-invalid', charged: 'unknown', detail: '{"state":"ended"}' },
    ],
    ['is forgotten', refusal(404), { code: 'job-unknown-there', charged: 'unknown', detail: 'why' }],
  ] satisfies [string, Reply, object][])('that %s is the end', async (_what, reply, error) => {
    const { provider, ticket } = await inTurn(says('ended'), reply);
    expect(await provider.status(ticket, call)).toEqual({
      kind: 'failed',
      error: { subject: 'fal', ...error },
    });
  });
});

describe('calling a job off', () => {
  const yes: Reply = { status: 200, json: {} };

  const cancelled = (charged: string) => ({ kind: 'cancelled', charged });
  test.each([
    ['it waited before and waits still', says('waiting'), cancelled('no')],
    ['it waited before and was stopped, at no cost', says('stopped'), cancelled('no')],
    ['it waited before and was stopped, at a cost nobody tells', says('halted'), cancelled('unknown')],
    ['it waited before and runs now', says('running'), { kind: 'requested' }],
    ['it waited before and nobody knows now', refusal(500), { kind: 'requested' }],
  ])('is sure only where %s', async (_what, after, outcome) => {
    const { provider, ticket, asked } = await inTurn(says('waiting'), yes, after);
    expect(await provider.cancel?.(ticket, call)).toEqual(outcome);
    expect(asked()).toEqual(['GET /status/7', 'PUT /cancel/7', 'GET /status/7']);
  });

  test.each([
    ['it ran before', says('running')],
    ['it had a word of its own', says('warming-up')],
    ['it was not there', refusal(404)],
    ['nobody answered', 'drop'],
    ['nobody could read it', { status: 200, bytes: Buffer.from('<html>') }],
  ] satisfies [string, Reply][])('is only a wish where %s', async (_what, before) => {
    const { provider, ticket, asked } = await inTurn(before, yes);
    expect(await provider.cancel?.(ticket, call)).toEqual({ kind: 'requested' });
    expect(asked()).toEqual(['GET /status/7', 'PUT /cancel/7']);
  });

  test('is too late when the provider says so', async () => {
    const { provider, ticket } = await inTurn(says('waiting'), refusal(409));
    expect(await provider.cancel?.(ticket, call)).toEqual({ kind: 'too-late' });
  });

  test.each([
    [refusal(500), 'provider-unreachable', 'HTTP 500: why'],
    [refusal(302), 'provider-unreachable', 'HTTP 302'],
    [refusal(401), 'key-refused', 'why'],
    [refusal(404), 'provider-refused', 'why'],
  ])('claims nothing where it is answered %j', async (reply, code, detail) => {
    const { provider, ticket } = await inTurn(says('waiting'), reply);
    expect(await provider.cancel?.(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code, charged: 'no', subject: 'fal', detail },
    });
  });

  test('claims nothing where nobody answers, and asks nobody without a key', async () => {
    const made = await inTurn(says('waiting'), 'drop');
    expect(await made.provider.cancel?.(made.ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-unreachable' },
    });
    expect(made.asked()).toEqual(['GET /status/7', 'PUT /cancel/7']);
    made.setKey(null);
    expect(await made.provider.cancel?.(made.ticket, call)).toMatchObject({ error: { code: 'key-missing' } });
    expect(made.asked()).toHaveLength(2);
  });

  test('is not offered where the provider has no such thing', async () => {
    const { cancel: _cancel, find: _find, price: _price, ...protocol } = madeUp;
    const provider = (await inTurn('drop')).with({ protocol });
    expect([provider.cancel, provider.find, provider.refreshPrices]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('a ticket is made of the id that a person found in the dashboard, for a model that is known', async () => {
  const { provider, origin } = await inTurn('drop');
  expect(provider.ticketFor?.('fal/test-model', '7')).toEqual({
    id: '7',
    statusUrl: `${origin}/status/7?model=test-model`,
  });
  expect(provider.ticketFor?.('fal/no-such-model', '7')).toBeUndefined();
});

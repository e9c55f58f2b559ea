import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxNovitaKey } from '#test/sandbox/novita.ts';
import { createNovitaHarness } from './novita-harness.ts';
import { call, type Harness } from './stand-in-harness.ts';

const quiet = { ...call, onProgress: () => undefined };

let harness: Harness;
beforeEach(async () => {
  harness = await createNovitaHarness();
});
afterEach(() => harness.close());

describe('refused Novita submit', () => {
  test.each([
    ['unauthorized', 'key-refused', 'invalid api key (INVALID_API_KEY)'],
    ['no-credit', 'no-credit', 'not enough balance (BILLING_BALANCE_NOT_ENOUGH)'],
    ['refused-list', 'provider-refused', 'image width or height exceeds limit (INVALID_IMAGE_SIZE)'],
    ['refused-text', 'provider-refused', 'request parameter validation failed (INVALID_REQUEST_BODY)'],
  ] as const)(
    '%s: it is refused (%s) after a single request, and costs nothing',
    async (fault, code, detail) => {
      harness.sandbox.faults.submit = fault;
      expect(await harness.provider.start(harness.request, call)).toEqual({
        kind: 'refused',
        error: { code, charged: 'no', subject: 'novita', detail },
      });
      expect(harness.sandbox.submits()).toBe(1);
    },
  );

  test.each([
    [403, 'BILLING_BALANCE_NOT_ENOUGH', 'no-credit'],
    [403, 'NOT_ENOUGH_BALANCE', 'no-credit'],
    [403, 'INVALID_API_KEY', 'key-refused'],
    [400, 'MISSING_API_KEY', 'key-refused'],
    [401, 'ANYTHING', 'key-refused'],
    [403, 'API_NOT_ALLOWED', 'key-not-permitted'],
    [403, 'NEED_REAL_NAME_VERIFY', 'provider-refused'],
    [403, 'BILLING_AUTH_FAILED', 'provider-refused'],
    [400, 'ILLEGAL_PROMPT', 'content-refused'],
    [400, 'ILLEGAL_IMAGE_CONTENT', 'content-refused'],
    [400, 'IMAGE_FILE_EXCEEDS_MAX_SIZE', 'provider-refused'],
    [404, 'API_NOT_FOUND', 'provider-refused'],
  ] as const)('%i %s is %s, by its name', async (status, reason, code) => {
    const body = { code: status, reason, message: 'no', metadata: { field: 'image' } };
    const provider = harness.answering(() => Response.json(body, { status }));
    expect(await provider.start(harness.request, call)).toEqual({
      kind: 'refused',
      error: { code, charged: 'no', subject: 'novita', detail: `no (${reason}) {"field":"image"}` },
    });
  });

  test('a 403 of an intermediary is no statement about the key', async () => {
    const provider = harness.answering(() => new Response('blocked', { status: 403 }));
    expect(await provider.testKey(call)).toEqual({
      ok: false,
      error: { code: 'provider-refused', charged: 'no', subject: 'novita', detail: 'blocked' },
    });
  });
});

describe('unsure Novita submit', () => {
  test.each([
    'server-error',
    'malformed',
    'redirected',
    'dropped-before-reading',
    'dropped-after-accepting',
  ] as const)('%s: it may have been paid, and is not sent again', async (fault) => {
    harness.sandbox.faults.submit = fault;
    expect(await harness.provider.start(harness.request, call)).toMatchObject({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown', subject: 'novita' },
    });
    expect(harness.sandbox.log.map(({ server }) => server)).toEqual(['novita']);
  });

  test.each([{}, { task_id: '' }, { task_id: 7 }, { task: { id: 'a' } }])(
    'is unsure for an acceptance without a readable id (%j)',
    async (body) => {
      const provider = harness.answering(() => Response.json(body));
      expect((await provider.start(harness.request, call)).kind).toBe('unsure');
    },
  );

  test('was not sent, and may be sent again, when the port is closed', async () => {
    const request = harness.request;
    await harness.sandbox.close();
    expect(await harness.provider.start(request, call)).toMatchObject({
      kind: 'not-sent',
      error: { code: 'provider-unreachable', charged: 'no' },
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

describe('status of a task', () => {
  test.each([
    ['completed-with-error', 'provider-failed', 'no person was found in the reference video'],
    ['completed-with-platform-error', 'provider-failed', 'TASK_FAILED: task execution failed'],
    ['result-422', 'content-refused', 'ILLEGAL_IMAGE_CONTENT: image contains inappropriate content'],
    ['result-model-error', 'provider-failed', undefined],
  ] as const)(
    '%s: it has failed, and Novita does not state whether that is charged',
    async (outcome, code, detail) => {
      harness.sandbox.faults.outcome = outcome;
      expect(await harness.untilSettled(await harness.accepted())).toEqual({
        kind: 'failed',
        error: { code, charged: 'unknown', subject: 'novita', detail },
      });
      expect(harness.sandbox.submits()).toBe(1);
    },
  );

  test('reports a success without a usable link', async () => {
    harness.sandbox.faults.outcome = 'result-malformed';
    expect(await harness.untilSettled(await harness.accepted())).toMatchObject({
      kind: 'failed',
      error: { code: 'provider-answer-invalid', charged: 'unknown' },
    });
  });

  test("does not fetch a result inside the user's own network", async () => {
    harness.sandbox.faults.outcome = 'result-inside';
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(JSON.stringify(done));
    const seen: string[] = [];
    const real = harness.providerAt({}, async (input) => {
      seen.push(String(input));
      return new Response('');
    });
    expect(await real.download(done.result, join(harness.folder, 'result.mp4'), quiet)).toMatchObject({
      ok: false,
      error: { code: 'result-gone' },
    });
    expect(seen).toEqual([]);
  });

  test.each(['TASK_STATUS_UNKNOWN', 'TASK_STATUS_WARMING_UP', 'succeed'])(
    '%s: the task is still running',
    async (status) => {
      const task = { task_id: 'a', status, reason: '', eta: 0, progress_percent: 0 };
      const provider = harness.answering(() => Response.json({ task, videos: [] }));
      expect(await provider.status({ taskId: 'a' }, call)).toEqual({
        kind: 'pending',
        fraction: null,
        queuePosition: null,
        etaSec: null,
      });
    },
  );

  test('keeps the task after an unknown status, an unreadable response or a server failure', async () => {
    const ticket = await harness.accepted();
    harness.sandbox.faults.statusErrors = 3;
    harness.sandbox.faults.malformedStatuses = 1;
    harness.sandbox.faults.unknownStatuses = 1;
    const polls = [];
    for (let poll = 0; poll < 3; poll += 1) polls.push((await harness.provider.status(ticket, call)).kind);
    expect(polls).toEqual(['unreachable', 'unreachable', 'pending']);
    expect(await harness.untilSettled(ticket)).toMatchObject({ kind: 'done' });
  });

  test("returns Novita's Retry-After when rate limited", async () => {
    const ticket = await harness.accepted();
    harness.sandbox.faults.statusRateLimits = 1;
    expect(await harness.provider.status(ticket, call)).toEqual({
      kind: 'unreachable',
      error: { code: 'provider-rate-limited', charged: 'no', subject: 'novita', detail: 'HTTP 429' },
      retryAfterSec: 7,
    });
  });

  test('may have been paid when Novita has forgotten the task', async () => {
    harness.sandbox.faults.forgottenStatuses = 1;
    expect(await harness.provider.status(await harness.accepted(), call)).toEqual({
      kind: 'failed',
      error: {
        code: 'job-unknown-there',
        charged: 'unknown',
        subject: 'novita',
        detail: 'task not found (TASK_NOT_FOUND)',
      },
    });
  });

  test('keeps the task when the key was cleared or changed meanwhile', async () => {
    const ticket = await harness.accepted();
    const codes = [];
    for (const key of [null, 'another-key-altogether', sandboxNovitaKey]) {
      harness.setKey(key);
      const status = await harness.provider.status(ticket, call);
      codes.push(status.kind === 'unreachable' ? status.error.code : status.kind);
    }
    expect(codes).toEqual(['key-missing', 'key-refused', 'pending']);
  });
});

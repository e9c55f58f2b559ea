import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { sandboxAimlapiKey } from '#test/sandbox/aimlapi.ts';
import { createAimlapiHarness } from './aimlapi-harness.ts';
import { call, type Harness } from './stand-in-harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createAimlapiHarness();
});
afterEach(() => harness.close());

const answerOf = (json: unknown, status = 200) => ({
  status,
  headers: new Headers(),
  json,
  text: JSON.stringify(json),
});
const ticket = { generationId: 'NVOe' };

describe('status of a job', () => {
  test.each([
    ['completed-with-error', 'No person was found in the reference video.'],
    ['completed-with-platform-error', 'The partner is not available.'],
    ['result-422', 'The content was refused.'],
  ] as const)("%s: it has failed, is not charged, and AIMLAPI's reason is kept", async (outcome, detail) => {
    harness.sandbox.faults.outcome = outcome;
    expect(await harness.untilSettled(await harness.accepted())).toEqual({
      kind: 'failed',
      error: { code: 'provider-failed', charged: 'no', subject: 'aimlapi', detail },
    });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('can be failed without a reason', async () => {
    harness.sandbox.faults.outcome = 'result-model-error';
    expect(await harness.untilSettled(await harness.accepted())).toMatchObject({
      kind: 'failed',
      error: { code: 'provider-failed', charged: 'no', detail: expect.stringContaining('"status":"error"') },
    });
  });

  test('fails when completed without a link, and was charged', async () => {
    harness.sandbox.faults.outcome = 'result-malformed';
    expect(await harness.untilSettled(await harness.accepted())).toMatchObject({
      kind: 'failed',
      error: { code: 'provider-answer-invalid', charged: 'yes', subject: 'aimlapi' },
    });
  });

  test("does not fetch a link into the user's own network", async () => {
    harness.sandbox.faults.outcome = 'result-inside';
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(JSON.stringify(done));
    const requests: string[] = [];
    const watching: typeof fetch = async (input) => {
      requests.push(String(input));
      return new Response('');
    };
    const real = harness.providerAt({}, watching);
    const to = join(harness.folder, 'result.mp4');
    expect(await real.download(done.result, to, { ...call, onProgress: () => undefined })).toMatchObject({
      ok: false,
      error: { code: 'result-gone' },
    });
    expect(requests).toEqual([]);
  });

  test.each(['waiting', 'queued', 'generating', 'warming-up'])('%s: it is still running', (status) => {
    expect(aimlapi.readStatus(answerOf({ id: 'NVOe', status }), ticket)).toMatchObject({ kind: 'pending' });
  });

  test('has no known cost where AIMLAPI states none', () => {
    const video = { url: 'https://cdn.aimlapi.com/a.mp4' };
    const billed = (meta: unknown) => {
      const reading = aimlapi.readStatus(answerOf({ id: 'NVOe', status: 'completed', video, meta }), ticket);
      return reading?.kind === 'done' ? reading.billed : 'not done';
    };
    expect(
      [
        undefined,
        null,
        { usage: null },
        { usage: { credits_used: 120_000 } },
        { usage: { usd_spent: 0.06 } },
      ].map(billed),
    ).toEqual([null, null, null, null, { kind: 'micros', micros: 60_000 }]);
  });

  test('keeps the job after an unknown status or an unreadable response', async () => {
    Object.assign(harness.sandbox.faults, { unknownStatuses: 1 });
    const accepted = await harness.accepted();
    expect(await harness.provider.status(accepted, call)).toMatchObject({ kind: 'pending' });
    harness.sandbox.faults.malformedStatuses = 1;
    expect(await harness.provider.status(accepted, call)).toMatchObject({ kind: 'unreachable' });
    expect(harness.warnings.map(([message]) => message)).toEqual([
      'provider status unknown',
      'provider status not readable',
    ]);
    expect(await harness.untilSettled(accepted)).toMatchObject({ kind: 'done' });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('is requested again later when the service is down or rate limiting', async () => {
    const accepted = await harness.accepted();
    harness.sandbox.faults.statusErrors = 3;
    expect(await harness.provider.status(accepted, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-unreachable', detail: 'HTTP 503' },
    });
    harness.sandbox.faults.statusRateLimits = 1;
    expect(await harness.provider.status(accepted, call)).toEqual({
      kind: 'unreachable',
      error: { code: 'provider-rate-limited', charged: 'no', subject: 'aimlapi', detail: 'HTTP 429' },
      retryAfterSec: 7,
    });
    expect(await harness.untilSettled(accepted)).toMatchObject({ kind: 'done' });
  });

  test('is forgotten, with unknown cost, when AIMLAPI no longer knows the job', async () => {
    harness.sandbox.faults.forgottenStatuses = 1;
    expect(await harness.provider.status(await harness.accepted(), call)).toEqual({
      kind: 'failed',
      error: {
        code: 'job-unknown-there',
        charged: 'unknown',
        subject: 'aimlapi',
        detail: 'Inference not found',
      },
    });
  });

  test('keeps the job when the key was cleared or changed meanwhile', async () => {
    const accepted = await harness.accepted();
    harness.setKey(null);
    const without = await harness.provider.status(accepted, call);
    harness.setKey('another-key-altogether');
    const wrong = await harness.provider.status(accepted, call);
    expect([without, wrong]).toMatchObject([
      { kind: 'unreachable', error: { code: 'key-missing' } },
      { kind: 'unreachable', error: { code: 'key-refused' } },
    ]);
    harness.setKey(sandboxAimlapiKey);
    expect(await harness.untilSettled(accepted)).toMatchObject({ kind: 'done' });
  });
});

describe('request whose response was lost', () => {
  const sentAt = new Date().toISOString();
  const find = () => harness.provider.find?.({ requestId: 'job-1', sentAt }, call);

  test('is found in the log by our own id, and continues to its result', async () => {
    harness.sandbox.faults.submit = 'dropped-after-accepting';
    expect(await harness.provider.start(harness.request, call)).toMatchObject({ kind: 'unsure' });
    const found = await find();
    expect(found).toEqual({ kind: 'found', ticket: { generationId: harness.sandbox.jobIds()[0] } });
    expect(harness.sandbox.log.at(-1)).toMatchObject({
      method: 'GET',
      path: expect.stringMatching(/^\/v2\/logs\?start=.*&limit=100&offset=0$/),
      authorization: `Bearer ${sandboxAimlapiKey}`,
    });
    if (found?.kind !== 'found') return;
    expect(await harness.untilSettled(found.ticket)).toMatchObject({ kind: 'done' });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('is absent from the log when it never arrived', async () => {
    harness.sandbox.faults.submit = 'dropped-before-reading';
    await harness.provider.start(harness.request, call);
    expect(await find()).toEqual({ kind: 'absent' });
  });

  test('stays undecided while the log is not available', async () => {
    harness.setKey('another-key-altogether');
    const refused = await find();
    await harness.sandbox.close();
    expect([refused, await find()]).toMatchObject([
      { kind: 'unreachable', error: { code: 'key-refused' } },
      { kind: 'unreachable', error: { code: 'provider-unreachable' } },
    ]);
  });

  const row = (client_request_id: string | null, inference_id: string | null, status = 'succeeded') => ({
    client_request_id,
    inference_id,
    status,
  });
  const read = (data: unknown, has_more = false) =>
    aimlapi.find?.read(answerOf({ data, pagination: { has_more } }), 'job-1');

  test('is never matched with a row without our id', () => {
    expect(read([row(null, 'a'), row('job-7f3', 'b')])).toBe('absent');
  });

  test('is matched with the row of two that did not fail', () => {
    expect([
      read([row('job-1', 'refused', 'failed'), row('job-1', 'taken')]),
      read([row('job-1', 'refused', 'failed')]),
    ]).toEqual([{ generationId: 'taken' }, { generationId: 'refused' }]);
  });

  test('stays undecided for a row without an id or an invalid one', () => {
    expect([read([row('job-1', null)]), aimlapi.find?.read(answerOf('the log is long'), 'job-1')]).toEqual([
      null,
      null,
    ]);
  });

  test('is searched in the month up to an hour after it was sent, page by page', () => {
    const ask = (page: number) =>
      aimlapi.find?.ask(
        { requestId: 'job-1', sentAt: '2026-11-21T12:00:00.000Z' },
        { api: new URL('https://api.example') },
        page,
      ).url.search;
    const window = '?start=2026-10-22T12%3A00%3A00.000Z&end=2026-11-21T13%3A00%3A00.000Z&limit=100';
    expect([ask(0), ask(2)]).toEqual([`${window}&offset=0`, `${window}&offset=200`]);
  });

  test('is found behind hundreds of newer rows', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => row(`other-${index}`, `id-${index}`));
    rows[230] = row('job-1', 'mine');
    const offsets: number[] = [];
    const provider = harness.providerAt(harness.sandbox.environment, async (input) => {
      const offset = Number(new URL(String(input)).searchParams.get('offset'));
      offsets.push(offset);
      const data = rows.slice(offset, offset + 100);
      return Response.json({ data, pagination: { has_more: offset + 100 < rows.length } });
    });
    const mine = await provider.find?.({ requestId: 'job-1', sentAt }, call);
    const other = await provider.find?.({ requestId: 'job-2', sentAt }, call);
    expect([mine, other, offsets]).toEqual([
      { kind: 'found', ticket: { generationId: 'mine' } },
      { kind: 'absent' },
      [0, 100, 200, 0, 100, 200],
    ]);
  });
});

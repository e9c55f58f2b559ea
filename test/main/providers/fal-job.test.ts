import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFalHarness } from './fal-harness.ts';
import { type Harness, videoBytes } from './stand-in-harness.ts';

const call = { signal: new AbortController().signal };
const quiet = { ...call, onProgress: () => undefined };

let harness: Harness;
beforeEach(async () => {
  harness = await createFalHarness();
});
afterEach(() => harness.close());

describe('status of a job', () => {
  test.each([
    {
      outcome: 'completed-with-error',
      says: 'an input that failed the model may have been charged',
      error: { code: 'provider-failed', charged: 'unknown' },
    },
    {
      outcome: 'completed-with-platform-error',
      says: "a failure of fal's own machines is not charged",
      error: { code: 'provider-failed', charged: 'no' },
    },
    {
      outcome: 'result-422',
      says: 'refused content may have been charged',
      error: { code: 'content-refused', charged: 'unknown' },
    },
    {
      outcome: 'result-model-error',
      says: 'a model that is down ends the run, is not reported as a network failure, and is not charged',
      error: {
        code: 'provider-failed',
        charged: 'no',
        detail: 'body The model is down. (downstream_service_unavailable)',
      },
    },
    {
      outcome: 'result-malformed',
      says: 'a result that is not readable is reported as invalid',
      error: { code: 'provider-answer-invalid', charged: 'unknown' },
    },
  ] as const)('$says', async ({ outcome, error }) => {
    harness.sandbox.faults.outcome = outcome;
    expect(await harness.untilSettled(await harness.accepted())).toMatchObject({
      kind: 'failed',
      error: { ...error, subject: 'fal' },
    });
    expect(harness.sandbox.submits()).toBe(1);
  });

  test('requests the result once per poll, and again at the next poll after a gateway timeout', async () => {
    harness.sandbox.faults.resultTimeouts = 1;
    const ticket = await harness.accepted();
    const polls = [];
    for (let poll = 0; poll < 4; poll += 1) polls.push((await harness.provider.status(ticket, call)).kind);
    expect(polls).toEqual(['pending', 'pending', 'unreachable', 'done']);
    const resultReads = harness.sandbox.log.filter(({ path }) => path.endsWith(String(ticket.requestId)));
    expect(resultReads).toHaveLength(2);
  });

  test('counts an unknown status as running, and logs it', async () => {
    harness.sandbox.faults.unknownStatuses = 1;
    const ticket = await harness.accepted();
    expect(await harness.provider.status(ticket, call)).toEqual({
      kind: 'pending',
      fraction: null,
      queuePosition: null,
      etaSec: null,
    });
    expect(harness.warnings).toEqual([
      ['provider status unknown', { provider: 'fal', status: 'WARMING_UP' }],
    ]);
    expect(await harness.untilSettled(ticket)).toMatchObject({ kind: 'done' });
  });

  test('keeps the job after an unreadable status', async () => {
    harness.sandbox.faults.malformedStatuses = 1;
    const ticket = await harness.accepted();
    expect(await harness.provider.status(ticket, call)).toMatchObject({ kind: 'unreachable' });
    expect(harness.warnings).toEqual([['provider status not readable', { provider: 'fal' }]]);
    expect(await harness.untilSettled(ticket)).toMatchObject({ kind: 'done' });
  });

  test("returns fal's Retry-After when rate limited", async () => {
    harness.sandbox.faults.statusRateLimits = 1;
    expect(await harness.provider.status(await harness.accepted(), call)).toEqual({
      kind: 'unreachable',
      error: { code: 'provider-rate-limited', charged: 'no', subject: 'fal', detail: 'HTTP 429' },
      retryAfterSec: 7,
    });
  });

  test('keeps the job when the key was cleared or changed meanwhile', async () => {
    const ticket = await harness.accepted();
    harness.setKey(null);
    expect(await harness.provider.status(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'key-missing' },
    });
    harness.setKey('another-key-altogether');
    expect(await harness.provider.status(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'key-refused' },
    });
  });

  test('reports a request unknown to fal as forgotten, with unknown cost', async () => {
    const ticket = harness.provider.ticketFor?.('fal/kling-v2.6-pro', 'no-such-request');
    expect(await harness.provider.status(ticket ?? {}, call)).toMatchObject({
      kind: 'failed',
      error: { code: 'job-unknown-there', charged: 'unknown', subject: 'fal' },
    });
    harness.sandbox.faults.forgottenStatuses = 1;
    expect(await harness.provider.status(await harness.accepted(), call)).toEqual({
      kind: 'failed',
      error: { code: 'job-unknown-there', charged: 'unknown', subject: 'fal', detail: 'Not Found' },
    });
  });

  test('reports a run that was cancelled elsewhere as cancelled, free of charge', async () => {
    harness.sandbox.faults.queuePolls = 10;
    const ticket = await harness.accepted();
    await harness.provider.cancel?.(ticket, call);
    expect(await harness.provider.status(ticket, call)).toEqual({ kind: 'cancelled', charged: 'no' });
  });

  test("does not fetch a result inside the user's own network", async () => {
    harness.sandbox.faults.outcome = 'result-inside';
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(JSON.stringify(done));
    const { providerAt: falAt, folder } = harness;
    const requests: string[] = [];
    const watching: typeof fetch = async (input) => {
      requests.push(String(input));
      return new Response('');
    };
    const real = falAt({}, watching);
    expect(await real.download(done.result, join(folder, 'result.mp4'), quiet)).toMatchObject({
      ok: false,
      error: { code: 'result-gone' },
    });
    expect(requests).toEqual([]);
  });

  test('follows a redirect of the CDN to the result, without a key', async () => {
    harness.sandbox.faults.redirectedDownloads = 2;
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(JSON.stringify(done));
    const to = join(harness.folder, 'result.mp4');
    expect(await harness.provider.download(done.result, to, quiet)).toEqual({
      ok: true,
      value: { sizeBytes: videoBytes.length },
    });
    expect((await readFile(to)).equals(videoBytes)).toBe(true);
    const gets = harness.sandbox.log.filter(({ server, method }) => server === 'cdn' && method === 'GET');
    expect(gets.map(({ authorization }) => authorization)).toEqual([null, null, null]);
  });
});

describe('cancelling a job', () => {
  test('in the queue stops it, free of charge', async () => {
    harness.sandbox.faults.queuePolls = 10;
    const ticket = await harness.accepted();
    expect(await harness.provider.cancel?.(ticket, call)).toEqual({ kind: 'cancelled', charged: 'no' });
  });

  test('while it runs is only requested', async () => {
    harness.sandbox.faults.queuePolls = 0;
    harness.sandbox.faults.runPolls = 10;
    const ticket = await harness.accepted();
    expect(await harness.provider.cancel?.(ticket, call)).toEqual({ kind: 'requested' });
    expect(await harness.provider.status(ticket, call)).toMatchObject({ kind: 'pending' });
  });

  test('is only requested when it is unknown whether the job was queued', async () => {
    const ticket = await harness.accepted();
    harness.sandbox.faults.malformedStatuses = 1;
    expect(await harness.provider.cancel?.(ticket, call)).toEqual({ kind: 'requested' });
  });

  test('is too late when the job is done', async () => {
    const ticket = await harness.accepted();
    await harness.untilSettled(ticket);
    expect(await harness.provider.cancel?.(ticket, call)).toEqual({ kind: 'too-late' });
  });

  test('stays undecided when fal is not reachable', async () => {
    const ticket = await harness.accepted();
    await harness.sandbox.close();
    expect(await harness.provider.cancel?.(ticket, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-unreachable' },
    });
  });
});

describe('fal key', () => {
  /** Keys that reached the CDN or the host of the files, neither of which may receive one. */
  const keysSeen = () =>
    [...harness.sandbox.log, ...harness.host.log]
      .filter(({ authorization }) => authorization !== null)
      .map(({ server }) => server)
      .filter((server) => server === 'cdn' || server === 'files');

  test('is not sent to another host that an acceptance names', async () => {
    harness.sandbox.faults.submit = 'foreign-links';
    expect(await harness.provider.start(harness.request, call)).toMatchObject({
      kind: 'unsure',
      error: { code: 'answer-lost', charged: 'unknown' },
    });
    expect(harness.sandbox.submits()).toBe(1);
    expect(keysSeen()).toEqual([]);
  });

  test('is not sent to another host after a redirect, which is not followed', async () => {
    harness.sandbox.faults.submit = 'redirected';
    expect(await harness.provider.start(harness.request, call)).toMatchObject({ kind: 'unsure' });
    expect(harness.sandbox.log.map(({ server }) => server)).toEqual(['queue']);
  });

  test('is not sent to a host from an earlier ticket', async () => {
    const ticket = await harness.accepted();
    const { origin: elsewhere } = harness.host;
    const stolen = {
      ...ticket,
      statusUrl: `${elsewhere}/status`,
      responseUrl: `${elsewhere}/result`,
      cancelUrl: `${elsewhere}/cancel`,
    };
    expect(await harness.provider.status(stolen, call)).toMatchObject({
      kind: 'failed',
      error: { code: 'provider-answer-invalid', charged: 'unknown' },
    });
    expect(await harness.provider.cancel?.(stolen, call)).toMatchObject({ kind: 'unreachable' });
    expect(keysSeen()).toEqual([]);
    expect(harness.host.log.map(({ path }) => path)).toEqual(['/character.jpg', '/motion.mp4']);
  });

  test('never occurs in stored text, whole or in halves', async () => {
    const talkative: typeof fetch = async () =>
      Response.json(
        { detail: 'No user for sandbox-key-id with sandbox-key-secret (sandbox-key-id:sandbox-key-secret)' },
        { status: 401 },
      );
    expect(
      await harness.providerAt(harness.sandbox.environment, talkative).start(harness.request, call),
    ).toEqual({
      kind: 'refused',
      error: {
        code: 'key-refused',
        charged: 'no',
        subject: 'fal',
        detail: 'No user for [key] with [key] ([key])',
      },
    });
  });

  test('is not cut in half where a long response is shortened', async () => {
    const talkative: typeof fetch = async () =>
      new Response(`${'.'.repeat(1985)} sandbox-key-id:sandbox-key-secret`, { status: 401 });
    const outcome = await harness
      .providerAt(harness.sandbox.environment, talkative)
      .start(harness.request, call);
    expect(JSON.stringify(outcome)).not.toContain('sandbox-key');
  });
});

test('refuses an unsafe endpoint and names its variable', () => {
  const { providerAt: falAt } = harness;
  expect(() => falAt({ UNDERSTUDY_FAL_REST_URL: 'http://example.com' })).toThrow('UNDERSTUDY_FAL_REST_URL');
  expect(() => falAt({ UNDERSTUDY_FAL_QUEUE_URL: 'nonsense' })).toThrow('UNDERSTUDY_FAL_QUEUE_URL');
});

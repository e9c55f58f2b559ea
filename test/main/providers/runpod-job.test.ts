import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Faults } from '#test/sandbox/faults.ts';
import { sandboxRunpodKey } from '#test/sandbox/runpod.ts';
import { createRunpodHarness } from './runpod-harness.ts';
import { call, type Harness, videoBytes } from './stand-in-harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createRunpodHarness();
});
afterEach(() => harness.close());

const endpoint = 'kling-v2-6-std-motion-control';
const base = `/v2/${endpoint}`;

describe('status of a job', () => {
  test('is queued, running and done, with its cost', async () => {
    const accepted = await harness.accepted();
    const polls = [];
    for (let poll = 0; poll < 4; poll += 1) polls.push(await harness.provider.status(accepted, call));
    const pending = { kind: 'pending', fraction: null, queuePosition: null, etaSec: null };
    expect(polls).toEqual([
      pending,
      pending,
      pending,
      {
        kind: 'done',
        result: { kind: 'link', url: expect.stringMatching(/\/files\/result-.+\.mp4$/), expiresAt: null },
        billed: { kind: 'micros', micros: 420_000 },
      },
    ]);
    const [id] = harness.sandbox.jobIds();
    expect(harness.sandbox.log.at(-1)).toMatchObject({
      method: 'GET',
      path: `${base}/status/${id}`,
      authorization: `Bearer ${sandboxRunpodKey}`,
    });
  });

  test('fetches the result without the key', async () => {
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(done.kind);
    const to = join(harness.folder, 'result.mp4');
    const fetched = await harness.provider.download(done.result, to, {
      ...call,
      onProgress: () => undefined,
    });
    expect(fetched).toEqual({ ok: true, value: { sizeBytes: videoBytes.length } });
    expect(await readFile(to)).toEqual(videoBytes);
    const shown = harness.sandbox.log.filter(({ server }) => server === 'cdn');
    expect(shown.map(({ authorization }) => authorization)).toEqual([null]);
  });

  test.each<[Faults['outcome'], string, string, RegExp]>([
    ['completed-with-error', 'provider-refused', 'no', /^The face could not be found\.$/],
    ['completed-with-platform-error', 'provider-failed', 'no', /TIMED_OUT/],
    ['result-422', 'provider-failed', 'no', /^The content was refused\.$/],
    ['result-model-error', 'provider-failed', 'no', /^The model is down\.$/],
    // It was finished and has its price, so it was paid for.
    ['result-malformed', 'provider-answer-invalid', 'yes', /in the post/],
  ])('%s is a failed run, in its own words', async (outcome, code, charged, detail) => {
    harness.sandbox.faults.outcome = outcome;
    expect(await harness.untilSettled(await harness.accepted())).toEqual({
      kind: 'failed',
      error: { code, charged, subject: 'runpod', detail: expect.stringMatching(detail) },
    });
  });

  test("does not fetch a result inside the user's own network", async () => {
    harness.sandbox.faults.outcome = 'result-inside';
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error(done.kind);
    const fetched = await harness.provider.download(done.result, join(harness.folder, 'result.mp4'), {
      ...call,
      onProgress: () => undefined,
    });
    expect(fetched.ok).toBe(false);
  });

  test.each([
    ['an unknown status', 'unknownStatuses', 'pending'],
    ['an unreadable response', 'malformedStatuses', 'unreachable'],
  ] as const)('%s keeps the job waiting', async (_what, fault, kind) => {
    const accepted = await harness.accepted();
    harness.sandbox.faults[fault] = 1;
    expect((await harness.provider.status(accepted, call)).kind).toBe(kind);
    expect((await harness.untilSettled(accepted)).kind).toBe('done');
  });

  test('is requested again after a temporary error, and a Retry-After is returned', async () => {
    const accepted = await harness.accepted();
    harness.sandbox.faults.statusErrors = 1;
    expect((await harness.provider.status(accepted, call)).kind).toBe('pending');
    harness.sandbox.faults.statusRateLimits = 1;
    expect(await harness.provider.status(accepted, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-rate-limited' },
      retryAfterSec: 7,
    });
  });

  test('may have been charged when RunPod has forgotten the job', async () => {
    const accepted = await harness.accepted();
    harness.sandbox.faults.forgottenStatuses = 1;
    expect(await harness.provider.status(accepted, call)).toEqual({
      kind: 'failed',
      error: { code: 'job-unknown-there', charged: 'unknown', subject: 'runpod', detail: 'job not found' },
    });
  });

  test('keeps the job when the key is refused meanwhile', async () => {
    const accepted = await harness.accepted();
    harness.setKey('another-key');
    expect(await harness.provider.status(accepted, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'key-refused' },
    });
    harness.setKey(sandboxRunpodKey);
    expect((await harness.untilSettled(accepted)).kind).toBe('done');
  });

  test('is available by an id that the user found at RunPod', async () => {
    await harness.accepted();
    const [id] = harness.sandbox.jobIds();
    const found = harness.provider.ticketFor?.('runpod/kling-v2.6-std', String(id));
    expect(found).toEqual({ endpoint, jobId: id });
    expect((await harness.untilSettled(found ?? {})).kind).toBe('done');
  });

  test('cannot be searched: RunPod stores no id of ours', () => {
    expect(harness.provider.find).toBeUndefined();
  });
});

describe('cancelling', () => {
  test('stops a queued job; RunPod does not state the cost of one that had started', async () => {
    harness.sandbox.faults.queuePolls = 5;
    const accepted = await harness.accepted();
    expect(await harness.provider.cancel?.(accepted, call)).toEqual({
      kind: 'cancelled',
      charged: 'unknown',
    });
    const [id] = harness.sandbox.jobIds();
    expect(harness.sandbox.log.filter(({ method }) => method === 'POST').at(-1)).toMatchObject({
      path: `${base}/cancel/${id}`,
      authorization: `Bearer ${sandboxRunpodKey}`,
      bodyBytes: 0,
    });
  });

  test('is only requested for a running job, which may still be charged', async () => {
    harness.sandbox.faults.queuePolls = 0;
    const accepted = await harness.accepted();
    expect(await harness.provider.cancel?.(accepted, call)).toEqual({ kind: 'requested' });
    expect(await harness.untilSettled(accepted)).toEqual({ kind: 'cancelled', charged: 'unknown' });
  });

  test('is refused for a settled job', async () => {
    const accepted = await harness.accepted();
    await harness.untilSettled(accepted);
    expect(await harness.provider.cancel?.(accepted, call)).toEqual({ kind: 'too-late' });
  });
});

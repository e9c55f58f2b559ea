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

describe('asking after a job', () => {
  test('it waits, runs and is done, with what it cost', async () => {
    const accepted = await harness.accepted();
    const looks = [];
    for (let look = 0; look < 4; look += 1) looks.push(await harness.provider.status(accepted, call));
    const pending = { kind: 'pending', fraction: null, queuePosition: null, etaSec: null };
    expect(looks).toEqual([
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

  test('the result is fetched without the key', async () => {
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

  test('a result inside the own network is not fetched', async () => {
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
    ['a status that nobody knows', 'unknownStatuses', 'pending'],
    ['an answer that nobody can read', 'malformedStatuses', 'unreachable'],
  ] as const)('%s leaves the job waiting', async (_what, fault, kind) => {
    const accepted = await harness.accepted();
    harness.sandbox.faults[fault] = 1;
    expect((await harness.provider.status(accepted, call)).kind).toBe(kind);
    expect((await harness.untilSettled(accepted)).kind).toBe('done');
  });

  test('an error on the way is asked again, and a request for peace is passed on', async () => {
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

  test('a job that RunPod has forgotten may have been charged', async () => {
    const accepted = await harness.accepted();
    harness.sandbox.faults.forgottenStatuses = 1;
    expect(await harness.provider.status(accepted, call)).toEqual({
      kind: 'failed',
      error: { code: 'job-unknown-there', charged: 'unknown', subject: 'runpod', detail: 'job not found' },
    });
  });

  test('a key that is refused meanwhile does not lose the job', async () => {
    const accepted = await harness.accepted();
    harness.setKey('another-key');
    expect(await harness.provider.status(accepted, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'key-refused' },
    });
    harness.setKey(sandboxRunpodKey);
    expect((await harness.untilSettled(accepted)).kind).toBe('done');
  });

  test('a job that a person found at RunPod is asked for by its id', async () => {
    await harness.accepted();
    const [id] = harness.sandbox.jobIds();
    const found = harness.provider.ticketFor?.('runpod/kling-v2.6-std', String(id));
    expect(found).toEqual({ endpoint, jobId: id });
    expect((await harness.untilSettled(found ?? {})).kind).toBe('done');
  });

  test('RunPod keeps no id of ours that a lost job could be found by', () => {
    expect(harness.provider.find).toBeUndefined();
  });
});

describe('cancelling', () => {
  test('a job that waits in the queue is stopped, and RunPod does not say what one costs that had begun', async () => {
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

  test('a job that runs is only asked to stop, and may be charged all the same', async () => {
    harness.sandbox.faults.queuePolls = 0;
    const accepted = await harness.accepted();
    expect(await harness.provider.cancel?.(accepted, call)).toEqual({ kind: 'requested' });
    expect(await harness.untilSettled(accepted)).toEqual({ kind: 'cancelled', charged: 'unknown' });
  });

  test('a job that has ended cannot be cancelled', async () => {
    const accepted = await harness.accepted();
    await harness.untilSettled(accepted);
    expect(await harness.provider.cancel?.(accepted, call)).toEqual({ kind: 'too-late' });
  });
});

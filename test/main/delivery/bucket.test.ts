import { writeFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type BucketTarget, createBucket } from '#main/delivery/bucket.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { type BucketFaults, startBucket } from '#test/sandbox/bucket.ts';
import { localVideo, videoBytes } from './local-file.ts';

const call = { signal: new AbortController().signal };

const createHarness = async (faults: Partial<BucketFaults> = {}) => {
  const clock = createFakeClock();
  const sandbox = await startBucket({ now: clock.now, faults });
  onTestFinished(() => sandbox.close());
  const bucket = createBucket({ fetch, clock, random: () => 0 });
  const target: BucketTarget = {
    place: { endpoint: sandbox.endpoint, region: sandbox.region, bucket: sandbox.bucket },
    object: 'understudy/one.mp4',
    accessKeyId: sandbox.accessKeyId,
    secret: sandbox.secret,
  };
  return {
    clock,
    sandbox,
    bucket,
    target,
    requestsWith: (method: string) => sandbox.log.filter((request) => request.method === method),
  };
};

describe('upload to the bucket', () => {
  test('sends the bytes with their length, type and hash, signed', async () => {
    const { bucket, target, sandbox, requestsWith } = await createHarness();
    const file = await localVideo();
    expect(await bucket.put(target, file, call)).toEqual({
      result: { ok: true, value: {} },
      mayRemain: true,
    });
    expect(await sandbox.objects()).toEqual(['understudy/one.mp4']);
    expect(requestsWith('PUT')).toMatchObject([
      {
        path: `/${sandbox.bucket}/understudy/one.mp4`,
        contentType: 'video/mp4',
        headers: { 'content-length': '1000000', 'x-amz-content-sha256': file.sha256 },
        bodyBytes: 1_000_000,
      },
    ]);
  });

  test('reports progress', async () => {
    const { bucket, target } = await createHarness();
    const seen: number[] = [];
    await bucket.put(target, await localVideo(), {
      ...call,
      onProgress: (fraction) => void seen.push(fraction),
    });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([seen.at(-1), seen.some((fraction) => fraction > 0.2 && fraction < 0.8)]).toEqual([1, true]);
  });

  test.each(['failingPuts', 'droppedPuts'] as const)(
    'is retried after a temporary failure (%s), signed again',
    async (fault) => {
      const { bucket, target, clock, requestsWith } = await createHarness({ [fault]: 2 });
      expect((await bucket.put(target, await localVideo(), call)).result).toMatchObject({ ok: true });
      expect(clock.sleeps).toEqual([2000, 4000]);
      expect(requestsWith('PUT').map(({ headers }) => headers['x-amz-date'])).toEqual([
        '20261121T120000Z',
        '20261121T120002Z',
        '20261121T120006Z',
      ]);
    },
  );

  test('is reported as rate limited after three attempts, which is temporary', async () => {
    const { bucket, target, requestsWith } = await createHarness({ failingPuts: 9 });
    expect((await bucket.put(target, await localVideo(), call)).result).toEqual({
      ok: false,
      error: {
        code: 'provider-rate-limited',
        charged: 'no',
        subject: 'bucket',
        detail: 'HTTP 503 SlowDown: Please reduce your request rate.',
      },
    });
    expect(requestsWith('PUT')).toHaveLength(3);
  });

  test('is refused by the bucket for a file that changed after it was fitted', async () => {
    const { bucket, target, sandbox } = await createHarness();
    const file = await localVideo();
    await writeFile(file.path, videoBytes().fill('!', 500));
    expect((await bucket.put(target, file, call)).result).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', detail: expect.stringContaining('XAmzContentSHA256Mismatch') },
    });
    expect(await sandbox.objects()).toEqual([]);
  });

  test('leaves nothing for certain only where the first attempt was refused', async () => {
    const remains = async (faults: Partial<BucketFaults>, wrong: Partial<BucketTarget> = {}) => {
      const { bucket, target } = await createHarness(faults);
      return (await bucket.put({ ...target, ...wrong }, await localVideo(), call)).mayRemain;
    };
    const secret = 'another-secret';
    expect([
      await remains({}),
      await remains({}, { secret }),
      await remains({ droppedPuts: 9 }),
      await remains({ failingPuts: 9 }),
    ]).toEqual([true, false, true, true]);
  });

  test('may leave an object when it was cut off and then refused, or timed out', async () => {
    const { target, clock } = await createHarness();
    const put = async (...statuses: readonly number[]) => {
      let at = 0;
      const answering = createBucket({
        clock,
        fetch: async () => {
          const status = statuses[Math.min(at, statuses.length - 1)] ?? 0;
          at += 1;
          if (status === 0) throw Object.assign(new Error('cut'), { code: 'ECONNRESET' });
          return new Response('<Error><Code>No</Code></Error>', { status });
        },
      });
      const { result, mayRemain } = await answering.put(target, 'small', call);
      return [result.ok ? 'stored' : result.error.code, mayRemain];
    };
    expect([await put(0, 403), await put(408), await put(403)]).toEqual([
      ['bucket-refused', true],
      ['upload-failed', true],
      ['bucket-refused', false],
    ]);
  });

  test('reports a file that is gone', async () => {
    const { bucket, target } = await createHarness();
    const file = { ...(await localVideo()), path: '/nowhere/motion.mp4' };
    expect((await bucket.put(target, file, call)).result).toMatchObject({
      ok: false,
      error: { code: 'file-missing', subject: 'motion.mp4' },
    });
  });

  test('sends nothing when cancelled', async () => {
    const { bucket, target, sandbox } = await createHarness();
    expect(
      (await bucket.put(target, await localVideo(), { signal: AbortSignal.abort() })).result,
    ).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    });
    expect(sandbox.log).toEqual([]);
  });

  test('reports why it failed for a host that does not exist', async () => {
    const { bucket, target, sandbox } = await createHarness();
    await sandbox.close();
    expect((await bucket.put(target, await localVideo(), call)).result).toMatchObject({
      ok: false,
      error: { code: 'upload-failed', reason: 'write', detail: 'ECONNREFUSED' },
    });
  });
});

describe("reports wrong settings in the bucket's words, without the key", () => {
  const refused = async (change: (target: BucketTarget) => Partial<BucketTarget>) => {
    const { bucket, target, sandbox } = await createHarness();
    const wrong = { ...target, ...change(target) };
    const { result } = await bucket.put(wrong, await localVideo(), call);
    const text = JSON.stringify(result);
    expect([text.includes(wrong.secret), text.includes(wrong.accessKeyId)]).toEqual([false, false]);
    expect(await sandbox.objects()).toEqual([]);
    return result;
  };
  const refusal = (detail: string) => ({
    ok: false,
    error: { code: 'bucket-refused', charged: 'no', subject: 'bucket', reason: 'write', detail },
  });

  test('wrong secret', async () => {
    expect(await refused(() => ({ secret: 'another-secret-altogether' }))).toEqual(
      refusal(
        'HTTP 403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.',
      ),
    );
  });

  test('wrong access key id', async () => {
    expect(await refused(() => ({ accessKeyId: 'ANOTHERID' }))).toEqual(
      refusal('HTTP 403 InvalidAccessKeyId: The access key id does not exist in our records.'),
    );
  });

  test('wrong name', async () => {
    expect(await refused(({ place }) => ({ place: { ...place, bucket: 'another' } }))).toEqual(
      refusal('HTTP 404 NoSuchBucket: The specified bucket does not exist'),
    );
  });

  test('wrong region', async () => {
    expect(await refused(({ place }) => ({ place: { ...place, region: 'elsewhere' } }))).toEqual(
      refusal(
        "HTTP 400 AuthorizationHeaderMalformed: the region 'elsewhere' is wrong; expecting 'sandbox-region-1'",
      ),
    );
  });

  test('response that repeats the key, the id and the signature', async () => {
    const { target, clock } = await createHarness();
    const gossiping = createBucket({
      clock,
      fetch: async (_, init) => {
        const authorization = new Headers(init?.headers).get('authorization');
        const message = `${target.secret} ${authorization} https://b.example/x?X-Amz-Signature=abc`;
        return new Response(`<Error><Code>No</Code><Message>${message}</Message></Error>`, { status: 403 });
      },
    });
    expect((await gossiping.put(target, 'small', call)).result).toMatchObject({
      error: {
        detail:
          'HTTP 403 No: [key] AWS4-HMAC-SHA256 Credential=[key]/20261121/sandbox-region-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[hidden] https://b.example/x?[hidden]',
      },
    });
  });
});

describe('wrong clock', () => {
  test.each([-3 * 3600, 2 * 3600])(
    'reports an error of %i s with its amount and leaves nothing',
    async (aheadSec) => {
      const { target, sandbox, clock } = await createHarness();
      const off = { ...clock, now: () => new Date(clock.now().getTime() + aheadSec * 1000) };
      const bucket = createBucket({ fetch, clock: off });
      const error = {
        code: 'clock-wrong',
        charged: 'no',
        aheadSec,
        detail: expect.stringContaining('HTTP 403 RequestTimeTooSkewed: The difference'),
      };
      const { result, mayRemain } = await bucket.put(target, await localVideo(), call);
      expect([result, mayRemain]).toEqual([{ ok: false, error }, false]);
      expect(await bucket.test(target, call)).toMatchObject({
        result: { ok: false, error },
        mayRemain: false,
      });
      expect(await sandbox.objects()).toEqual([]);
    },
  );

  test('accepts an error of ten minutes', async () => {
    const { target, clock } = await createHarness();
    const off = { ...clock, now: () => new Date(clock.now().getTime() - 600_000) };
    expect((await createBucket({ fetch, clock: off }).put(target, 'small', call)).result.ok).toBe(true);
  });
});

test.each([
  ['JSON', '{"code":"access_denied","message":"Not entitled"}', 'Not entitled (access_denied)'],
  ['an HTML page', '<html><head><title>Blocked by policy</title></head></html>', 'Blocked by policy'],
  ['a sentence', 'No such place', 'No such place'],
])('reports a refusal as %s in its words', async (_what, body, words) => {
  const { target, clock } = await createHarness();
  const bucket = createBucket({ clock, fetch: async () => new Response(body, { status: 403 }) });
  expect((await bucket.put(target, 'small', call)).result).toMatchObject({
    error: { code: 'bucket-refused', detail: `HTTP 403 ${words}` },
  });
});

describe('signed link', () => {
  const stored = async (faults: Partial<BucketFaults> = {}) => {
    const harness = await createHarness(faults);
    const file = await localVideo();
    await harness.bucket.put(harness.target, file, call);
    return { ...harness, file };
  };

  test('lasts a week, is readable without the key, and not without its signature', async () => {
    const { bucket, target, file, sandbox } = await stored();
    const link = await bucket.link(target, file, call);
    expect(link).toMatchObject({ ok: true, value: { expiresAt: '2026-11-28T12:00:00.000Z' } });
    if (!link.ok) return;
    const asStranger = await fetch(link.value.url);
    expect([asStranger.status, asStranger.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(Buffer.from(await asStranger.arrayBuffer()).equals(videoBytes())).toBe(true);
    const url = new URL(link.value.url);
    url.searchParams.delete('X-Amz-Signature');
    expect((await fetch(url)).status).toBe(403);
    url.search = '';
    expect((await fetch(url)).status).toBe(403);
    expect(link.value.url).not.toContain(sandbox.secret);
  });

  test('is checked once by reading one byte without the key', async () => {
    const { bucket, target, file, requestsWith } = await stored();
    await bucket.link(target, file, call);
    expect(requestsWith('GET')).toMatchObject([{ authorization: null, headers: { range: 'bytes=0-0' } }]);
  });

  test('stops working when it expires', async () => {
    const { bucket, target, file, clock } = await stored();
    const link = await bucket.link(target, file, call);
    await clock.sleep(7 * 24 * 3600 * 1000 + 1000);
    expect(link.ok && (await fetch(link.value.url)).status).toBe(403);
  });

  test('is made for a day where the bucket refuses a week', async () => {
    const { bucket, target, file } = await stored({ maxLinkSec: 100_000 });
    expect(await bucket.link(target, file, call)).toMatchObject({
      ok: true,
      value: { expiresAt: '2026-11-22T12:00:00.000Z' },
    });
  });

  test('is not returned when it cannot be read', async () => {
    const { bucket, target, file } = await stored({ areLinksRefused: true });
    expect(await bucket.link(target, file, call)).toEqual({
      ok: false,
      error: {
        code: 'bucket-refused',
        charged: 'no',
        subject: 'bucket',
        reason: 'read',
        detail: 'HTTP 403 AccessDenied: Access Denied',
      },
    });
  });

  test('is not returned when its content has another size', async () => {
    const { bucket, target } = await stored();
    expect(await bucket.link(target, { sizeBytes: 5 }, call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', reason: 'size-differs', foundBytes: 1_000_000, sizeBytes: 5 },
    });
  });

  test('works for a name with every unusual character', async () => {
    const { bucket, target } = await createHarness();
    const odd = { ...target, object: "mis videos+/ñ(1)'!*&=@.mp4" };
    await bucket.put(odd, 'small', call);
    const link = await bucket.link(odd, { sizeBytes: 5 }, call);
    expect(link.ok && (await (await fetch(link.value.url)).text())).toBe('small');
  });
});

describe('deleting', () => {
  test('removes the object, and succeeds when there is none', async () => {
    const { bucket, target, sandbox } = await createHarness();
    await bucket.put(target, await localVideo(), call);
    expect(await bucket.remove(target, call)).toEqual({ ok: true, value: {} });
    expect(await sandbox.objects()).toEqual([]);
    expect(await bucket.remove(target, call)).toEqual({ ok: true, value: {} });
  });

  test('reports a refusal', async () => {
    const { bucket, target } = await createHarness({ refusedDeletes: 1 });
    expect(await bucket.remove(target, call)).toMatchObject({
      ok: false,
      error: {
        code: 'bucket-refused',
        reason: 'delete',
        detail: 'HTTP 403 AccessDenied: Access Denied',
      },
    });
  });
});

describe('bucket test', () => {
  test('writes, reads, compares and deletes', async () => {
    const { bucket, target, sandbox } = await createHarness();
    expect(await bucket.test(target, call)).toEqual({
      result: { ok: true, value: { isGood: true } },
      mayRemain: false,
    });
    expect(sandbox.log.map(({ method, authorization }) => [method, authorization !== null])).toEqual([
      ['PUT', true],
      ['GET', false],
      ['GET', false],
      ['DELETE', true],
    ]);
    expect(await sandbox.objects()).toEqual([]);
  });

  test.each([
    [{ failingPuts: 9 }, { code: 'provider-rate-limited' }, true],
    [{ areLinksRefused: true }, { code: 'bucket-refused', reason: 'read' }, false],
    [{ isGarbling: true }, { code: 'bucket-refused', reason: 'content-differs' }, false],
    [{ refusedDeletes: 1 }, { code: 'bucket-refused', reason: 'delete' }, true],
  ] as const)('reports for %o: %o', async (faults, error, mayRemain) => {
    const { bucket, target } = await createHarness(faults);
    expect(await bucket.test(target, call)).toMatchObject({
      result: { ok: false, error },
      mayRemain,
    });
  });

  test('leaves nothing with a wrong secret', async () => {
    const { bucket, target } = await createHarness();
    expect(await bucket.test({ ...target, secret: 'wrong' }, call)).toMatchObject({
      result: { ok: false, error: { code: 'bucket-refused' } },
      mayRemain: false,
    });
  });
});

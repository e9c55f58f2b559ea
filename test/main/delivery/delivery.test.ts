import { describe, expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { call, createDeliveryHarness, inlineMethod, modelOf } from './delivery-harness.ts';
import { localImage, localVideo } from './local-file.ts';

const novita = modelOf('novita');
const videoFor = async (model = novita, more: { jobId?: string; pastedUrl?: string } = {}) => ({
  jobId: 'job-1',
  file: 'video' as const,
  local: await localVideo(),
  model,
  pastedUrl: null,
  ...more,
});

describe('delivery status', () => {
  test('contains no key', async () => {
    const { deliverySetup, set, bucket } = await createDeliveryHarness();
    expect(deliverySetup.status()).toEqual({
      prefers: 'fal',
      inlineImages: false,
      fal: { isReady: true },
      bucket: { isReady: true, host: new URL(bucket.endpoint).host },
    });
    set.falKey = null;
    set.secret = null;
    set.change({ prefers: 'bucket', inlineImages: true, bucket: { endpoint: '' } });
    expect(deliverySetup.status()).toEqual({
      prefers: 'bucket',
      inlineImages: true,
      fal: { isReady: false },
      bucket: { isReady: false, host: null },
    });
  });

  test('has no bucket while its secret is missing', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.secret = null;
    expect(deliverySetup.status().bucket.isReady).toBe(false);
  });

  test('has no bucket while its name is invalid, and gives that as the reason why no file can be delivered', async () => {
    const { start, set } = await createDeliveryHarness();
    set.falKey = null;
    set.change({ prefers: 'bucket', bucket: { name: 'b' } });
    const deliverySetup = start();
    expect(deliverySetup.status().bucket).toMatchObject({ isReady: false, wrongName: 'b' });
    const refused = fail('bucket-name-invalid', { subject: 'b' });
    expect(await deliverySetup.deliver(await videoFor(), call)).toEqual(refused);
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      error: { code: 'bucket-name-invalid', subject: 'b' },
    });
  });

  test('may come from the environment alone', async () => {
    const { start, set, bucket } = await createDeliveryHarness();
    set.change({ bucket: { endpoint: '', name: '', accessKeyId: '' } });
    set.environment = bucket.environment;
    expect(start().status().bucket).toEqual({ isReady: true, host: new URL(bucket.endpoint).host });
  });
});

describe('delivery of a file', () => {
  test('stays on this computer where the model does', async () => {
    const { deliverySetup, storage, bucket } = await createDeliveryHarness();
    const request = await videoFor(modelOf('demo', { video: [{ kind: 'local' }] }));
    expect(await deliverySetup.deliver(request, call)).toEqual({
      ok: true,
      value: { kind: 'local', path: request.local.path },
    });
    expect([storage.log, bucket.log]).toEqual([[], []]);
  });

  test("uses fal's storage for every provider, with one upload for all of them", async () => {
    const { deliverySetup, storage, bucket } = await createDeliveryHarness();
    const first = await deliverySetup.deliver(await videoFor(), call);
    expect(first).toMatchObject({
      ok: true,
      value: { kind: 'link', via: 'fal-storage', expiresAt: '2026-11-28T12:00:00.000Z' },
    });
    expect(await deliverySetup.deliver(await videoFor(modelOf('fal'), { jobId: 'job-2' }), call)).toEqual(
      first,
    );
    expect(storage.log.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(bucket.log).toEqual([]);
  });

  test("uploads to fal's storage again after its upload was forgotten, and no other file", async () => {
    const { deliverySetup, storage } = await createDeliveryHarness();
    const [videoPath, imagePath] = [await videoFor(), { ...(await videoFor()), local: await localImage() }];
    const uploads = () => storage.log.filter(({ method }) => method === 'PUT').length;
    await deliverySetup.deliver(videoPath, call);
    await deliverySetup.deliver(imagePath, call);
    deliverySetup.forget([videoPath.local]);
    await deliverySetup.deliver(imagePath, call);
    const before = uploads();
    await deliverySetup.deliver(videoPath, call);
    expect([before, uploads()]).toEqual([2, 3]);
  });

  test('uses the bucket where the user prefers it, under a name that reveals nothing', async () => {
    const { deliverySetup, set, storage, bucket } = await createDeliveryHarness();
    set.change({ prefers: 'bucket' });
    const request = await videoFor();
    const delivered = await deliverySetup.deliver(request, call);
    const name = expect.stringMatching(/^understudy\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.mp4$/);
    expect(await bucket.objects()).toEqual([name]);
    expect(delivered).toEqual({
      ok: true,
      value: {
        kind: 'link',
        url: expect.stringContaining(`${bucket.endpoint}/${bucket.bucket}/understudy/`),
        expiresAt: '2026-11-28T12:00:00.000Z',
        via: 'bucket',
      },
    });
    const read = delivered.ok && delivered.value.kind === 'link' ? await fetch(delivered.value.url) : null;
    expect((await read?.arrayBuffer())?.byteLength).toBe(request.local.sizeBytes);
    expect(storage.log).toEqual([]);
  });

  test.each([
    ['fal', { secret: null }, 'fal-storage'],
    ['bucket', { secret: null }, 'fal-storage'],
    ['fal', { falKey: null }, 'bucket'],
  ] as const)(
    'uses the other delivery where the preferred one is not ready (%s, %o)',
    async (prefers, lost, via) => {
      const { deliverySetup, set } = await createDeliveryHarness();
      set.change({ prefers });
      Object.assign(set, lost);
      expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({ ok: true, value: { via } });
    },
  );

  test('fails where nothing can make a link', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.falKey = null;
    set.secret = null;
    expect(await deliverySetup.deliver(await videoFor(), call)).toEqual({
      ok: false,
      error: { code: 'delivery-missing', charged: 'no', subject: 'novita' },
    });
  });

  test('sends the file inside the request where the user prefers that and it is small enough', async () => {
    const { deliverySetup, set, storage } = await createDeliveryHarness();
    set.change({ inlineImages: true });
    const local = await localImage();
    const model = modelOf('novita', { image: [{ kind: 'link' }, inlineMethod(local.sizeBytes)] });
    const request = { jobId: 'job-1', file: 'image' as const, local, model, pastedUrl: null };
    expect(await deliverySetup.deliver(request, call)).toEqual({
      ok: true,
      value: { kind: 'inline', path: local.path, contentType: 'image/jpeg', form: 'base64' },
    });
    expect(storage.log).toEqual([]);
    const tighter = modelOf('novita', { image: [{ kind: 'link' }, inlineMethod(local.sizeBytes - 1)] });
    expect(await deliverySetup.deliver({ ...request, model: tighter }, call)).toMatchObject({
      value: { via: 'fal-storage' },
    });
  });

  test('reports progress for every delivery that takes time', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    for (const prefers of ['fal', 'bucket'] as const) {
      set.change({ prefers });
      const seen: number[] = [];
      await deliverySetup.deliver(await videoFor(), {
        ...call,
        onProgress: (fraction) => void seen.push(fraction),
      });
      expect([seen.length > 5, seen.at(-1)]).toEqual([true, 1]);
    }
  });
});

describe("user's own link", () => {
  test('is checked and then used instead of an upload', async () => {
    const { deliverySetup, storage, bucket } = await createDeliveryHarness();
    const delivered = await deliverySetup.deliver(await videoFor(), call);
    const url = delivered.ok && delivered.value.kind === 'link' ? delivered.value.url : '';
    const uploads = storage.log.length;
    expect(await deliverySetup.deliver(await videoFor(novita, { pastedUrl: url }), call)).toEqual({
      ok: true,
      value: { kind: 'link', url, expiresAt: null, via: 'pasted-link' },
    });
    expect(storage.log.slice(uploads)).toMatchObject([{ method: 'GET', authorization: null }]);
    expect(bucket.log).toEqual([]);
  });

  test('to this computer is refused for a provider elsewhere', async () => {
    const { deliverySetup } = await createDeliveryHarness();
    const request = await videoFor(modelOf('runpod'), { pastedUrl: 'http://127.0.0.1:9/a.mp4?sig=x' });
    expect(await deliverySetup.deliver(request, call)).toEqual({
      ok: false,
      error: {
        code: 'link-not-allowed',
        charged: 'no',
        reason: 'private-address',
        host: 'http://127.0.0.1:9',
        isRedirect: false,
      },
    });
  });
});

describe('upload that a provider elsewhere could not read', () => {
  test('is not made to a bucket in this network', async () => {
    const { deliverySetup, set, bucket } = await createDeliveryHarness();
    set.change({ prefers: 'bucket' });
    expect(await deliverySetup.deliver(await videoFor(modelOf('runpod')), call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', reason: 'private-address' },
    });
    expect(bucket.log).toEqual([]);
  });

  test('is reported with a short detail, however long the host name is', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.change({ prefers: 'bucket', bucket: { endpoint: `https://${'long.'.repeat(1000)}example` } });
    const delivered = await deliverySetup.deliver(await videoFor(modelOf('runpod')), call);
    expect(delivered.ok).toBe(false);
    expect(JSON.stringify(delivered).length).toBeLessThanOrEqual(2200);
  });

  test("is not returned from fal's storage", async () => {
    const { deliverySetup } = await createDeliveryHarness();
    expect(await deliverySetup.deliver(await videoFor(modelOf('runpod')), call)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed', subject: 'fal' },
    });
  });
});

describe('objects in the bucket', () => {
  const withBucket = async (...faults: Parameters<typeof createDeliveryHarness>) => {
    const harness = await createDeliveryHarness(...faults);
    harness.set.change({ prefers: 'bucket' });
    return harness;
  };

  test('are recorded before a byte is sent', async () => {
    const { start, hostedObjects } = await withBucket();
    const known: number[] = [];
    const watching = start(async (...args) => {
      known.push(hostedObjects.ofJob('job-1').length);
      return fetch(...args);
    });
    await watching.deliver(await videoFor(), call);
    expect([known[0], known.length]).toEqual([1, 2]);
  });

  test('are not sent when they cannot be recorded', async () => {
    const { deliverySetup, db, bucket } = await withBucket();
    db.read((sql) => sql.all('PRAGMA query_only = 1'));
    expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({
      ok: false,
      error: { code: 'folder-unwritable' },
    });
    expect(bucket.log).toEqual([]);
  });

  test('are deleted when their job has ended, without those of another job', async () => {
    const { deliverySetup, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    await deliverySetup.deliver(await videoFor(), call);
    await deliverySetup.deliver(await videoFor(novita, { jobId: 'job-2' }), call);
    await deliverySetup.release('job-1');
    expect(await bucket.objects()).toEqual([hostedObjects.ofJob('job-2')[0]?.object]);
    expect(hostedObjects.all()).toHaveLength(1);
    await deliverySetup.release('job-1');
    expect(bucket.log.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  test('are deleted at the next start after a crash, unless their job still needs them', async () => {
    const { deliverySetup, start, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    await deliverySetup.deliver(await videoFor(novita, { jobId: 'job-2' }), call);
    const afterCrash = start();
    await afterCrash.cleanup((jobId) => jobId === 'job-2');
    expect(hostedObjects.all().map(({ jobId }) => jobId)).toEqual(['job-2']);
    expect(await bucket.objects()).toHaveLength(1);
    await afterCrash.cleanup(() => false);
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test('of an interrupted upload are forgotten only when the bucket confirms the deletion', async () => {
    const { deliverySetup, bucket, hostedObjects } = await withBucket({ droppedPuts: 9 });
    expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed', subject: 'bucket' },
    });
    expect(hostedObjects.all()).toHaveLength(1);
    await deliverySetup.release('job-1');
    expect([bucket.log.at(-1)?.method, hostedObjects.all()]).toEqual(['DELETE', []]);
  });

  test('that were refused are forgotten immediately', async () => {
    const { deliverySetup, set, hostedObjects } = await withBucket();
    set.secret = 'another-secret';
    expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused' },
    });
    expect(hostedObjects.all()).toEqual([]);
  });

  test('that were refused only on a retry may exist and are deleted later', async () => {
    const { start, bucket, hostedObjects } = await withBucket();
    let puts = 0;
    const cutting = start(async (input, init) => {
      if (init?.method !== 'PUT') return fetch(input, init);
      puts += 1;
      if (puts > 1) return new Response('<Error><Code>RequestTimeTooSkewed</Code></Error>', { status: 403 });
      // Stored, and the response is lost.
      await (await fetch(input, init)).text();
      throw Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' });
    });
    expect(await cutting.deliver(await videoFor(), call)).toMatchObject({ error: { code: 'clock-wrong' } });
    expect([(await bucket.objects()).length, hostedObjects.all().length]).toEqual([1, 1]);
    await start().release('job-1');
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test.each(['failingDeletes', 'refusedDeletes'] as const)(
    'that cannot be deleted are retried later (%s), and the log contains no key',
    async (fault) => {
      const { deliverySetup, bucket, hostedObjects, logged } = await withBucket({ [fault]: 3 });
      await deliverySetup.deliver(await videoFor(), call);
      await deliverySetup.release('job-1');
      expect([hostedObjects.all().length, logged.length]).toEqual([1, 1]);
      expect(logged[0]).toContain('bucket object not deleted');
      expect([logged[0]?.includes(bucket.secret), logged[0]?.includes('X-Amz')]).toEqual([false, false]);
      bucket.faults[fault] = 0;
      await deliverySetup.cleanup(() => false);
      expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
    },
  );

  test('are all left for later where the bucket does not respond', async () => {
    const { deliverySetup, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    await deliverySetup.deliver(await videoFor(), call);
    bucket.faults.failingDeletes = 99;
    await deliverySetup.release('job-1');
    expect(hostedObjects.all()).toHaveLength(2);
    expect(bucket.log.filter(({ method }) => method === 'DELETE')).toHaveLength(3);
  });

  test('are deleted from their own bucket after another bucket was set', async () => {
    const { deliverySetup, set, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    set.change({ bucket: { name: 'another-bucket', prefix: 'elsewhere/' } });
    await deliverySetup.release('job-1');
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test("are kept while another host's key is set, which is never sent to them", async () => {
    const { deliverySetup, set, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    const requestCount = bucket.log.length;
    set.change({ bucket: { endpoint: 'https://s3.example', accessKeyId: 'ANOTHERID' } });
    await deliverySetup.release('job-1');
    expect([bucket.log.length, hostedObjects.all().length]).toEqual([requestCount, 1]);
  });
});

describe('bucket test', () => {
  test('succeeds and leaves nothing', async () => {
    const { deliverySetup, bucket, hostedObjects } = await createDeliveryHarness();
    expect(await deliverySetup.testBucket(call)).toEqual({ ok: true, value: { isGood: true } });
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test('reports what is missing', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.secret = null;
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      ok: false,
      error: { code: 'key-missing', subject: 'bucket' },
    });
    set.change({ bucket: { name: '' } });
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', reason: 'not-set-up', missing: ['name'] },
    });
  });

  test('reports what is wrong, and forgets what was never stored', async () => {
    const { deliverySetup, set, hostedObjects } = await createDeliveryHarness();
    set.secret = 'another-secret';
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', detail: expect.stringContaining('SignatureDoesNotMatch') },
    });
    expect(hostedObjects.all()).toEqual([]);
  });

  test('reports that a bucket in this network is unusable, unless a provider is here too', async () => {
    const { deliverySetup, set, bucket } = await createDeliveryHarness();
    set.standIns = [];
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', reason: 'private-address' },
    });
    expect(bucket.log).toEqual([]);
  });

  test('reports that the address does not resolve', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.change({ bucket: { endpoint: 'https://unknown.example' } });
    expect(await deliverySetup.testBucket(call)).toEqual({
      ok: false,
      error: {
        code: 'upload-failed',
        charged: 'no',
        subject: 'bucket',
        reason: 'unknown-host',
        host: 'unknown.example',
      },
    });
  });

  test('that could not clean up is cleaned up at the next start', async () => {
    const { deliverySetup, bucket, hostedObjects } = await createDeliveryHarness({ refusedDeletes: 1 });
    expect(await deliverySetup.testBucket(call)).toMatchObject({ ok: false });
    expect(await bucket.objects()).toHaveLength(1);
    await deliverySetup.cleanup(() => false);
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });
});

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

describe('what can be used now', () => {
  test('is told without any key', async () => {
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

  test('is no bucket while its secret is missing', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.secret = null;
    expect(deliverySetup.status().bucket.isReady).toBe(false);
  });

  test('is no bucket while its name cannot be one, and that is why no file has a way', async () => {
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

describe('a file', () => {
  test('never leaves this computer where the model is here', async () => {
    const { deliverySetup, storage, bucket } = await createDeliveryHarness();
    const request = await videoFor(modelOf('demo', { video: [{ kind: 'local' }] }));
    expect(await deliverySetup.deliver(request, call)).toEqual({
      ok: true,
      value: { kind: 'local', path: request.local.path },
    });
    expect([storage.log, bucket.log]).toEqual([[], []]);
  });

  test("goes to fal's storage, for every provider, and once for all of them", async () => {
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

  test("is uploaded to fal's storage anew once its upload was forgotten, and no other one is", async () => {
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

  test('goes to the bucket where the person prefers that, under a name that tells nothing', async () => {
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
    'goes the other way where the preferred one is not ready (%s, %o)',
    async (prefers, lost, via) => {
      const { deliverySetup, set } = await createDeliveryHarness();
      set.change({ prefers });
      Object.assign(set, lost);
      expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({ ok: true, value: { via } });
    },
  );

  test('goes nowhere where nothing can make a link', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.falKey = null;
    set.secret = null;
    expect(await deliverySetup.deliver(await videoFor(), call)).toEqual({
      ok: false,
      error: { code: 'delivery-missing', charged: 'no', subject: 'novita' },
    });
  });

  test('travels inside the request where the person wants that and it is small enough', async () => {
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

  test('tells how far it is on every way that takes time', async () => {
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

describe("a link of the person's own", () => {
  test('is checked and then used instead of any upload', async () => {
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

  test('to this computer is of no use to a provider that is elsewhere', async () => {
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

describe('an upload that a provider elsewhere could not read', () => {
  test('is not made to a bucket in this network', async () => {
    const { deliverySetup, set, bucket } = await createDeliveryHarness();
    set.change({ prefers: 'bucket' });
    expect(await deliverySetup.deliver(await videoFor(modelOf('runpod')), call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', reason: 'private-address' },
    });
    expect(bucket.log).toEqual([]);
  });

  test('is told of in few words, however long the name of its machine is', async () => {
    const { deliverySetup, set } = await createDeliveryHarness();
    set.change({ prefers: 'bucket', bucket: { endpoint: `https://${'long.'.repeat(1000)}example` } });
    const delivered = await deliverySetup.deliver(await videoFor(modelOf('runpod')), call);
    expect(delivered.ok).toBe(false);
    expect(JSON.stringify(delivered).length).toBeLessThanOrEqual(2200);
  });

  test("is not passed on from fal's storage", async () => {
    const { deliverySetup } = await createDeliveryHarness();
    expect(await deliverySetup.deliver(await videoFor(modelOf('runpod')), call)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed', subject: 'fal' },
    });
  });
});

describe('what lies in the bucket', () => {
  const withBucket = async (...faults: Parameters<typeof createDeliveryHarness>) => {
    const harness = await createDeliveryHarness(...faults);
    harness.set.change({ prefers: 'bucket' });
    return harness;
  };

  test('is written down before a byte is sent', async () => {
    const { start, hostedObjects } = await withBucket();
    const known: number[] = [];
    const watching = start(async (...args) => {
      known.push(hostedObjects.ofJob('job-1').length);
      return fetch(...args);
    });
    await watching.deliver(await videoFor(), call);
    expect([known[0], known.length]).toEqual([1, 2]);
  });

  test('is not sent at all where it cannot be written down', async () => {
    const { deliverySetup, db, bucket } = await withBucket();
    db.read((sql) => sql.all('PRAGMA query_only = 1'));
    expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({
      ok: false,
      error: { code: 'folder-unwritable' },
    });
    expect(bucket.log).toEqual([]);
  });

  test('is deleted when its job has ended, and what belongs to another job is not', async () => {
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

  test('after a crash is swept by the next start, unless its job still needs it', async () => {
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

  test('that broke off half-way is forgotten only when the bucket has said that it is gone', async () => {
    const { deliverySetup, bucket, hostedObjects } = await withBucket({ droppedPuts: 9 });
    expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed', subject: 'bucket' },
    });
    expect(hostedObjects.all()).toHaveLength(1);
    await deliverySetup.release('job-1');
    expect([bucket.log.at(-1)?.method, hostedObjects.all()]).toEqual(['DELETE', []]);
  });

  test('that was refused was never there, and is forgotten at once', async () => {
    const { deliverySetup, set, hostedObjects } = await withBucket();
    set.secret = 'another-secret';
    expect(await deliverySetup.deliver(await videoFor(), call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused' },
    });
    expect(hostedObjects.all()).toEqual([]);
  });

  test('that was refused only when it was tried again may be there, and is deleted later', async () => {
    const { start, bucket, hostedObjects } = await withBucket();
    let puts = 0;
    const cutting = start(async (input, init) => {
      if (init?.method !== 'PUT') return fetch(input, init);
      puts += 1;
      if (puts > 1) return new Response('<Error><Code>RequestTimeTooSkewed</Code></Error>', { status: 403 });
      // Stored, and the answer is lost.
      await (await fetch(input, init)).text();
      throw Object.assign(new TypeError('fetch failed'), { code: 'ECONNRESET' });
    });
    expect(await cutting.deliver(await videoFor(), call)).toMatchObject({ error: { code: 'clock-wrong' } });
    expect([(await bucket.objects()).length, hostedObjects.all().length]).toEqual([1, 1]);
    await start().release('job-1');
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test.each(['failingDeletes', 'refusedDeletes'] as const)(
    'that cannot be deleted now is tried again later (%s), and the log names no key',
    async (fault) => {
      const { deliverySetup, bucket, hostedObjects, logged } = await withBucket({ [fault]: 3 });
      await deliverySetup.deliver(await videoFor(), call);
      await deliverySetup.release('job-1');
      expect([hostedObjects.all().length, logged.length]).toEqual([1, 1]);
      expect(logged[0]).toContain('an uploaded file still lies in a bucket');
      expect([logged[0]?.includes(bucket.secret), logged[0]?.includes('X-Amz')]).toEqual([false, false]);
      bucket.faults[fault] = 0;
      await deliverySetup.cleanup(() => false);
      expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
    },
  );

  test('is left for later as a whole where the bucket does not answer', async () => {
    const { deliverySetup, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    await deliverySetup.deliver(await videoFor(), call);
    bucket.faults.failingDeletes = 99;
    await deliverySetup.release('job-1');
    expect(hostedObjects.all()).toHaveLength(2);
    expect(bucket.log.filter(({ method }) => method === 'DELETE')).toHaveLength(3);
  });

  test('is deleted where it lies after another bucket was set', async () => {
    const { deliverySetup, set, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    set.change({ bucket: { name: 'another-bucket', prefix: 'elsewhere/' } });
    await deliverySetup.release('job-1');
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test("is left alone while another machine's key is set: that key is shown to nobody else", async () => {
    const { deliverySetup, set, bucket, hostedObjects } = await withBucket();
    await deliverySetup.deliver(await videoFor(), call);
    const asked = bucket.log.length;
    set.change({ bucket: { endpoint: 'https://s3.example', accessKeyId: 'ANOTHERID' } });
    await deliverySetup.release('job-1');
    expect([bucket.log.length, hostedObjects.all().length]).toEqual([asked, 1]);
  });
});

describe('trying the bucket out', () => {
  test('finds it good and leaves nothing', async () => {
    const { deliverySetup, bucket, hostedObjects } = await createDeliveryHarness();
    expect(await deliverySetup.testBucket(call)).toEqual({ ok: true, value: { isGood: true } });
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });

  test('says what is missing', async () => {
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

  test('says what is wrong, and forgets what was never stored', async () => {
    const { deliverySetup, set, hostedObjects } = await createDeliveryHarness();
    set.secret = 'another-secret';
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', detail: expect.stringContaining('SignatureDoesNotMatch') },
    });
    expect(hostedObjects.all()).toEqual([]);
  });

  test('says that a bucket in this network is of no use, unless a provider is here too', async () => {
    const { deliverySetup, set, bucket } = await createDeliveryHarness();
    set.standIns = [];
    expect(await deliverySetup.testBucket(call)).toMatchObject({
      ok: false,
      error: { code: 'bucket-refused', reason: 'private-address' },
    });
    expect(bucket.log).toEqual([]);
  });

  test('says that nobody knows its address', async () => {
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

  test('that could not tidy up is tidied up by the next start', async () => {
    const { deliverySetup, bucket, hostedObjects } = await createDeliveryHarness({ refusedDeletes: 1 });
    expect(await deliverySetup.testBucket(call)).toMatchObject({ ok: false });
    expect(await bucket.objects()).toHaveLength(1);
    await deliverySetup.cleanup(() => false);
    expect([await bucket.objects(), hostedObjects.all()]).toEqual([[], []]);
  });
});

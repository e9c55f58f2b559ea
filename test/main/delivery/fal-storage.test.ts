import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createFalStorage } from '#main/delivery/fal-storage.ts';
import { fal } from '#main/providers/fal.ts';
import { createUploadCache } from '#main/storage/upload-cache.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { openTestDatabase } from '../storage/test-database.ts';
import { startStorage, storageKey } from './fal-storage-harness.ts';
import { localVideo } from './local-file.ts';

const signal = new AbortController().signal;
const quiet = { signal, onProgress: () => undefined };

const createHarness = async () => {
  const sandbox = await startStorage();
  const clock = createFakeClock();
  const uploads = createUploadCache(openTestDatabase(tempFolder()), clock);
  let key: string | null = storageKey;
  const storageAt = (rest: URL, fetchWith: typeof fetch = fetch) =>
    createFalStorage({
      fetch: fetchWith,
      clock,
      lookup: async () => ['10.0.0.7'],
      key: () => key,
      rest,
      judgeFal: fal.judge,
      uploads,
    });
  return {
    ...sandbox,
    clock,
    uploads,
    storageAt,
    upload: storageAt(sandbox.rest),
    setKey: (next: string | null) => {
      key = next;
    },
    puts: () => sandbox.log.filter(({ method }) => method === 'PUT'),
    gets: () => sandbox.log.filter(({ method }) => method === 'GET'),
  };
};

describe("upload to fal's storage", () => {
  test('sends the unchanged bytes with their length, without the key, to be kept for a week', async () => {
    const { upload, log } = await createHarness();
    expect(await upload(await localVideo(), quiet)).toEqual({
      ok: true,
      value: {
        kind: 'link',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/files\/.*motion\.mp4$/),
        expiresAt: '2026-11-28T12:00:00.000Z',
        via: 'fal-storage',
      },
    });
    expect(log).toMatchObject([
      {
        server: 'rest',
        method: 'POST',
        body: { content_type: 'video/mp4', file_name: 'motion.mp4' },
        headers: { 'x-fal-object-lifecycle': '{"expiration_duration_seconds":604800}' },
      },
      {
        server: 'cdn',
        method: 'PUT',
        authorization: null,
        contentType: 'video/mp4',
        headers: { 'content-length': '1000000' },
        bodyBytes: 1_000_000,
      },
    ]);
  });

  test('reports progress', async () => {
    const { upload } = await createHarness();
    const seen: number[] = [];
    await upload(await localVideo(), { signal, onProgress: (fraction) => void seen.push(fraction) });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([seen.at(-1), seen.some((fraction) => fraction > 0.2 && fraction < 0.8)]).toEqual([1, true]);
  });

  test.each(['failingPuts', 'droppedPuts', 'uploadErrors'] as const)(
    'is retried after a temporary failure (%s)',
    async (fault) => {
      const { upload, faults, clock } = await createHarness();
      faults[fault] = 1;
      expect(await upload(await localVideo(), quiet)).toMatchObject({ ok: true });
      expect(clock.sleeps.length).toBe(1);
    },
  );

  test.each([
    ['uploadRateLimits', 3],
    ['putRateLimits', 2],
  ] as const)('waits for the Retry-After of a busy storage (%s)', async (fault, times) => {
    const { upload, faults, clock } = await createHarness();
    faults[fault] = times;
    expect(await upload(await localVideo(), quiet)).toMatchObject({ ok: true });
    // The third pause of the backoff is 8 s, with up to a quarter of jitter.
    expect([clock.sleeps.length, clock.sleeps.every((ms) => ms >= 7000 && ms <= 10_000)]).toEqual([
      times,
      true,
    ]);
  });

  test.each(['uploadRateLimits', 'putRateLimits'] as const)(
    'is reported as busy, not as failed, when the storage stays busy (%s)',
    async (fault) => {
      const { upload, faults } = await createHarness();
      faults[fault] = 99;
      expect(await upload(await localVideo(), quiet)).toMatchObject({
        ok: false,
        error: { code: 'provider-rate-limited', charged: 'no', subject: 'fal' },
      });
    },
  );

  test('is not retried after a permanent refusal', async () => {
    const { upload, faults, puts } = await createHarness();
    faults.refusedPuts = 3;
    expect(await upload(await localVideo(), quiet)).toMatchObject({
      ok: false,
      error: {
        code: 'upload-failed',
        charged: 'no',
        subject: 'fal',
        detail: expect.stringMatching(/^HTTP 403/),
      },
    });
    expect(puts()).toHaveLength(1);
  });

  test('ends after three attempts', async () => {
    const { upload, faults, puts } = await createHarness();
    faults.failingPuts = 9;
    expect(await upload(await localVideo(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed' },
    });
    expect(puts()).toHaveLength(3);
  });

  test('reports a file that is gone as gone, not as a network failure', async () => {
    const { upload } = await createHarness();
    const file = await localVideo();
    await rm(file.path);
    expect(await upload(file, quiet)).toEqual({
      ok: false,
      error: { code: 'file-missing', charged: 'no', subject: 'motion.mp4', detail: 'ENOENT' },
    });
  });

  test('reports a cancel and sends nothing', async () => {
    const { upload, puts } = await createHarness();
    expect(await upload(await localVideo(), { ...quiet, signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    });
    expect(puts()).toEqual([]);
  });

  test('sends nothing without a key, and reports a wrong one', async () => {
    const { upload, setKey, log } = await createHarness();
    setKey(null);
    expect(await upload(await localVideo(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'key-missing' },
    });
    expect(log).toEqual([]);
    setKey('another-key-altogether');
    expect(await upload(await localVideo(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'key-refused' },
    });
  });
});

describe('earlier upload of the same bytes', () => {
  test('is used again after checking without the key that it still exists', async () => {
    const { upload, puts, gets } = await createHarness();
    const first = await upload(await localVideo(), quiet);
    expect(await upload(await localVideo(), quiet)).toEqual(first);
    expect(puts()).toHaveLength(1);
    expect(gets()).toMatchObject([{ server: 'cdn', authorization: null, headers: { range: 'bytes=0-0' } }]);
  });

  test('is not used when its link expires soon', async () => {
    const { upload, uploads, rest, clock, puts } = await createHarness();
    const file = await localVideo();
    const soon = new Date(clock.now().getTime() + 3600_000).toISOString();
    uploads.set({ sha256: file.sha256, origin: rest.origin, url: `${rest.origin}/x`, expiresAt: soon });
    await upload(file, quiet);
    expect(puts()).toHaveLength(1);
  });

  test('is forgotten and repeated when fal no longer serves it', async () => {
    const { upload, uploads, rest, files, puts } = await createHarness();
    const file = await localVideo();
    const first = await upload(file, quiet);
    files.clear();
    const second = await upload(file, quiet);
    expect(second).toMatchObject({ ok: true });
    expect(second).not.toEqual(first);
    expect(puts()).toHaveLength(2);
    expect(second).toMatchObject({ value: { url: uploads.get(file.sha256, rest.origin)?.url } });
  });

  test('is forgotten even when the new upload fails', async () => {
    const { upload, uploads, rest, files, faults } = await createHarness();
    const file = await localVideo();
    await upload(file, quiet);
    files.clear();
    faults.refusedPuts = 1;
    await upload(file, quiet);
    expect(uploads.get(file.sha256, rest.origin)).toBeNull();
  });

  test('is used when the check gets no response', async () => {
    const { upload, loseCdn, puts } = await createHarness();
    const first = await upload(await localVideo(), quiet);
    await loseCdn();
    expect(await upload(await localVideo(), quiet)).toEqual(first);
    expect(puts()).toHaveLength(1);
  });

  test('is neither checked nor used when its link leads inside the network', async () => {
    const { storageAt, uploads } = await createHarness();
    const requests: string[] = [];
    const real = storageAt(new URL('https://rest.fal.ai'), async (input) => {
      requests.push(new URL(String(input)).host);
      return Response.json({ detail: 'no' }, { status: 422 });
    });
    const file = await localVideo();
    uploads.set({
      sha256: file.sha256,
      origin: 'https://rest.fal.ai',
      url: 'https://name-that-leads-inside.example/a.mp4',
      expiresAt: '2026-12-01T00:00:00.000Z',
    });
    expect(await real(file, quiet)).toMatchObject({ ok: false, error: { code: 'upload-failed' } });
    expect(requests).toEqual(['rest.fal.ai']);
  });
});

describe('upload address that fal would not name', () => {
  test.each([
    'http://cdn.example/put',
    'https://10.1.2.3/put',
    'https://127.0.0.1/put',
    'https://name-that-leads-inside.example/put',
    'https://somebody:secret@cdn.example/put',
  ])('sends no byte of the file to %s', async (upload_url) => {
    const { storageAt } = await createHarness();
    const requests: string[] = [];
    const real = storageAt(new URL('https://rest.fal.ai'), async (input) => {
      requests.push(new URL(String(input)).host);
      return Response.json({ upload_url, file_url: 'https://cdn.example/a.mp4' });
    });
    expect(await real(await localVideo(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed' },
    });
    expect(requests).toEqual(['rest.fal.ai']);
  });
});

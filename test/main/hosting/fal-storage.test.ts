import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalFile } from '#main/providers/spec.ts';
import { createFalHarness, type FalHarness } from '../providers/fal-harness.ts';

const signal = new AbortController().signal;
const quiet = { signal, onProgress: () => undefined };
const clip = Buffer.alloc(1_000_000, 'a clip of somebody moving ');

let harness: FalHarness;
beforeEach(async () => {
  harness = await createFalHarness();
});
afterEach(() => harness.close());

const handed = async (change: Partial<LocalFile> = {}) => {
  const file = { ...(await harness.file('motion.mp4', clip)), ...change };
  return harness.fal.hand(file, quiet);
};
const puts = () => harness.sandbox.log.filter(({ method }) => method === 'PUT');

describe('an upload', () => {
  test('sends the bytes as they are, with their length, without the key, to be kept for a week', async () => {
    expect(await handed()).toEqual({
      ok: true,
      value: {
        kind: 'link',
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/files\/.*motion\.mp4$/),
        expiresAt: '2026-11-28T12:00:00.000Z',
      },
    });
    expect(harness.sandbox.log).toMatchObject([
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

  test('tells how far it is', async () => {
    const seen: number[] = [];
    await harness.fal.hand(await harness.file('motion.mp4', clip), {
      signal,
      onProgress: (fraction) => void seen.push(fraction),
    });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([seen.at(-1), seen.some((fraction) => fraction > 0.2 && fraction < 0.8)]).toEqual([1, true]);
  });

  test.each(['failingPuts', 'droppedPuts', 'uploadErrors'] as const)(
    'is tried again after a failure that may pass (%s)',
    async (fault) => {
      harness.sandbox.faults[fault] = 1;
      expect(await handed()).toMatchObject({ ok: true });
      expect(harness.clock.sleeps.length).toBe(1);
    },
  );

  test('that is refused for good is not tried again', async () => {
    harness.sandbox.faults.refusedPuts = 3;
    expect(await handed()).toMatchObject({
      ok: false,
      error: { code: 'upload-failed', charged: 'no', subject: 'fal', detail: 'HTTP 403' },
    });
    expect(puts()).toHaveLength(1);
  });

  test('gives up after three tries', async () => {
    harness.sandbox.faults.failingPuts = 9;
    expect(await handed()).toMatchObject({ ok: false, error: { code: 'upload-failed' } });
    expect(puts()).toHaveLength(3);
  });

  test('of a file that is gone says that it is gone, not that the line is bad', async () => {
    const file = await harness.file('motion.mp4', clip);
    await rm(file.path);
    expect(await harness.fal.hand(file, quiet)).toEqual({
      ok: false,
      error: { code: 'file-missing', charged: 'no', subject: 'motion.mp4', detail: 'ENOENT' },
    });
  });

  test('that was called off says so and sends nothing', async () => {
    const gone = AbortSignal.abort();
    const file = await harness.file('motion.mp4', clip);
    expect(await harness.fal.hand(file, { ...quiet, signal: gone })).toMatchObject({ ok: false });
    expect(puts()).toEqual([]);
  });

  test('without a key asks nothing, with a wrong one says so', async () => {
    harness.setKey(null);
    expect(await handed()).toMatchObject({ ok: false, error: { code: 'key-missing' } });
    expect(harness.sandbox.log).toEqual([]);
    harness.setKey('another-key-altogether');
    expect(await handed()).toMatchObject({ ok: false, error: { code: 'key-refused' } });
  });

  test('of bytes that are there already is not made again, but for a link that soon dies it is', async () => {
    await handed();
    await handed();
    expect(puts()).toHaveLength(1);
    const soon = new Date(harness.clock.now().getTime() + 3600_000).toISOString();
    for (const entry of harness.uploads.values()) entry.expiresAt = soon;
    await handed();
    expect(puts()).toHaveLength(2);
  });
});

describe('an upload address that fal would not name', () => {
  const answering = (links: { upload_url: string; file_url: string }) => {
    const asked: string[] = [];
    const fetchWith: typeof fetch = async (input) => {
      asked.push(new URL(String(input)).host);
      return Response.json(links);
    };
    return { asked, real: harness.falAt({}, fetchWith) };
  };

  test.each([
    'http://cdn.example/put',
    'https://10.1.2.3/put',
    'https://127.0.0.1/put',
    'https://name-that-leads-inside.example/put',
    'https://somebody:secret@cdn.example/put',
  ])('%s gets no byte of the file', async (upload_url) => {
    const { asked, real } = answering({ upload_url, file_url: 'https://cdn.example/a.mp4' });
    expect(await real.hand(await harness.file('motion.mp4', clip), quiet)).toMatchObject({
      ok: false,
      error: { code: 'upload-failed' },
    });
    expect(asked).toEqual(['rest.fal.ai']);
  });
});

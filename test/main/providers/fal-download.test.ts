import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFalHarness } from './fal-harness.ts';
import { type Harness, videoBytes } from './stand-in-harness.ts';

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

let harness: Harness;
beforeEach(async () => {
  harness = await createFalHarness();
});
afterEach(() => harness.close());

const to = () => join(harness.folder, 'result.mp4');

describe('interrupted download', () => {
  const finished = async () => {
    const done = await harness.untilSettled(await harness.accepted());
    if (done.kind !== 'done') throw new Error('not done');
    return done.result;
  };
  test('resumes where it broke off', async () => {
    const result = await finished();
    harness.sandbox.faults.halfDownloads = 2;
    expect(await harness.provider.download(result, to(), quiet)).toMatchObject({ ok: true });
    expect((await readFile(to())).equals(videoBytes)).toBe(true);
  });

  test('finishes despite any number of interruptions, as long as each attempt adds a part', async () => {
    const result = await finished();
    harness.sandbox.faults.halfDownloads = 12;
    expect(await harness.provider.download(result, to(), quiet)).toMatchObject({ ok: true });
    expect((await readFile(to())).equals(videoBytes)).toBe(true);
  });

  test('reports a dead link', async () => {
    const result = await finished();
    harness.sandbox.faults.missingDownloads = 1;
    expect(await harness.provider.download(result, to(), quiet)).toMatchObject({
      ok: false,
      error: { code: 'result-gone' },
    });
  });

  test.each([
    'http://example.com/a.mp4',
    'https://192.168.1.1/a.mp4',
    'https://[::1]/a.mp4',
    'file:///etc/passwd',
    'https://inside.example/a.mp4',
  ])('never fetches %s', async (url) => {
    const requests: string[] = [];
    const watching: typeof fetch = async (input) => {
      requests.push(String(input));
      return new Response('');
    };
    // The real endpoints, and a name that resolves to this computer.
    const real = harness.providerAt({}, watching);
    expect(await real.download({ kind: 'link', url, expiresAt: null }, to(), quiet)).toMatchObject({
      ok: false,
    });
    expect(requests).toEqual([]);
  });
});

import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Scan } from '#contract/model/scan.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import { createAnalysisCache } from '#main/media/preview/analysis-cache.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

const id = sourceIdSchema.parse('clip');
const imageId = sourceIdSchema.parse('picture');

const scan: Scan = {
  durationSec: 8,
  cutsSec: [3],
  blackSec: [],
  frozenSec: [],
  stepSec: 0.5,
  motion: [0, 1],
  camera: [0, 0],
};

const createBench = async () => {
  const within = tempFolder();
  const path = join(within, 'clip.mp4');
  await writeFile(path, 'a video');
  const calls = { scan: 0, preview: 0, body: 0 };
  const progress: number[] = [];
  let answer: (request: { signal: AbortSignal }) => Promise<Result<Scan>> = async () => ok(scan);
  const open = (onto = path) =>
    createAnalysisCache({
      source: (requested) => {
        if (requested === id) return { path: onto, name: 'clip.mp4', facts: fittingVideo };
        return requested === imageId ? { path: onto, name: 'anna.jpg', facts: fittingImage } : null;
      },
      scan: (request) => {
        calls.scan += 1;
        for (const fraction of [0.001, 0.5, 0.505, 1]) request.onProgress(fraction);
        return answer(request);
      },
      body: async ({ facts: { width, height } }) => {
        calls.body += 1;
        return ok({ width, height, stepSec: null, samples: [{ atSec: 0, people: [] }] });
      },
      waveform: async () => ok({ stepSec: 0.1, peaks: [1] }),
      preview: async ({ outPath }) => {
        calls.preview += 1;
        await writeFile(outPath, 'small');
        return ok({});
      },
      folder: join(within, 'analysis'),
      maxBytes: 1_000_000,
      now: () => new Date('2026-11-21T12:00:00Z'),
      onProgress: ({ fraction }) => progress.push(fraction),
    });
  return { within, path, calls, progress, open, answerBy: (how: typeof answer) => (answer = how) };
};

describe('analysis of a video', () => {
  it('runs once per file, across restarts', async () => {
    const { open, calls, progress } = await createBench();
    const cache = open();
    const [first, second] = await Promise.all([cache.scan(id), cache.scan(id)]);
    expect([first, second, await open().scan(id)]).toEqual([ok(scan), ok(scan), ok(scan)]);
    expect([calls.scan, progress]).toEqual([1, [0.5, 1]]);
  });

  it('runs again when the file has changed, or the cached result is unreadable', async () => {
    const { open, calls, path, within } = await createBench();
    await open().scan(id);
    const [own] = await readdir(join(within, 'analysis'));
    await writeFile(join(within, 'analysis', String(own), 'scan.json'), '{"cutsSec":"many"}');
    await open().scan(id);
    await utimes(path, new Date(0), new Date(0));
    await open().scan(id);
    expect(calls.scan).toBe(3);
  });

  it('finds people in images and videos, once per file', async () => {
    const { open, calls } = await createBench();
    const bodies = [await open().body(id), await open().body(imageId), await open().body(imageId)];
    expect(bodies.map((body) => body.ok)).toEqual([true, true, true]);
    // Both sources are the same file here.
    expect(calls.body).toBe(1);
  });

  it('is not cached when it failed', async () => {
    const { open, calls, answerBy } = await createBench();
    const cache = open();
    answerBy(async () => fail('tool-failed', { subject: 'ffmpeg', reason: 'exit' }));
    expect(await cache.scan(id)).toMatchObject({ ok: false });
    answerBy(async () => ok(scan));
    expect([await cache.scan(id), calls.scan]).toEqual([ok(scan), 2]);
  });

  it('stops when the source is closed', async () => {
    const { open, answerBy } = await createBench();
    const cache = open();
    const begun = Promise.withResolvers<void>();
    answerBy(({ signal }) => {
      begun.resolve();
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(fail('cancelled'))));
    });
    const scanning = cache.scan(id);
    await begun.promise;
    cache.close(id);
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('is refused for an image, and for a source that is not open or whose file is gone', async () => {
    const { open } = await createBench();
    const codes = [
      await open().scan(imageId),
      await open().scan(sourceIdSchema.parse('other')),
      await open('/nowhere/clip.mp4').scan(id),
    ].map((seen) => (seen.ok ? 'ok' : seen.error.code));
    expect(codes).toEqual(['file-is-image', 'source-gone', 'file-missing']);
  });

  it('makes a preview copy, whose path is known while the source is open', async () => {
    const { open, calls } = await createBench();
    const cache = open();
    expect(cache.previewPath(id)).toBeNull();
    await cache.preview(id);
    await cache.preview(id);
    expect([calls.preview, cache.previewPath(id)?.endsWith('preview.mp4')]).toEqual([1, true]);
    cache.close(id);
    expect(cache.previewPath(id)).toBeNull();
  });
});

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { Place } from '#main/media/finish.ts';
import { createFitCache, type FitOne } from '#main/media/fit-cache.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

type Request = Place & { readonly content: string; readonly steps: readonly string[] };

/** A fitter that writes its steps into the file and counts its calls. */
const cacheIn = (maxBytes = 1_000_000) => {
  const within = tempFolder();
  const kept = join(within, 'kept');
  let calls = 0;
  let nowMs = Date.parse('2026-11-21T12:00:00Z');
  const fitOne: FitOne<Request> = async ({ folder: into, content, steps }) => {
    calls += 1;
    const path = join(into, 'motion.mp4');
    await mkdir(into, { recursive: true });
    const text = `${content} ${steps.join()}`;
    await writeFile(path, text);
    return ok({
      path,
      name: 'motion.mp4',
      contentType: 'video/mp4',
      sizeBytes: text.length,
      sha256: 'c'.repeat(64),
    });
  };
  const cache = createFitCache({
    folder: kept,
    tempFolder: `${kept}-passing`,
    maxBytes,
    now: () => {
      nowMs += 60_000;
      return new Date(nowMs);
    },
    log: createTestLog(),
  });
  const fit = cache.remember(fitOne, ({ content, steps }) => [content, steps]);
  const ask = (into: string, content: string, steps: readonly string[] = ['keep']) =>
    fit({
      folder: join(within, into),
      signal: new AbortController().signal,
      content,
      steps,
    });
  return { kept, ask, cache, times: () => calls };
};

describe('cached fitted files', () => {
  it('are made once for the same content and steps', async () => {
    const { ask, times } = cacheIn();
    const first = await ask('a', 'video', ['cut']);
    const second = await ask('b', 'video', ['cut']);
    expect(times()).toBe(1);
    if (!first.ok || !second.ok) throw new Error('not fitted');
    expect(second.value).toEqual({ ...first.value, path: first.value.path.replace('/a/', '/b/') });
    expect(await readFile(second.value.path, 'utf8')).toBe('video cut');
  });

  it('are made again for other content or other steps', async () => {
    const { ask, times } = cacheIn();
    await ask('a', 'video', ['cut']);
    await ask('b', 'video', ['keep']);
    await ask('c', 'other video', ['cut']);
    expect(times()).toBe(3);
  });

  it("stay in the caller's folder when the cached copy is removed", async () => {
    const { ask, kept } = cacheIn();
    const first = await ask('a', 'video');
    await rm(kept, { recursive: true });
    expect(first.ok && (await readFile(first.value.path, 'utf8'))).toBe('video keep');
  });

  it('are made again when the cached copy is truncated, or its description is unreadable', async () => {
    const { ask, kept, times } = cacheIn();
    await ask('a', 'video');
    const [key] = await readdir(kept);
    await rm(join(kept, String(key), 'motion.mp4'));
    await writeFile(join(kept, String(key), 'motion.mp4'), 'cl');
    const again = await ask('b', 'video');
    expect([times(), again.ok && (await readFile(again.value.path, 'utf8'))]).toEqual([2, 'video keep']);
    await writeFile(join(kept, String(key), 'made.json'), '{"name":"../../escape.mp4"');
    await ask('c', 'video');
    expect(times()).toBe(3);
  });

  it('are removed in order of last use when there are too many', async () => {
    const { ask, kept, times } = cacheIn(600);
    const long = 'x'.repeat(100);
    await ask('a', `${long}1`);
    await ask('b', `${long}2`);
    await ask('c', `${long}1`);
    await ask('d', `${long}3`);
    expect([times(), (await readdir(kept)).length]).toEqual([3, 2]);
    await ask('e', `${long}1`);
    expect(times()).toBe(3);
    await ask('f', `${long}2`);
    expect(times()).toBe(4);
  });

  it('are not stored after a failure', async () => {
    const { cache, kept } = cacheIn();
    const broken = cache.remember<Request>(
      async () => fail('tool-failed', { subject: 'ffmpeg', reason: 'exit' }),
      ({ content }) => content,
    );
    const request = {
      folder: tempFolder(),
      signal: new AbortController().signal,
      content: 'video',
      steps: [],
    };
    expect(await broken(request)).toMatchObject({ ok: false, error: { code: 'tool-failed' } });
    expect(await readdir(kept).catch(() => [])).toEqual([]);
  });
});

import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createFfmpeg, readVersion } from '#main/media/ffmpeg.ts';
import type { Tools } from '#main/media/tools.ts';
import { builds, ffmpegWith, makeClip, toolsWith } from '#test/fixtures/media.ts';

let folder: string;
let clip: string;
let words: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy ffmpeg '));
  clip = await makeClip(at('clip.mp4'), { seconds: 8 });
  words = at("it's only words.mp4");
  await writeFile(words, 'Only words. '.repeat(500));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const request = (inputPath: string, outName: string) => ({
  inputs: [{ path: inputPath, demuxer: null }],
  args: ['-c:v', 'libx264', '-preset', 'veryslow', '-f', 'mp4'],
  outPath: at(outName),
  outFolder: folder,
  lengthSec: 8,
  signal: new AbortController().signal,
  onProgress: (_fraction: number): void => undefined,
});
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

test('an encoding starts no ffprobe of its own, which would look at the file without our guard', async () => {
  const mark = at('looked');
  const spy = at('ffprobe-spy.sh');
  await writeFile(spy, `#!/bin/sh\ntouch '${mark}'\n`);
  await chmod(spy, 0o755);
  // Where fluent-ffmpeg looks for one; it remembers, so this test comes before all others.
  vi.stubEnv('FFPROBE_PATH', spy);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const fast = ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'];
  expect((await ffmpegWith().encode({ ...request(clip, 'alone.mp4'), args: fast })).ok).toBe(true);
  expect(await exists(mark)).toBe(false);
});

describe.each(builds)('with $name', ({ path }) => {
  const tool = ffmpegWith(path);

  test('an encoding tells how far it is, from nothing to all', async () => {
    const told: number[] = [];
    const fast = ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'];
    const encoded = await tool.encode({
      ...request(clip, 'told.mp4'),
      args: fast,
      onProgress: (fraction) => told.push(fraction),
    });
    expect(encoded).toEqual({ ok: true, value: {} });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeGreaterThan(0.9);
    expect(told.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });

  test('one that takes longer than its time is stopped', async () => {
    const started = performance.now();
    expect(await tool.encode({ ...request(clip, 'late.mp4'), limitMs: 150 })).toEqual({
      ok: false,
      error: { code: 'tool-timeout', subject: 'ffmpeg', charged: 'no' },
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.each([0, 1, 150])('one that is cancelled after %i ms goes no further', async (afterMs) => {
    const stop = new AbortController();
    const outName = `cancelled-${afterMs}.mp4`;
    const encoding = tool.encode({ ...request(clip, outName), signal: stop.signal });
    if (afterMs === 0) stop.abort();
    else setTimeout(() => stop.abort(), afterMs);
    expect(await encoding).toEqual({ ok: false, error: { code: 'cancelled', charged: 'no' } });
  });

  test('what it writes stops at the given size', async () => {
    const large = { ...request(clip, 'limited.mp4'), args: ['-c:v', 'mpeg4', '-q:v', '1', '-f', 'mp4'] };
    await tool.encode({ ...large, maxBytes: 200_000 });
    const { size } = await stat(at('limited.mp4'));
    expect(size).toBeLessThan(600_000);
    await tool.encode(large);
    expect((await stat(at('limited.mp4'))).size).toBeGreaterThan(1_000_000);
  });

  test('a file it cannot read is said to be so, by its name and without its folder', async () => {
    const encoded = await tool.encode(request(words, 'never.mp4'));
    expect(encoded).toMatchObject({
      ok: false,
      error: { code: 'tool-failed', subject: 'ffmpeg', charged: 'no' },
    });
    expect(encoded.ok ? '' : encoded.error.detail).toContain("it's only words.mp4");
    expect(JSON.stringify(encoded)).not.toContain('understudy ffmpeg');
    const captured = await tool.capture({ path: words, demuxer: null }, ['-f', 'image2pipe']);
    expect(JSON.stringify(captured)).not.toContain('understudy ffmpeg');
  });

  test('it knows which filters it has', async () => {
    expect([await tool.hasFilter('scale'), await tool.hasFilter('no-such-filter')]).toEqual([true, false]);
  });
});

test('a disk that is full is told from a file that is bad', async () => {
  const full = createFfmpeg(toolsWith(), async () => 0);
  const roomy = createFfmpeg(toolsWith(), async () => 10_000_000);
  const unknown = createFfmpeg(toolsWith(), async () => null);
  const codes = await Promise.all(
    [full, roomy, unknown].map(async (tool, index) => {
      const encoded = await tool.encode(request(words, `full-${index}.mp4`));
      return encoded.ok ? 'made' : encoded.error.code;
    }),
  );
  expect(codes).toEqual(['disk-full', 'tool-failed', 'tool-failed']);
});

test('an ffmpeg that has gone since it was found is looked for again', async () => {
  const gone = at('gone');
  let forgotten = 0;
  const found = ok({ path: gone, version: '1', origin: 'test' });
  const tools: Tools = {
    ffmpeg: async () => found,
    ffprobe: async () => found,
    forget: () => {
      forgotten += 1;
    },
  };
  const missing = { ok: false, error: { code: 'tool-missing', subject: 'ffmpeg', charged: 'no' } };
  const tool = createFfmpeg(tools);
  expect(await tool.encode(request(clip, 'x.mp4'))).toEqual(missing);
  expect(await tool.capture({ path: clip, demuxer: null }, [])).toEqual(missing);
  expect(forgotten).toBe(1);
});

test('without an ffmpeg, everything says so', async () => {
  const none = async () => fail('tool-missing', { subject: 'ffmpeg' });
  const tool = createFfmpeg({ ffmpeg: none, ffprobe: none, forget: () => undefined });
  const missing = { ok: false, error: { code: 'tool-missing', subject: 'ffmpeg', charged: 'no' } };
  expect([
    await tool.encode(request(clip, 'x.mp4')),
    await tool.capture({ path: clip, demuxer: null }, []),
    await tool.probe({ path: clip, demuxer: null }, []),
    await tool.hasFilter('scale'),
  ]).toEqual([missing, missing, missing, false]);
});

test('a program that is no ffmpeg has no version', async () => {
  expect(await readVersion(words)).toBeNull();
  expect(await readVersion(at('nowhere'))).toBeNull();
});

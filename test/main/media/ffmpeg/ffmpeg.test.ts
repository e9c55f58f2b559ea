import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createFfmpeg, readVersion } from '#main/media/ffmpeg/ffmpeg.ts';
import type { Tools } from '#main/media/ffmpeg/tools.ts';
import { builds, ffmpegWith, makeVideo, toolsWith } from '#test/fixtures/media.ts';

let folder: string;
let video: string;
let words: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy ffmpeg '));
  video = await makeVideo(at('clip.mp4'), { seconds: 8 });
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

/** An encoding of a looped video: it ends only when it is stopped. */
const endless = (outName: string) => ({
  ...request(video, outName),
  inputs: [{ path: video, demuxer: null, options: ['-stream_loop', '-1'] }],
});

/** Time limits expire when the test says so, independent of the load of the machine. */
const stopTimers = () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
};
const limitMs = 60_000;
const passLimit = () => {
  vi.advanceTimersByTime(limitMs);
};

describe.each(builds)('with $name', ({ path }) => {
  const tool = ffmpegWith(path);

  test('an encoding reports progress from 0 to 1', async () => {
    const progress: number[] = [];
    const fast = ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'];
    const encoded = await tool.encode({
      ...request(video, 'told.mp4'),
      args: fast,
      onProgress: (fraction) => progress.push(fraction),
    });
    expect(encoded).toEqual({ ok: true, value: {} });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBeGreaterThan(0.9);
    expect(progress.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });

  test('stops an encoding at its time limit', async () => {
    stopTimers();
    const late = { ...endless('late.mp4'), limitMs, onProgress: passLimit };
    expect(await tool.encode(late)).toEqual({
      ok: false,
      error: { code: 'tool-timeout', subject: 'ffmpeg', charged: 'no' },
    });
  });

  test.each(['immediately', 'a moment later', 'while running'])(
    'stops an encoding that is cancelled %s',
    async (when) => {
      const stop = new AbortController();
      const abort = () => stop.abort();
      const onProgress = when === 'while running' ? abort : () => undefined;
      const encoding = tool.encode({ ...endless('cancelled.mp4'), signal: stop.signal, onProgress });
      if (when === 'immediately') abort();
      if (when === 'a moment later') setTimeout(abort, 1);
      expect(await encoding).toEqual({ ok: false, error: { code: 'cancelled', charged: 'no' } });
    },
  );

  test('stops writing at the given size', async () => {
    const large = { ...request(video, 'limited.mp4'), args: ['-c:v', 'mpeg4', '-q:v', '1', '-f', 'mp4'] };
    await tool.encode({ ...large, maxBytes: 200_000 });
    const { size } = await stat(at('limited.mp4'));
    expect(size).toBeLessThan(600_000);
    await tool.encode(large);
    expect((await stat(at('limited.mp4'))).size).toBeGreaterThan(1_000_000);
  });

  test('reports an unreadable file by its name, without its folder', async () => {
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
});

/** A program in place of ffmpeg. */
const script = async (name: string, text: string): Promise<string> => {
  await writeFile(at(name), `#!/bin/sh\n${text}\n`);
  await chmod(at(name), 0o755);
  return at(name);
};
const toolFor = (path: string) => {
  const found = ok({ path, version: '1', origin: 'test' });
  return createFfmpeg({ ffmpeg: async () => found, ffprobe: async () => found, forget: () => undefined });
};

test('an encoding starts one ffmpeg process and no other', async () => {
  const real = builds.at(-1)?.path ?? '';
  const path = await script('counted', `echo "$@" >> '${at('calls')}'; exec '${real}' "$@"`);
  const fast = ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'];
  expect((await toolFor(path).encode({ ...request(video, 'alone.mp4'), args: fast })).ok).toBe(true);
  const calls = (await readFile(at('calls'), 'utf8')).trim().split('\n');
  expect([calls.length, calls[0]]).toEqual([1, expect.stringContaining('-protocol_whitelist file,pipe')]);
});

test('every way of opening a file applies the restrictions and closes stdin', async () => {
  const path = await script('told', `echo "$@" >> '${at('lines')}'; exit 1`);
  const tool = toolFor(path);
  const { signal } = new AbortController();
  const two = {
    ...request(video, 'x.mp4'),
    inputs: [request(video, '').inputs, request(words, '').inputs].flat(),
  };
  await tool.encode(two);
  await tool.capture({ path: video, demuxer: null }, ['-f', 'image2pipe']);
  await tool.stream({ path: video, demuxer: null }, ['-f', 'rawvideo'], { signal, onChunk: () => undefined });
  await tool.probe({ path: video, demuxer: null }, ['-show_streams']);
  const lines = (await readFile(at('lines'), 'utf8')).split('\n').filter((line) => line.includes(' -i '));
  const count = (text: string, word: string) => text.split(word).length - 1;
  for (const line of lines) {
    expect(count(line, '-protocol_whitelist file,pipe')).toBe(count(line, ' -i file:'));
    expect(count(line, '-format_whitelist mov,')).toBe(count(line, ' -i file:'));
    expect(line.includes('-nostdin') || line.includes('-print_format')).toBe(true);
  }
  expect([lines.length >= 4, count(lines[0] ?? '', ' -i file:')]).toEqual([true, 2]);
});

test("a child receives none of the program's keys", async () => {
  vi.stubEnv('FAL_KEY', 'the-secret-of-this-test');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const path = await script('nosy', 'env');
  const captured = await toolFor(path).capture({ path: video, demuxer: null }, []);
  const shown = captured.ok ? captured.value.toString('utf8') : '';
  expect([shown.includes('PATH='), shown.includes('the-secret-of-this-test')]).toEqual([true, false]);
});

test('stops a program that prints without end', async () => {
  const path = await script('endless', 'exec yes');
  const { signal } = new AbortController();
  const input = { path: video, demuxer: null };
  expect(await toolFor(path).capture(input, [])).toMatchObject({ ok: false, error: { code: 'tool-failed' } });
  stopTimers();
  expect(await toolFor(path).stream(input, [], { signal, onChunk: passLimit, limitMs })).toMatchObject({
    ok: false,
    error: { code: 'tool-timeout' },
  });
});

test('kills the real program together with a script around it', async () => {
  const path = await script(
    'wrapped',
    `sleep 600 & echo $! > '${at('inner')}'; echo 'size=1 time=00:00:01.00' >&2; wait`,
  );
  stopTimers();
  const wrapped = { ...request(video, 'w.mp4'), limitMs, onProgress: passLimit };
  expect(await toolFor(path).encode(wrapped)).toMatchObject({ ok: false, error: { code: 'tool-timeout' } });
  vi.useRealTimers();
  const inner = Number(await readFile(at('inner'), 'utf8'));
  await vi.waitFor(() => expect(() => process.kill(inner, 0)).toThrow('ESRCH'), { timeout: 50_000 });
});

test('distinguishes a full disk from a bad file', async () => {
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

test('searches again for an ffmpeg that has disappeared since it was found', async () => {
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
  const missing = {
    ok: false,
    error: { code: 'tool-missing', subject: 'ffmpeg', charged: 'no', reason: 'not-found' },
  };
  const tool = createFfmpeg(tools);
  expect(await tool.encode(request(video, 'x.mp4'))).toEqual(missing);
  expect(await tool.capture({ path: video, demuxer: null }, [])).toEqual(missing);
  expect(forgotten).toBe(2);
});

test('every call reports a missing ffmpeg', async () => {
  const none = async () => fail('tool-missing', { subject: 'ffmpeg', reason: 'not-found' });
  const tool = createFfmpeg({ ffmpeg: none, ffprobe: none, forget: () => undefined });
  const missing = {
    ok: false,
    error: { code: 'tool-missing', subject: 'ffmpeg', charged: 'no', reason: 'not-found' },
  };
  expect([
    await tool.encode(request(video, 'x.mp4')),
    await tool.capture({ path: video, demuxer: null }, []),
    await tool.probe({ path: video, demuxer: null }, []),
    await tool.abilities.need([{ kind: 'filter', name: 'scale' }]),
  ]).toEqual([missing, missing, missing, missing]);
});

test('a program that is not ffmpeg has no version', async () => {
  expect(await readVersion(words)).toBeNull();
  expect(await readVersion(at('nowhere'))).toBeNull();
});

/** Files that try to make ffmpeg open something else, and files that try to pass as another type. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants, copyFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  childEnvironment,
  demuxerOf,
  fileAddress,
  inputRestrictions,
} from '#main/media/ffmpeg/input-restrictions.ts';
import { createProbe } from '#main/media/probe/probe.ts';
import { ffmpeg as bareFfmpeg, builds, ffmpegWith, makeImage, makeVideo } from '#test/fixtures/media.ts';
import { gateCases, isFullRun } from '#test/fixtures/runs.ts';
import {
  type HostileFile,
  hostileReferences,
  hostileTexts,
  linkedCover,
  type Targets,
} from './hostile-files.ts';

let folder: string;
let server: Server;
let targets: Targets;
let hits = 0;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-guard-'));
  await makeVideo(at('clip.mp4'), { seconds: 1, width: 160, height: 120 });
  // Opening this named pipe blocks until there is a writer, or until the time limit.
  await promisify(execFile)('mkfifo', [at('private.ts')]);
  server = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  targets = { filePath: at('private.ts'), url: `http://127.0.0.1:${port}/secret` };
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

// About forty files, each opened in three ways: minutes on a loaded machine.
describe.each(builds)('with $name', { timeout: 300_000 }, ({ path: buildPath }) => {
  const ffmpeg = ffmpegWith(buildPath);
  const probe = createProbe(ffmpeg);

  /** The result of each way of opening a file. */
  const opened = async ({ kind, bytes }: HostileFile, name: string) => {
    const path = at(name);
    await writeFile(path, bytes);
    const probed = await probe(path);
    const input = { path, demuxer: null };
    const encoded = await ffmpeg.encode({
      inputs: [input],
      args: ['-c:v', 'mpeg4', '-f', 'mp4'],
      outPath: at(`${name}-stolen.mp4`),
      outFolder: folder,
      lengthSec: null,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      limitMs: 60_000,
    });
    const captured = await ffmpeg.capture(input, ['-frames:v', '1', '-c:v', 'mjpeg', '-f', 'image2pipe']);
    await rm(path);
    return {
      kind,
      codes: [probed, encoded, captured].map((result) => (result.ok ? 'opened' : result.error.code)),
    };
  };

  test('refuses to open, probe or encode a list of other files under any file name', async () => {
    hits = 0;
    const names = ['list.mp4', 'list.jpg', 'list.m3u8', 'list', 'list%03d.png', 'list.srt'];
    const [first, ...others] = hostileTexts(targets);
    const tries = [
      ...names.flatMap((name) => (first ? [{ file: first, name }] : [])),
      ...gateCases(others, 3).map((file, index) => ({
        file,
        name: `${index}-${names[index % names.length]}`,
      })),
    ];
    const refused: Awaited<ReturnType<typeof opened>>[] = [];
    const next = async (): Promise<void> => {
      const one = tries.shift();
      if (!one) return;
      refused.push(await opened(one.file, one.name));
      return next();
    };
    await Promise.all([next(), next()]);
    const codes = ['file-not-media', 'tool-failed', 'tool-failed'];
    expect(refused).toEqual(refused.map(({ kind }) => ({ kind, codes })));
    expect([refused.length > (isFullRun ? 30 : 12), hits]).toEqual([true, 0]);
  });

  test('reads a movie with external media data only from itself, or not at all', async () => {
    hits = 0;
    const films = await hostileReferences(at('clip.mp4'), targets);
    for (const film of films) {
      const { kind, codes } = await opened(film, 'film.mov');
      expect({ kind, late: codes.includes('tool-timeout') }).toEqual({ kind, late: false });
    }
    expect([films.length, hits]).toEqual([5, 0]);
  });

  test('does not load a cover from a link', async () => {
    hits = 0;
    const { codes } = await opened(linkedCover(targets.url), 'song.mp4');
    expect([codes.includes('opened'), codes.includes('tool-timeout'), hits]).toEqual([false, false, 0]);
  });

  test('does not extract a file attached to a video', async () => {
    await writeFile(at('packed.ttf'), 'not a font');
    const packed = ['-attach', at('packed.ttf'), '-metadata:s:t', 'mimetype=application/x-truetype-font'];
    await bareFfmpeg('-i', at('clip.mp4'), '-c', 'copy', ...packed, '-y', at('packed.mkv'));
    await rm(at('packed.ttf'));
    expect(await probe(at('packed.mkv'))).toMatchObject({ ok: true, value: { kind: 'video' } });
    await expect(rm(at('packed.ttf'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each(['frame%03d.jpg', 'a*b.png', '{x,y}.jpg', '100%.mp4'])(
    'reads a video named %s as that video, not as an image sequence',
    async (name) => {
      await copyFile(at('clip.mp4'), at(name));
      expect(await probe(at(name))).toMatchObject({ ok: true, value: { kind: 'video', container: 'mp4' } });
      const captured = await ffmpeg.capture({ path: at(name), demuxer: null }, [
        ...['-frames:v', '1', '-c:v', 'mjpeg', '-f', 'image2pipe'],
      ]);
      expect(captured.ok && captured.value.length > 1000).toBe(true);
    },
  );

  test('does not decode a frame larger than the limit', async () => {
    const path = await makeImage(at('huge.png'), { width: 160, height: 120 });
    const capture = (options: readonly string[]) =>
      ffmpeg.capture({ path, demuxer: 'png_pipe', options }, ['-c:v', 'mjpeg', '-f', 'image2pipe']);
    // The last occurrence of an option wins, so this exercises the limit itself.
    expect([(await capture([])).ok, (await capture(['-max_pixels', '1000'])).ok]).toEqual([true, false]);
  });
});

test('without the restrictions a list opens the file that it names and blocks on it', async () => {
  const list = hostileTexts(targets).find(({ kind }) => kind === 'HLS to a file');
  await writeFile(at('trap.m3u8'), list?.bytes ?? '');
  const args = ['-nostdin', '-i', at('trap.m3u8'), '-f', 'null', '-'];
  const bare = spawn(builds.at(-1)?.path ?? 'ffmpeg', args, { stdio: 'ignore' });
  const ended = once(bare, 'exit');
  // A pipe can be opened for writing without blocking only while it has a reader.
  const writing = await vi.waitFor(() => open(targets.filePath, constants.O_WRONLY | constants.O_NONBLOCK), {
    timeout: 50_000,
    interval: 20,
  });
  bare.kill('SIGKILL');
  await writing.close();
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('noise is never detected as video or audio', async () => {
  const probe = createProbe(ffmpegWith());
  const codes: string[] = [];
  for (const size of [1, 12, 1000, 20_000, 100_000, 400_000]) {
    for (let time = 0; time < 2; time += 1) {
      await writeFile(at('noise.mp4'), randomBytes(size));
      const facts = await probe(at('noise.mp4'));
      codes.push(facts.ok ? `opened ${facts.value.kind}` : facts.error.code);
    }
  }
  expect(codes.filter((code) => code !== 'file-not-media')).toEqual([]);
});

test('a path is never an option or a protocol', () => {
  expect([fileAddress('-i'), fileAddress('/a/http://x'), fileAddress('concat:a|b')]).toEqual([
    'file:-i',
    'file:/a/http://x',
    'file:concat:a|b',
  ]);
});

test('no allowed demuxer reads lists of other files', () => {
  const spendCheck = inputRestrictions(null);
  const formats = spendCheck[spendCheck.indexOf('-format_whitelist') + 1]?.split(',') ?? [];
  const lists = [
    'hls',
    'concat',
    'concatf',
    'dash',
    'sdp',
    'rtsp',
    'applehttp',
    'imf',
    'image2',
    'lavfi',
    'srt',
    'ass',
    'webvtt',
    'tty',
  ];
  expect(formats.filter((format) => lists.includes(format))).toEqual([]);
  expect(spendCheck[spendCheck.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe');
  expect(inputRestrictions('png_pipe').slice(-2)).toEqual(['-f', 'png_pipe']);
});

test('the first bytes decide the demuxer of a video where its name would mislead', () => {
  const starts: readonly (readonly [string, string | null])[] = [
    ['\0\0\0\x20ftypisom', 'mov'],
    ['\x1aE\xdf\xa3\x01', 'matroska'],
    ['RIFF\x10\0\0\0AVI LIST', 'avi'],
    ['RIFF\x10\0\0\0WAVEfmt ', null],
    ['OggS\0', 'ogg'],
    ['FLV\x01\x05', 'flv'],
    [`G${'\0'.repeat(187)}G`, 'mpegts'],
    ['Good morning', null],
    ['#EXTM3U', null],
    ['', null],
  ];
  expect(starts.map(([start]) => [start, demuxerOf(Buffer.from(start, 'latin1'))])).toEqual(starts);
});

test('a child receives no key and no request to write a log', () => {
  const own = {
    PATH: '/bin',
    FAL_KEY: 'secret',
    AWS_SECRET_ACCESS_KEY: 'secret',
    FFREPORT: 'file=x',
    LC_ALL: 'C',
    http_proxy: 'http://x',
  };
  const passed = childEnvironment(own);
  expect(passed).toMatchObject({ PATH: '/bin', LC_ALL: 'C' });
  expect(Object.keys(passed).sort()).toEqual(['GCONV_PATH', 'LC_ALL', 'PATH']);
});

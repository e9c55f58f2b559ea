import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import {
  abilitiesFor,
  codecsIn,
  createAbilities,
  mappedAudio,
  namesIn,
} from '#main/media/ffmpeg/capabilities.ts';
import { type Probed, parseProbed } from '#main/media/probe/probed.ts';
import { everyBuild, ffmpegWith, makeVideo } from '#test/fixtures/media.ts';
import { makePoorFfmpeg } from './poor-ffmpeg.ts';

let folder: string;
let video: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-abilities-'));
  video = await makeVideo(at('clip.mp4'), { seconds: 1, width: 160, height: 120 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const call = { signal, lengthSec: null, onProgress: () => undefined };

describe.each(everyBuild)('with $name', ({ path }) => {
  const { abilities } = ffmpegWith(path);

  test('reports what the build supports and what it lacks', async () => {
    const supports = async (kind: 'filter' | 'encoder' | 'decoder', name: string) =>
      (await abilities.need([{ kind, name }])).ok;
    const has = await Promise.all([
      supports('filter', 'scale'),
      supports('filter', 'overlay'),
      supports('encoder', 'libx264'),
      supports('decoder', 'hevc'),
      supports('decoder', 'mpeg2video'),
    ]);
    const lacks = await Promise.all([
      supports('filter', 'scal'),
      supports('encoder', 'no-such-encoder'),
      supports('decoder', 'bin_data'),
    ]);
    expect([has, lacks]).toEqual([has.map(() => true), lacks.map(() => false)]);
  });

  test('reports a missing capability by name, with the version of the build', async () => {
    const required = [
      { kind: 'filter', name: 'scale' },
      { kind: 'encoder', name: 'libnothing' },
    ] as const;
    expect(await abilities.need(required)).toEqual({
      ok: false,
      error: {
        code: 'tool-missing',
        charged: 'no',
        subject: 'libnothing',
        reason: 'capability',
        capability: 'encoder',
        version: expect.stringMatching(/^\S+$/),
      },
    });
    expect(await abilities.need(required.slice(0, 1))).toEqual({ ok: true, value: {} });
  });
});

test.each(everyBuild)('with $name, an unknown codec of a video is reported by name', async ({ path }) => {
  const bytes = (await readFile(video))
    .toString('latin1')
    .replaceAll('avc1', 'zzz9')
    .replaceAll('avcC', 'zzzC');
  const unknown = at('unknown.mp4');
  await writeFile(unknown, Buffer.from(bytes, 'latin1'));
  const frame = ['-frames:v', '1', '-c:v', 'mjpeg', '-f', 'image2pipe'];
  expect(await ffmpegWith(path).capture({ path: unknown, demuxer: null }, frame)).toMatchObject({
    ok: false,
    error: { code: 'tool-missing', subject: 'zzz9', capability: 'decoder' },
  });
});

describe('run that fails because of a missing capability', () => {
  const encodeWith = async (path: string) =>
    ffmpegWith(path).encode({
      ...call,
      inputs: [{ path: video, demuxer: null }],
      args: ['-vf', 'scale=100:100', '-c:v', 'libx264', '-f', 'mp4'],
      outPath: at('made.mp4'),
      outFolder: folder,
    });
  const missing = (subject: string) => ({
    ok: false,
    error: { code: 'tool-missing', charged: 'no', subject },
  });

  test.each([
    ['libx264', / libx264 /],
    ['scale', / scale /],
    ['h264', / h264 /],
  ] as const)('reports it: %s', async (name, hidden) => {
    expect(await encodeWith(await makePoorFfmpeg(at(`without-${name}`), hidden))).toMatchObject(
      missing(name),
    );
  });

  test('reports tool-failed for a build that has all capabilities', async () => {
    expect(await encodeWith(await makePoorFfmpeg(at('able'), /no such line/))).toMatchObject({
      ok: false,
      error: { code: 'tool-failed', detail: 'it cannot' },
    });
  });

  test('reports it for single frames as well', async () => {
    const path = await makePoorFfmpeg(at('without-mjpeg'), / mjpeg /);
    const captured = await ffmpegWith(path).capture({ path: video, demuxer: null }, ['-c:v', 'mjpeg']);
    expect(captured).toMatchObject(missing('mjpeg'));
  });
});

test('queries each list once per program, and again only after a failed query', async () => {
  const queries: string[] = [];
  let version = '1';
  let answer: string | null = null;
  const abilities = createAbilities({
    tool: async () => ok({ path: '/ffmpeg', version, origin: 'test' }),
    print: async (path, args) => {
      queries.push([path, ...args].join(' '));
      return answer;
    },
  });
  // Unknown, so nothing is reported as missing.
  expect(await abilities.need([{ kind: 'filter', name: 'scale' }])).toEqual({ ok: true, value: {} });
  answer = ' ..C scale             V->V       Scale the input video size.\n';
  const supports = async (name: string) => (await abilities.need([{ kind: 'filter', name }])).ok;
  expect(await Promise.all([supports('scale'), supports('zscale')])).toEqual([true, false]);
  expect(await supports('scale')).toBe(true);
  expect(queries).toHaveLength(2);
  version = '2';
  await supports('scale');
  expect(queries).toHaveLength(3);
});

test('reports ffmpeg itself as missing where there is none', async () => {
  const none = fail('tool-missing', { subject: 'ffmpeg', reason: 'not-found' });
  const abilities = createAbilities({ tool: async () => none, print: async () => null });
  expect(await abilities.need([])).toEqual(none);
});

test('parses the lists of later versions', () => {
  expect([
    [...namesIn('filter', ' .. abench  A->A  Benchmark\n TS acrossover A->N Split\n')],
    [...namesIn('encoder', ' V....D libx264              libx264 H.264\n ------\n V..... = Video\n')],
    [...namesIn('decoder', ' DEV.L. av1  AV1 (decoders: libdav1d)\n .EV.L. cinepak  x\n D.VI.S 012v  y\n')],
  ]).toEqual([['abench', 'acrossover'], ['libx264'], ['av1', '012v']]);
});

const probedOf = (printed: object): Probed => {
  const probed = parseProbed(JSON.stringify(printed));
  if (!probed.ok) throw new Error(probed.error.code);
  return probed.value;
};

test('finds the video and audio codecs of a file', () => {
  const streams = [
    { codec_type: 'video', codec_name: 'hevc', codec_tag_string: 'hvc1' },
    { codec_type: 'video', codec_tag_string: 'vvc1' },
    { codec_type: 'audio', codec_name: 'none', codec_tag_string: '[0][0][0][0]' },
    { codec_type: 'data', codec_name: 'bin_data' },
  ];
  expect([codecsIn(probedOf({ streams })), codecsIn(probedOf({}))]).toEqual([['hevc', 'vvc1'], []]);
});

test('reads the required capabilities from the arguments', () => {
  const names = (...args: readonly string[]) => abilitiesFor(args).map(({ kind, name }) => `${kind} ${name}`);
  expect([
    names('-c:v', 'libx264', '-c:a', 'copy', '-an', '-codec:a', 'aac'),
    names('-vf', "crop=1:1:'min(a,scale)':0,format=rgba,setsar=1"),
    names('-filter_complex', '[0:v]split[top][under];[under]lutrgb=r=maxval[white];[white][top]overlay'),
    names('-c', 'copy', '-f', 'mp4'),
  ]).toEqual([
    ['encoder libx264', 'encoder aac'],
    ['filter crop', 'filter format', 'filter setsar'],
    ['filter split', 'filter lutrgb', 'filter overlay'],
    [],
  ]);
});

test('an undecodable audio track counts only where a run uses it', () => {
  const printed = probedOf({
    streams: [
      { codec_type: 'video', codec_name: 'h264' },
      { codec_type: 'audio', codec_tag_string: 'apac' },
      { codec_type: 'audio', codec_name: 'aac' },
    ],
  });
  const codecs = (...args: readonly string[]) => codecsIn(printed, mappedAudio(args));
  expect(codecs('-map', '0:V:0', '-map', '0:a:1?')).toEqual(['h264', 'aac']);
  expect(codecs('-map', '0:a:0')).toEqual(['h264', 'apac']);
  expect(codecs('-map', '0:V:0', '-an')).toEqual(['h264']);
  expect(codecs('-vf', 'null')).toEqual(['h264', 'apac', 'aac']);
  expect(codecs('-filter_complex', '[0:a:1]anull[sound]', '-map', '[sound]')).toEqual([
    'h264',
    'apac',
    'aac',
  ]);
});

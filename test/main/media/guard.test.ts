/** Files that try to make ffmpeg open something else, and files that try to be taken for what they are not. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileAddress, inputGuard } from '#main/media/guard.ts';
import { createProbe } from '#main/media/probe.ts';
import { builds, ffmpegWith, makeClip } from '#test/fixtures/media.ts';

let folder: string;
let server: Server;
let port: number;
let hits = 0;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-guard-'));
  await makeClip(at('private.mp4'), { seconds: 1 });
  await makeClip(at('private.ts'), { seconds: 1 });
  server = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const m3u8 = (target: string) =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${target}\n#EXT-X-ENDLIST\n`;
const playlists = (): readonly (readonly [string, string])[] => {
  const url = `http://127.0.0.1:${port}/secret`;
  return [
    ['HLS to an address', m3u8(`${url}.ts`)],
    ['HLS to a file', m3u8(at('private.ts'))],
    ['HLS to a file by protocol', m3u8(`file://${at('private.ts')}`)],
    ['HLS to a joined address', m3u8(`concat:${url}|file:///etc/passwd`)],
    ['a list of clips', `ffconcat version 1.0\nfile '${at('private.mp4')}'\n`],
    [
      'DASH',
      `<?xml version="1.0"?>\n<MPD type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${url}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    ],
    [
      'SDP',
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${port} RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
    ],
    ['a stream description', `<?xml version="1.0"?>\n<smil><body><video src="${url}"/></body></smil>`],
    [
      'SVG',
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${url}.png"/></svg>`,
    ],
    ['subtitles', '1\n00:00:00,000 --> 00:00:05,000\nwords\n'],
    ['a RealMedia link', `RTSPtext\nhttp://127.0.0.1:${port}/x\n`],
    ['a Windows Media link', `<ASX version="3.0"><Entry><Ref href="${url}"/></Entry></ASX>`],
  ];
};

describe.each(builds)('with $name', ({ path: buildPath }) => {
  const ffmpeg = ffmpegWith(buildPath);
  const probe = createProbe(ffmpeg);

  test.each(['.mp4', '.jpg', '.m3u8', ''])(
    'no playlist under the name list%s is opened, probed or encoded',
    async (extension) => {
      hits = 0;
      for (const [kind, text] of playlists()) {
        const path = at(`list${extension}`);
        await writeFile(path, text);
        expect({ kind, probed: await probe(path) }).toMatchObject({
          kind,
          probed: { ok: false, error: { code: 'file-not-media' } },
        });
        const encoded = await ffmpeg.encode({
          inputs: [{ path, demuxer: null }],
          args: ['-c:v', 'mpeg4', '-f', 'mp4'],
          outPath: at('stolen.mp4'),
          outFolder: folder,
          lengthSec: null,
          signal: new AbortController().signal,
          onProgress: () => undefined,
        });
        expect({ kind, encoded }).toMatchObject({
          kind,
          encoded: { ok: false, error: { code: 'tool-failed' } },
        });
        const captured = await ffmpeg.capture({ path, demuxer: null }, [
          '-frames:v',
          '1',
          '-c:v',
          'mjpeg',
          '-f',
          'image2pipe',
        ]);
        expect({ kind, isCaptured: captured.ok }).toEqual({ kind, isCaptured: false });
      }
      expect(hits).toBe(0);
    },
  );
});

test('noise is never taken for a clip or a song', async () => {
  const probe = createProbe(ffmpegWith());
  const codes: string[] = [];
  for (const size of [1, 3, 12, 100, 1000, 5000, 20_000, 50_000, 100_000, 400_000]) {
    for (let time = 0; time < 3; time += 1) {
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

test('what lists other files is not among what may be read', () => {
  const guard = inputGuard(null);
  const formats = guard[guard.indexOf('-format_whitelist') + 1]?.split(',') ?? [];
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
  expect(guard[guard.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe');
  expect(inputGuard('png_pipe').slice(-2)).toEqual(['-f', 'png_pipe']);
});

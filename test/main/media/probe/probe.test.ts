import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import { ffmpeg, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';

const { probe } = mediaWith();
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-probe-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const videoFacts = async (path: string): Promise<VideoFacts> => {
  const facts = await probe(path);
  if (!facts.ok || facts.value.kind !== 'video') throw new Error(`not a video: ${JSON.stringify(facts)}`);
  return facts.value;
};
const imageFacts = async (path: string): Promise<ImageFacts> => {
  const facts = await probe(path);
  if (!facts.ok || facts.value.kind !== 'image') throw new Error(`not an image: ${JSON.stringify(facts)}`);
  return facts.value;
};

describe('video', () => {
  test('is recognised by its content', async () => {
    const facts = await videoFacts(await makeVideo(at('plain.mp4'), { hasAudio: true }));
    expect(facts).toMatchObject({
      kind: 'video',
      container: 'mp4',
      durationSec: 4,
      fps: 25,
      isVariableFps: false,
      videoCodec: 'h264',
      pixelFormat: 'yuv420p',
      audioCodec: 'aac',
      isHdr: false,
      isAnamorphic: false,
      width: 480,
      height: 640,
      rotationDeg: 0,
      hasAlpha: false,
    });
    expect(facts.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(facts.sizeBytes).toBeGreaterThan(1000);
  });

  test.each([
    ['clip.mov', [], 'mov', 'h264'],
    ['clip.mkv', [], 'mkv', 'h264'],
    ['clip.webm', ['-c:v', 'libvpx', '-deadline', 'realtime'], 'webm', 'vp8'],
    ['clip.avi', ['-c:v', 'mpeg4'], 'avi', 'mpeg4'],
  ])('has container %s', async (name, options, container, videoCodec) => {
    const facts = await videoFacts(await makeVideo(at(name), { seconds: 2, options }));
    expect(facts).toMatchObject({ container, videoCodec, width: 480, height: 640, audioCodec: null });
    expect(facts.durationSec).toBeCloseTo(2, 1);
  });

  test('with a wrong extension is recognised by its content', async () => {
    await makeVideo(at('really.mp4'), { seconds: 1 });
    await ffmpeg('-i', at('really.mp4'), '-c', 'copy', '-f', 'mp4', at('named.jpg'));
    expect(await videoFacts(at('named.jpg'))).toMatchObject({ kind: 'video', container: 'mp4' });
  });

  test('with a rotation is measured upright', async () => {
    await makeVideo(at('wide.mp4'), { seconds: 1, width: 640, height: 360 });
    await ffmpeg('-i', at('wide.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90', at('turned.mp4'));
    const facts = await videoFacts(at('turned.mp4'));
    expect(facts).toMatchObject({ width: 360, height: 640 });
    // Builds differ in the direction in which this tag rotates.
    expect([90, 270]).toContain(facts.rotationDeg);
  });

  test('with non-square pixels is measured as displayed', async () => {
    const path = await makeVideo(at('stretched.mp4'), {
      seconds: 1,
      width: 360,
      height: 480,
      options: ['-vf', 'setsar=2/1'],
    });
    expect(await videoFacts(path)).toMatchObject({ width: 720, height: 480, isAnamorphic: true });
  });

  test('with a variable frame rate is marked as such', async () => {
    const path = await makeVideo(at('varying.mp4'), {
      seconds: 3,
      options: ['-vf', "select='not(mod(n,7))+lt(n,20)'", '-vsync', 'vfr'],
    });
    expect((await videoFacts(path)).isVariableFps).toBe(true);
  });

  test.each([
    'with space.mp4',
    "with 'quotes'.mp4",
    '-leading-dash.mp4',
    'emoji \u{1F57A}.mp4',
    'new\nline.mp4',
    '100%d.mp4',
    'a:b.mp4',
  ])('may be named %j', async (name) => {
    await makeVideo(at('source.mp4'), { seconds: 1 });
    await ffmpeg('-i', `file:${at('source.mp4')}`, '-c', 'copy', '-f', 'mp4', `file:${at(name)}`);
    expect(await videoFacts(at(name))).toMatchObject({ container: 'mp4' });
  });
});

describe('image', () => {
  test.each([
    ['a.jpg', 'jpg', []],
    ['a.png', 'png', ['-pix_fmt', 'rgb24']],
    ['a.bmp', 'bmp', []],
    ['a.tiff', 'tiff', []],
  ])('%s is recognised', async (name, container, options) => {
    expect(await imageFacts(await makeImage(at(name), { options }))).toMatchObject({
      kind: 'image',
      container,
      isAnimated: false,
      width: 600,
      height: 800,
      rotationDeg: 0,
      hasAlpha: false,
    });
  });

  test('may be transparent', async () => {
    const path = await makeImage(at('clear.png'), { options: ['-pix_fmt', 'rgba'] });
    expect(await imageFacts(path)).toMatchObject({ container: 'png', hasAlpha: true });
  });

  test('may be animated', async () => {
    const path = await makeVideo(at('moving.gif'), { seconds: 1, fps: 5, options: ['-pix_fmt', 'rgb8'] });
    expect(await imageFacts(path)).toMatchObject({ container: 'gif', isAnimated: true });
  });

  test('with an EXIF rotation is measured upright', async () => {
    const path = await makeImage(at('exif.jpg'), { width: 800, height: 600 });
    await writeFile(path, withExifOrientation(await readBytes(path), 6));
    expect(await imageFacts(path)).toMatchObject({ width: 600, height: 800, rotationDeg: 90 });
  });

  test('of absurd size is refused before it is decoded', async () => {
    const header = Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff080200000000000000', 'hex');
    await writeFile(at('bomb.png'), Buffer.concat([header, Buffer.alloc(2000)]));
    const facts = await probe(at('bomb.png'));
    expect(facts.ok ? 'opened' : facts.error.code).toMatch(/^file-(too-large|not-media)$/);
  });
});

const readBytes = (path: string): Promise<Buffer> =>
  import('node:fs/promises').then(({ readFile }) => readFile(path));

/** Inserts an EXIF segment with one entry, the orientation, after the JPEG's first marker. */
const withExifOrientation = (jpeg: Buffer, orientation: number): Buffer => {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const block = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), body]);
  block.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), block, jpeg.subarray(2)]);
};

describe('refuses unusable input with a code', () => {
  const codeOf = async (path: string) => {
    const facts = await probe(path);
    return facts.ok ? 'opened' : facts.error;
  };
  test('a missing file', async () => {
    expect(await codeOf(at('nowhere.mp4'))).toEqual({
      code: 'file-missing',
      charged: 'no',
      subject: 'nowhere.mp4',
    });
  });
  test('an empty file', async () => {
    await writeFile(at('empty.mp4'), '');
    expect(await codeOf(at('empty.mp4'))).toMatchObject({ code: 'file-empty' });
  });
  test('a folder', async () => {
    await mkdir(at('folder.mp4'));
    expect(await codeOf(at('folder.mp4'))).toMatchObject({ code: 'file-is-folder' });
  });
  test.each([
    ['text', Buffer.from('just some words, many of them. '.repeat(200))],
    ['noise', Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 251))],
    ['half a header', Buffer.from([0, 0, 0, 24, 102, 116, 121, 112])],
  ])('%s', async (name, bytes) => {
    await writeFile(at(`${name}.mp4`), bytes);
    const error = await codeOf(at(`${name}.mp4`));
    expect(error).toMatchObject({ code: 'file-not-media', charged: 'no', subject: `${name}.mp4` });
    expect(JSON.stringify(error)).not.toContain(folder);
  });
  test('audio alone', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'sine', '-t', '1', at('song.mp3'));
    expect(await codeOf(at('song.mp3'))).toMatchObject({ code: 'file-no-video' });
  });
});

test('a playlist named as a video does not cause another file to be opened', async () => {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await makeVideo(at('private.mp4'), { seconds: 1 });
  const playlists = [
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`,
    `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${at('private.mp4')}\n#EXT-X-ENDLIST\n`,
    `ffconcat version 1.0\nfile '${at('private.mp4')}'\n`,
    `<?xml version="1.0"?><MPD><Period><AdaptationSet><Representation><BaseURL>http://127.0.0.1:${port}/b</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video ${port} RTP/AVP 96\n`,
  ];
  try {
    for (const [index, text] of playlists.entries()) {
      await writeFile(at(`list-${index}.mp4`), text);
      const facts = await probe(at(`list-${index}.mp4`));
      expect(facts).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    }
    expect(hits).toBe(0);
  } finally {
    server.close();
  }
});

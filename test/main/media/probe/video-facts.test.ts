import { describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { Measured, Pace } from '#main/media/probe/packet-times.ts';
import { parseProbed } from '#main/media/probe/probed.ts';
import { videoFacts } from '#main/media/probe/video-facts.ts';

type Measure = Parameters<typeof videoFacts>[0]['measure'];
type Printed = Record<string, unknown>;
const video: Printed = {
  codec_type: 'video',
  codec_name: 'h264',
  width: 1280,
  height: 720,
  pix_fmt: 'yuv420p',
  sample_aspect_ratio: '1:1',
  avg_frame_rate: '30/1',
  r_frame_rate: '30/1',
  duration: '10.000000',
  nb_frames: '300',
};
const format: Printed = {
  format_name: 'mov,mp4,m4a,3gp,3g2,mj2',
  duration: '10.02',
  tags: { major_brand: 'isom' },
};

const notCalled = async () => fail('internal', { detail: 'must not be called' });

const factsOf = async (
  changes: { readonly stream?: Printed; readonly others?: readonly Printed[]; readonly format?: Printed },
  measure: Measure = notCalled,
  pace: Pace | null = null,
) => {
  const streams = [...(changes.others ?? []), { ...video, ...changes.stream }];
  const probed = parseProbed(JSON.stringify({ streams, format: { ...format, ...changes.format } }));
  return probed.ok ? videoFacts({ probed: probed.value, measure, pace }) : probed;
};
const saw = (measured: Measured) => async () => ok(measured);

describe("facts of a video from ffprobe's output", () => {
  test('come from the header alone where that is sufficient', async () => {
    expect(await factsOf({})).toEqual({
      ok: true,
      value: {
        kind: 'video',
        container: 'mp4',
        durationSec: 10,
        firstFrameSec: 0,
        containerSec: 10.02,
        tracksEndSec: null,
        wrongHeaderSec: null,
        hasHiddenFrames: false,
        hasRestarts: false,
        fps: 30,
        isVariableFps: false,
        videoCodec: 'h264',
        pixelFormat: 'yuv420p',
        audioCodec: null,
        audioStream: 0,
        audioChannels: null,
        audioRateHz: null,
        audioSec: null,
        undecodableAudio: [],
        sizeChanges: [],
        isHdr: false,
        isAnamorphic: false,
        width: 1280,
        height: 720,
        rotationDeg: 0,
        hasAlpha: false,
        transfer: null,
        bitDepth: 8,
        isInterlaced: false,
        hasMetadata: false,
        otherStreams: 0,
        keyframesSec: null,
        videoStream: 0,
      },
    });
  });

  test.each([
    [{ tags: { major_brand: 'qt  ' } }, {}, 'mov'],
    [{ tags: {} }, {}, 'mov'],
    [{ tags: { major_brand: '3gp5' } }, {}, '3gp'],
    [{ format_name: 'matroska,webm' }, { codec_name: 'vp9' }, 'webm'],
    [{ format_name: 'matroska,webm' }, { codec_name: 'h264' }, 'mkv'],
    [{ format_name: 'avi' }, {}, 'avi'],
    [{ format_name: 'mpegts' }, {}, 'mpegts'],
  ])('have the container of the content: %o', async (changedFormat, stream, container) => {
    expect(await factsOf({ format: changedFormat, stream })).toMatchObject({ value: { container } });
  });

  test.each([
    [{ side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] }, 90],
    [{ side_data_list: [{ rotation: 90 }] }, 270],
    [{ side_data_list: [{ rotation: -180 }] }, 180],
    [{ side_data_list: [{ rotation: -45 }] }, 0],
    [{ side_data_list: [{ rotation: 'nan' }] }, 0],
    [{ side_data_list: [{ rotation: '-90.00' }] }, 90],
    [{ side_data_list: [{ side_data_type: 'CPB properties' }] }, 0],
    [{ tags: { rotate: '90' } }, 90],
    [{ tags: { rotate: '450' } }, 90],
    [{ tags: { rotate: 'sideways' } }, 0],
  ])('have the rotation of the header: %o', async (stream, rotationDeg) => {
    const isSide = rotationDeg === 90 || rotationDeg === 270;
    const size = isSide ? { width: 720, height: 1280 } : { width: 1280, height: 720 };
    expect(await factsOf({ stream })).toMatchObject({ value: { rotationDeg, ...size } });
  });

  test('have the displayed width, before rotation', async () => {
    const stream = {
      width: 720,
      height: 576,
      sample_aspect_ratio: '64:45',
      side_data_list: [{ rotation: -90 }],
    };
    expect(await factsOf({ stream })).toMatchObject({
      value: { isAnamorphic: true, width: 576, height: 1024 },
    });
    for (const untold of ['0:1', 'N/A', undefined])
      expect(await factsOf({ stream: { sample_aspect_ratio: untold } })).toMatchObject({
        value: { isAnamorphic: false, width: 1280 },
      });
  });

  test('have HDR only for an HDR transfer', async () => {
    const isHdr = async (color_transfer: string) => {
      const facts = await factsOf({ stream: { color_transfer } });
      return facts.ok && facts.value.isHdr;
    };
    expect([await isHdr('smpte2084'), await isHdr('arib-std-b67'), await isHdr('bt709')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('ignore a cover image beside the video', async () => {
    const cover = {
      codec_type: 'video',
      codec_name: 'mjpeg',
      width: 500,
      height: 500,
      disposition: { attached_pic: 1 },
    };
    expect(await factsOf({ others: [cover] })).toMatchObject({ value: { videoCodec: 'h264', width: 1280 } });
  });

  test('have the first audio track', async () => {
    const audioTracks = [
      { codec_type: 'audio', codec_name: 'aac' },
      { codec_type: 'audio', codec_name: 'ac3' },
    ];
    expect(await factsOf({ others: audioTracks })).toMatchObject({ value: { audioCodec: 'aac' } });
  });

  test.each([
    ['30000/1001', '30000/1001', false],
    ['30000/1001', '30/1', false],
    ['2997/100', '120/1', true],
    ['24/1', '30/1', true],
  ])(
    'with %s frames per second on average and a nominal %s are variable: %s',
    async (avg_frame_rate, r_frame_rate, isVariableFps) => {
      expect(await factsOf({ stream: { avg_frame_rate, r_frame_rate } })).toMatchObject({
        value: { isVariableFps },
      });
    },
  );
});

describe('frame timing', () => {
  test.each([
    [
      'comes from the index, not from an average that counts hidden frames',
      { fps: 30, oddShare: 0 },
      30,
      false,
    ],
    [
      'is variable where the index states it, though the average looks constant',
      { fps: 29.9, oddShare: 0.3 },
      30,
      true,
    ],
    ['is constant despite one lost frame', { fps: 29.95, oddShare: 0.004 }, 30, false],
    ['comes from the index where ffprobe states another rate', { fps: 24, oddShare: 0 }, 24, false],
  ])('%s', async (_, pace, fps, isVariableFps) => {
    const facts = await factsOf({ stream: { avg_frame_rate: '35400/1000' } }, notCalled, pace);
    expect(facts).toMatchObject({ value: { fps, isVariableFps } });
  });

  test('comes from the frames themselves where there is no index', async () => {
    const bare = { nb_frames: undefined };
    expect(await factsOf({ stream: bare }, saw({ lengthSec: 10, fps: 30, oddShare: 0.4 }))).toMatchObject({
      value: { isVariableFps: true },
    });
  });
});

describe('start times of audio and video', () => {
  test('begin with the audio, and the video may start later', async () => {
    const facts = await factsOf({ stream: { start_time: '1.900' }, format: { start_time: '1.400' } });
    expect(facts).toMatchObject({ value: { durationSec: 10.5 } });
  });
});

describe('further facts', () => {
  test.each([
    [
      { color_transfer: 'smpte2084', pix_fmt: 'yuv420p10le' },
      { transfer: 'smpte2084', bitDepth: 10 },
    ],
    [
      { color_transfer: 'unknown', pix_fmt: 'p010le' },
      { transfer: null, bitDepth: 10 },
    ],
    [{ pix_fmt: 'yuva444p12le' }, { bitDepth: 12, hasAlpha: true }],
    [{ pix_fmt: 'gbrp16be' }, { bitDepth: 16, hasAlpha: false }],
    [{ pix_fmt: 'rgb24' }, { bitDepth: 8, hasAlpha: false }],
    [{ codec_name: 'vp9', tags: { alpha_mode: '1' } }, { hasAlpha: true }],
    [{ codec_name: 'vp9', tags: { ALPHA_MODE: '0' } }, { hasAlpha: false }],
    [{ field_order: 'tt' }, { isInterlaced: true }],
    [{ field_order: 'bt' }, { isInterlaced: true }],
    [{ field_order: 'progressive' }, { isInterlaced: false }],
    [{ field_order: 'unknown' }, { isInterlaced: false }],
  ])('%o: %o', async (stream, expected) => {
    expect(await factsOf({ stream })).toMatchObject({ value: expected });
  });

  test.each([
    ['about the container', { encoder: 'Lavf60.3.100', minor_version: '512' }, { language: 'und' }, false],
    ['about the handler', {}, { handler_name: 'VideoHandler', vendor_id: '[0][0][0][0]' }, false],
    ['about a location', { location: '+40.7-074.0/' }, {}, true],
    ['about a device', { 'com.apple.quicktime.model': 'iPhone 15' }, {}, true],
    ['about a date', {}, { creation_time: '2024-05-01T10:00:00.000000Z' }, true],
    ['with a camera in the encoder tag', {}, { encoder: 'GoPro AVC encoder' }, true],
    ['with a comment', { comment: 'at home' }, {}, true],
  ])('tags %s are metadata: %o %o', async (_, formatTags, tags, hasMetadata) => {
    const facts = await factsOf({ format: { tags: formatTags }, stream: { tags } });
    expect(facts).toMatchObject({ value: { hasMetadata } });
  });

  test('count tracks besides the main ones', async () => {
    const others = [
      { codec_type: 'audio', codec_name: 'aac' },
      { codec_type: 'audio', codec_name: 'aac' },
      { codec_type: 'data', codec_name: 'bin_data' },
    ];
    expect(await factsOf({ others })).toMatchObject({ value: { otherStreams: 2 } });
    expect(await factsOf({ others: others.slice(0, 1) })).toMatchObject({ value: { otherStreams: 0 } });
  });
});

describe('several video tracks', () => {
  const track = (width: number, more: Printed = {}): Printed => ({
    ...video,
    width,
    height: width / 2,
    ...more,
  });
  const marked = { disposition: { default: 1 } };
  test.each([
    ['the first', [track(1000), track(1200)], 1000, 0],
    ['the one marked as default', [track(1000), track(1200, marked)], 1200, 1],
    ['not a small preview', [track(160, marked), track(1920)], 1920, 1],
    ['not a single still image', [track(2000, { nb_frames: '1' }), track(1920)], 1920, 1],
    [
      'not a cover, which ffmpeg does not count',
      [track(900, { disposition: { attached_pic: 1 } }), track(640)],
      640,
      0,
    ],
    ['a still image, where there is nothing else', [track(640, { nb_frames: '1' })], 640, 0],
  ])('players show %s', async (_, streams, width, videoStream) => {
    const probed = parseProbed(JSON.stringify({ streams, format }));
    const facts = probed.ok ? await videoFacts({ probed: probed.value, measure: notCalled }) : probed;
    expect(facts).toMatchObject({ ok: true, value: { width, videoStream } });
  });
});

describe('frames are read where the header is not sufficient', () => {
  const bare = { duration: undefined, nb_frames: undefined };
  const matroska = { format_name: 'matroska,webm', duration: undefined };

  test('for the duration, as in a browser recording', async () => {
    const facts = await factsOf(
      { stream: { ...bare, avg_frame_rate: '0/0', r_frame_rate: '1000/1' }, format: matroska },
      saw({ lengthSec: 7.5, fps: 29.4 }),
    );
    expect(facts).toMatchObject({ value: { durationSec: 7.5, fps: 29.4, isVariableFps: false } });
  });

  test('for a rate that only the first frames have', async () => {
    const facts = await factsOf(
      { stream: { ...bare, tags: { DURATION: '00:01:00.500000000' } }, format: matroska },
      saw({ lengthSec: 60.5, fps: 17 }),
    );
    expect(facts).toMatchObject({ value: { durationSec: 60.5, fps: 17, isVariableFps: true } });
  });

  test('and the header is used where the file is too long for that', async () => {
    const long = { stream: bare, format: { format_name: 'mpegts', duration: '90000' } };
    expect(await factsOf(long, async () => fail('tool-timeout'))).toMatchObject({
      value: { durationSec: 90_000, fps: 30 },
    });
  });

  test('and the file is refused where neither is available', async () => {
    const silent = { stream: bare, format: matroska };
    expect(await factsOf(silent, async () => fail('tool-timeout'))).toMatchObject({
      ok: false,
      error: { code: 'tool-timeout' },
    });
    expect(await factsOf(silent, saw({ lengthSec: 0, fps: 0 }))).toMatchObject({
      ok: false,
      error: { code: 'file-not-media' },
    });
  });
});

describe('ffprobe output of another file', () => {
  test('with audio alone is not a video', async () => {
    const probed = parseProbed(JSON.stringify({ streams: [{ codec_type: 'audio', codec_name: 'mp3' }] }));
    expect(probed.ok && (await videoFacts({ probed: probed.value, measure: notCalled }))).toMatchObject({
      error: { code: 'file-no-video' },
    });
  });

  test.each(['', '{}', '{"streams":[]}', '{"streams":[{"codec_type":"subtitle"}]}', 'no JSON', '[1]'])(
    '%j is not media',
    async (printed) => {
      const probed = parseProbed(printed);
      const facts = probed.ok ? await videoFacts({ probed: probed.value, measure: notCalled }) : probed;
      expect(facts).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    },
  );

  test('without a frame size is not a video', async () => {
    expect(await factsOf({ stream: { width: 0 } })).toMatchObject({
      ok: false,
      error: { code: 'file-not-media' },
    });
  });
});

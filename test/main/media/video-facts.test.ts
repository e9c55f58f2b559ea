import { describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { parseProbed } from '#main/media/probed.ts';
import { type Measured, videoFacts } from '#main/media/video-facts.ts';

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

const notAsked = async () => fail('internal', { detail: 'nobody should look' });

const factsOf = async (
  changes: { readonly stream?: Printed; readonly others?: readonly Printed[]; readonly format?: Printed },
  measure: Parameters<typeof videoFacts>[1] = notAsked,
) => {
  const streams = [...(changes.others ?? []), { ...video, ...changes.stream }];
  const probed = parseProbed(JSON.stringify({ streams, format: { ...format, ...changes.format } }));
  return probed.ok ? videoFacts(probed.value, measure) : probed;
};
const saw = (measured: Measured) => async () => ok(measured);

describe('a clip, by what ffprobe prints', () => {
  test('is known from its header alone where that tells all', async () => {
    expect(await factsOf({})).toEqual({
      ok: true,
      value: {
        kind: 'video',
        container: 'mp4',
        durationSec: 10,
        fps: 30,
        isVariableFps: false,
        videoCodec: 'h264',
        pixelFormat: 'yuv420p',
        audioCodec: null,
        isHdr: false,
        isAnamorphic: false,
        width: 1280,
        height: 720,
        rotationDeg: 0,
        hasAlpha: false,
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
  ])('is in the container that its content says: %o', async (changedFormat, stream, container) => {
    expect(await factsOf({ format: changedFormat, stream })).toMatchObject({ value: { container } });
  });

  test.each([
    [{ side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] }, 90],
    [{ side_data_list: [{ rotation: 90 }] }, 270],
    [{ side_data_list: [{ rotation: -180 }] }, 180],
    [{ side_data_list: [{ rotation: '-90.00' }] }, 90],
    [{ side_data_list: [{ side_data_type: 'CPB properties' }] }, 0],
    [{ tags: { rotate: '90' } }, 90],
    [{ tags: { rotate: '450' } }, 90],
    [{ tags: { rotate: 'sideways' } }, 0],
  ])('is turned as its header says: %o', async (stream, rotationDeg) => {
    const isSide = rotationDeg === 90 || rotationDeg === 270;
    const size = isSide ? { width: 720, height: 1280 } : { width: 1280, height: 720 };
    expect(await factsOf({ stream })).toMatchObject({ value: { rotationDeg, ...size } });
  });

  test('is as wide as it is shown, before it is turned', async () => {
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

  test('has HDR where its transfer says so, and only there', async () => {
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

  test('is not the cover picture beside it', async () => {
    const cover = {
      codec_type: 'video',
      codec_name: 'mjpeg',
      width: 500,
      height: 500,
      disposition: { attached_pic: 1 },
    };
    expect(await factsOf({ others: [cover] })).toMatchObject({ value: { videoCodec: 'h264', width: 1280 } });
  });

  test('has the first of its sounds', async () => {
    const sounds = [
      { codec_type: 'audio', codec_name: 'aac' },
      { codec_type: 'audio', codec_name: 'ac3' },
    ];
    expect(await factsOf({ others: sounds })).toMatchObject({ value: { audioCodec: 'aac' } });
  });

  test.each([
    ['30000/1001', '30000/1001', false],
    ['30000/1001', '30/1', false],
    ['2997/100', '120/1', true],
    ['24/1', '30/1', true],
  ])(
    'with %s frames a second on average and %s named varies: %s',
    async (avg_frame_rate, r_frame_rate, isVariableFps) => {
      expect(await factsOf({ stream: { avg_frame_rate, r_frame_rate } })).toMatchObject({
        value: { isVariableFps },
      });
    },
  );
});

describe('a clip whose header does not tell all is looked through', () => {
  const bare = { duration: undefined, nb_frames: undefined };
  const matroska = { format_name: 'matroska,webm', duration: undefined };

  test('for its length, as a browser records it', async () => {
    const facts = await factsOf(
      { stream: { ...bare, avg_frame_rate: '0/0', r_frame_rate: '1000/1' }, format: matroska },
      saw({ lengthSec: 7.5, fps: 29.4 }),
    );
    expect(facts).toMatchObject({ value: { durationSec: 7.5, fps: 29.4, isVariableFps: false } });
  });

  test('for a rate that only its first frames keep to', async () => {
    const facts = await factsOf(
      { stream: { ...bare, tags: { DURATION: '00:01:00.500000000' } }, format: matroska },
      saw({ lengthSec: 60.5, fps: 17 }),
    );
    expect(facts).toMatchObject({ value: { durationSec: 60.5, fps: 17, isVariableFps: true } });
  });

  test('and taken at its word where it is too long for that', async () => {
    const long = { stream: bare, format: { format_name: 'mpegts', duration: '90000' } };
    expect(await factsOf(long, async () => fail('tool-timeout'))).toMatchObject({
      value: { durationSec: 90_000, fps: 30 },
    });
  });

  test('and refused where neither helps', async () => {
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

describe('what ffprobe prints of something else', () => {
  test('with sound alone is no clip', async () => {
    const probed = parseProbed(JSON.stringify({ streams: [{ codec_type: 'audio', codec_name: 'mp3' }] }));
    expect(probed.ok && (await videoFacts(probed.value, notAsked))).toMatchObject({
      error: { code: 'file-no-video' },
    });
  });

  test.each(['', '{}', '{"streams":[]}', '{"streams":[{"codec_type":"subtitle"}]}', 'no JSON', '[1]'])(
    '%j is no media',
    async (printed) => {
      const probed = parseProbed(printed);
      const facts = probed.ok ? await videoFacts(probed.value, notAsked) : probed;
      expect(facts).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    },
  );

  test('without a size is no clip', async () => {
    expect(await factsOf({ stream: { width: 0 } })).toMatchObject({
      ok: false,
      error: { code: 'file-not-media' },
    });
  });
});

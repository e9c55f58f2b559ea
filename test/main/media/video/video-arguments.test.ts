import { describe, expect, test } from 'vitest';
import type { VideoStep } from '#contract/model/plan.ts';
import { encodeArguments } from '#main/media/video/encode-arguments.ts';
import { frameCount, frameRate, remuxArguments, seekTo } from '#main/media/video/video-arguments.ts';
import { videoFilters } from '#main/media/video/video-filters.ts';
import { fittingVideo } from '#test/fixtures/facts.ts';

const encode = {
  kind: 'encode',
  videoCodec: 'h264',
  fps: 30,
  audio: 'aac',
  maxBytes: 100_000_000,
  because: ['video-codec'],
} as const satisfies VideoStep;
const scale: VideoStep = { kind: 'scale', width: 720, height: 1280, because: ['video-side-too-short'] };
const pad: VideoStep = { kind: 'pad', edge: 'plain', width: 800, height: 1280, because: ['video-aspect'] };
const standard = { matrix: 'bt709', isStandard: true } as const;
const defaults = {
  colours: standard,
  stretched: null,
  facts: fittingVideo,
  pass: { number: 1, path: '/tmp/pass' },
} as const;
const wide = { matrix: 'bt2020', isStandard: false } as const;
const toneMap: VideoStep = { kind: 'tone-map', because: ['video-hdr'] };

describe('frame rate', () => {
  test.each([
    [30, '30'],
    [29.97, '30000/1001'],
    [29.97002997, '30000/1001'],
    [23.976, '24000/1001'],
    [59.94, '60000/1001'],
    [25, '25'],
    [17.3456, '17.346'],
    [12.5, '12.5'],
  ])('%f is written %s', (fps, written) => {
    expect(frameRate(fps)).toBe(written);
  });
});

describe('number of frames of a part', () => {
  test('is exact where it is a whole number', () => {
    expect([
      frameCount(10, 30, 3),
      frameCount(3, 25, 3),
      frameCount(3.4, 30, 3),
      frameCount(0.001, 30, 3),
    ]).toEqual([300, 75, 102, 1]);
  });

  test('never makes a part longer than the selected maximum, nor shorter than the minimum', () => {
    for (const fps of [23.976, 24000 / 1001, 29.97, 59.94, 14.7]) {
      expect(frameCount(10, fps, 3) / fps).toBeLessThanOrEqual(10);
      expect(frameCount(30, fps, 3) / fps).toBeLessThanOrEqual(30);
      expect(frameCount(3, fps, 3) / fps).toBeGreaterThanOrEqual(3);
      expect(frameCount(4.03, fps, 3) / fps).toBeLessThanOrEqual(4.03);
      expect(Math.abs(frameCount(7.77, fps, 3) - 7.77 * fps)).toBeLessThan(1);
    }
  });
});

describe('start of decoding', () => {
  const window = { startSec: 20.5, endSec: 30.5 };
  const mp4 = { container: 'mp4', hasRestarts: false };
  test.each([
    ['mp4', { input: ['-ss', '20.500000'], leadSec: 0 }],
    ['mkv', { input: ['-ss', '20.500000'], leadSec: 0 }],
    ['mpegts', { input: ['-ss', '8.500000'], leadSec: 12 }],
    ['h264', { input: [], leadSec: 20.5 }],
  ])('in %s is at a keyframe before the cut', (container, seek) => {
    expect(seekTo(window, true, { container, hasRestarts: false })).toEqual(seek);
  });

  test('is the start of the file where its timestamps restart before the cut', () => {
    const joined = { container: 'mpegts', hasRestarts: true };
    expect(seekTo(window, true, joined)).toEqual({ input: [], leadSec: 20.5 });
  });

  test('is the start of the video where nothing is cut, or the cut is near it', () => {
    expect(seekTo(window, false, mp4)).toEqual({ input: [], leadSec: 0 });
    expect(seekTo({ startSec: 4, endSec: 9 }, true, { ...mp4, container: 'mpegts' })).toEqual({
      input: [],
      leadSec: 4,
    });
    expect(seekTo({ startSec: 0, endSec: 9 }, true, mp4)).toEqual({ input: [], leadSec: 0 });
  });
});

describe('filters of a plan', () => {
  const steady = ['fps=fps=30:start_time=0', 'tpad=stop_mode=clone:stop_duration=1'];
  test('set a constant rate and the standard colours only, where nothing else is planned', () => {
    expect(videoFilters([encode], { matrix: 'bt601', isStandard: false })).toEqual([
      ...steady,
      'scale=flags=lanczos+accurate_rnd:in_color_matrix=bt601:out_color_matrix=bt709:out_range=tv',
      'setsar=1',
      'format=yuv420p',
    ]);
  });

  test('leave standard colours unchanged', () => {
    expect(videoFilters([encode], standard)).toEqual([...steady, 'setsar=1', 'format=yuv420p']);
  });

  test('scale, then pad', () => {
    expect(videoFilters([scale, pad, encode], standard)).toEqual([
      ...steady,
      'scale=720:1280:flags=lanczos+accurate_rnd:in_color_matrix=bt709:out_color_matrix=bt709:out_range=tv',
      'pad=800:1280:(ow-iw)/2:(oh-ih)/2:color=black',
      'setsar=1',
      'format=yuv420p',
    ]);
  });

  test('scale HDR before tone mapping, which is the slow part', () => {
    const filters = videoFilters([toneMap, scale, encode], wide);
    expect(filters[2]).toBe('scale=720:1280:flags=lanczos+accurate_rnd');
    expect(filters.slice(3, -2).map((filter) => filter.split('=')[0])).toEqual([
      'zscale',
      'format',
      'zscale',
      'tonemap',
      'zscale',
    ]);
    expect(videoFilters([toneMap, encode], wide).some((filter) => filter.startsWith('scale'))).toBe(false);
  });
});

describe('filters of a frame', () => {
  const crop: VideoStep = { kind: 'crop', x: 10, y: 20, width: 300, height: 400, because: [] };
  const names = (steps: readonly VideoStep[], stretched: { width: number; height: number } | null = null) =>
    videoFilters([...steps, encode], standard, stretched).map((filter) => filter.split('=')[0]);

  test('crop before they scale, in the pixels of the plan', () => {
    expect(names([scale, crop])).toEqual(['fps', 'tpad', 'crop', 'scale', 'setsar', 'format']);
    const squared = videoFilters([crop, encode], standard, { width: 640, height: 480 });
    expect(squared[2]).toBe('scale=640:480:flags=lanczos+accurate_rnd');
  });

  test('deinterlace before frames are dropped', () => {
    expect(names([{ kind: 'deinterlace', because: [] }]).slice(0, 2)).toEqual(['bwdif', 'fps']);
  });

  test('blur a small copy for the edge', () => {
    const blurred = videoFilters(
      [{ kind: 'pad', edge: 'blur', width: 800, height: 1280, because: [] }, encode],
      standard,
    );
    expect(blurred.join(',')).toContain('[behind]scale=50:80:');
  });
});

describe('arguments of an encoding', () => {
  const made = encodeArguments({
    steps: [encode],
    encode,
    frames: 300,
    rate: { kind: 'quality', kbps: 8000 },
    ...defaults,
    leadSec: 0,
  });
  const given = (name: string, args: readonly string[] = made) => args[args.indexOf(name) + 1];

  test('are H.264 with a maximum rate, AAC in stereo, without metadata', () => {
    expect({
      video: given('-c:v'),
      max: [given('-maxrate'), given('-bufsize')],
      audio: [given('-c:a'), given('-b:a'), given('-ac'), given('-ar'), given('-af')],
      about: [given('-map_metadata'), given('-map_chapters')],
      length: given('-t'),
      colours: [given('-colorspace'), given('-color_range')],
      start: given('-movflags'),
    }).toEqual({
      video: 'libx264',
      max: ['8000k', '8000k'],
      audio: ['aac', '128k', '2', '48000', 'atrim=end=9.975000'],
      about: ['-1', '-1'],
      length: '10.000000',
      colours: ['bt709', 'tv'],
      start: '+faststart',
    });
    expect(made).not.toContain('-ss');
  });

  test('set an average for a size limit, and write the stats that a second pass needs', () => {
    const limited = encodeArguments({
      ...{ steps: [encode], encode, frames: 300, ...defaults, leadSec: 0 },
      rate: { kind: 'size', kbps: 7500 },
    });
    expect([given('-b:v', limited), given('-pass', limited), given('-passlogfile', limited)]).toEqual([
      '7500k',
      '1',
      '/tmp/pass',
    ]);
    expect(limited).not.toContain('-crf');
  });

  test('have no audio where the plan has none', () => {
    const silent = encodeArguments({
      ...{
        steps: [encode],
        encode: { ...encode, audio: 'none' },
        frames: 300,
        rate: { kind: 'quality', kbps: 8000 },
        ...defaults,
        leadSec: 0,
      },
    });
    expect(silent).toContain('-an');
    expect(silent).not.toContain('-c:a');
  });

  test('drop frames that are decoded before the cut', () => {
    const led = encodeArguments({
      steps: [encode],
      encode,
      frames: 300,
      rate: { kind: 'quality', kbps: 1 },
      ...defaults,
      leadSec: 12,
    });
    expect([given('-ss', led), given('-af', led)]).toEqual(['12.000000', 'atrim=end=21.975000']);
  });
});

describe('arguments of a remux', () => {
  test('copy video and audio, or video alone', () => {
    const args = (audio: 'copy' | 'none') =>
      remuxArguments(
        { kind: 'remux', container: 'mp4', maxBytes: null, audio, because: ['video-format'] },
        fittingVideo,
      );
    expect([args('copy').includes('-an'), args('none').includes('-an')]).toEqual([false, true]);
    expect(args('copy').join(' ')).toContain('-c copy');
  });

  test("tag HEVC for Apple's players", () => {
    const args = remuxArguments(
      { kind: 'remux', container: 'mp4', maxBytes: null, audio: 'copy', because: ['video-format'] },
      { ...fittingVideo, videoCodec: 'hevc' },
    );
    expect(args.join(' ')).toContain('-tag:v hvc1');
  });
});

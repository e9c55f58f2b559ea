/** A plan's steps to ffmpeg's arguments. Pure builders: each answers [] where there is nothing to say. */
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import { soundKbps } from './bit-rate.ts';

type Step<K extends VideoStep['kind']> = Extract<VideoStep, { kind: K }>;

export const findStep = <K extends VideoStep['kind']>(
  steps: readonly VideoStep[],
  kind: K,
): Step<K> | undefined => steps.find((step): step is Step<K> => step.kind === kind);

/** Television rates are a thousandth below whole ones; written as a fraction they do not drift. */
export const frameRate = (fps: number): string => {
  const whole = Math.round(fps);
  if (Math.abs(fps - whole) < 0.001) return String(whole);
  if (Math.abs((fps * 1001) / 1000 - whole) < 0.005) return `${whole * 1000}/1001`;
  return String(Number(fps.toFixed(3)));
};

/** HDR to standard range, https://trac.ffmpeg.org/wiki/colorspace; needs zscale. */
const toneMap = [
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
];

export const videoFilters = (steps: readonly VideoStep[]): readonly string[] => {
  const scale = findStep(steps, 'scale');
  const pad = findStep(steps, 'pad');
  const encode = findStep(steps, 'encode');
  return [
    // A steady rate from exactly zero on: also what makes the first frame the chosen one.
    ...(encode ? [`fps=fps=${frameRate(encode.fps)}:start_time=0`] : []),
    ...(findStep(steps, 'tone-map') ? toneMap : []),
    ...(scale ? [`scale=${scale.width}:${scale.height}:flags=lanczos`] : []),
    ...(pad ? [`pad=${pad.width}:${pad.height}:(ow-iw)/2:(oh-ih)/2:color=black`] : []),
    'setsar=1',
    'format=yuv420p',
  ];
};

/** Nothing but the main pictures and the first sound; no data tracks, no place, no device, no date. */
const mapped = (hasSound: boolean): readonly string[] => [
  '-map',
  '0:V:0',
  ...(hasSound ? ['-map', '0:a:0?'] : ['-an']),
  '-sn',
  '-dn',
  '-map_metadata',
  '-1',
  '-map_chapters',
  '-1',
];

const mp4 = ['-movflags', '+faststart', '-f', 'mp4'];

export const remuxArguments = (step: Step<'remux'>): readonly string[] => [
  ...mapped(step.sound === 'copy'),
  '-c',
  'copy',
  ...mp4,
];

/** Decoding starts at the key frame before and drops what comes before `-ss`, so the cut is exact. */
export const seekOptions = (window: Plan['window'], isCut: boolean): readonly string[] =>
  isCut && window.startSec > 0 ? ['-ss', window.startSec.toFixed(6)] : [];

export const encodeArguments = (request: {
  readonly steps: readonly VideoStep[];
  readonly encode: Step<'encode'>;
  readonly lengthSec: number;
  readonly kbps: number;
}): readonly string[] => {
  const { steps, encode, lengthSec, kbps } = request;
  const hasSound = encode.sound === 'aac';
  return [
    ...mapped(hasSound),
    '-vf',
    videoFilters(steps).join(','),
    '-t',
    lengthSec.toFixed(6),
    // Half a frame of slack in -t could let one frame more through than was chosen.
    '-frames:v',
    String(Math.max(1, Math.round(lengthSec * encode.fps))),
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '18'],
    ...['-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
    ...(hasSound ? ['-c:a', 'aac', '-b:a', `${soundKbps}k`, '-ac', '2'] : []),
    ...mp4,
  ];
};

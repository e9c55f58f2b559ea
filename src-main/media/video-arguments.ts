/** A plan's steps to ffmpeg's arguments. Pure builders: each answers [] where there is nothing to say. */
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import { aheadSec, soundKbps } from '#contract/rules/size.ts';
import { type Colours, colourTags } from './colour.ts';

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

/** Below this a window is near the least that models take, else near the most, in seconds. */
const shortSec = 5;

/**
 * How many frames a window gets where it is no whole number of them: one less near a model's upper limit, one more near
 * its lower limit, because providers measure to the millisecond.
 */
export const frameCount = (lengthSec: number, fps: number): number => {
  const exact = lengthSec * fps;
  const whole = Math.round(exact);
  if (Math.abs(exact - whole) < 0.01) return Math.max(1, whole);
  return Math.max(1, lengthSec < shortSec ? Math.ceil(exact) : Math.floor(exact));
};

/** HDR to standard range, https://trac.ffmpeg.org/wiki/colorspace; needs zscale. Primaries are named: not every file does. */
const toneMap = [
  'zscale=pin=bt2020:min=bt2020nc:t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
];

/** `colours`: null where the tone map makes its own way from one set of colours to the other. */
const scaleFilter = (size: Step<'scale'> | undefined, colours: Colours | null): readonly string[] => {
  const isConverted = colours !== null && !colours.isStandard;
  if (!size && !isConverted) return [];
  const options = [
    ...(size ? [String(size.width), String(size.height)] : []),
    'flags=lanczos+accurate_rnd',
    ...(colours ? [`in_color_matrix=${colours.matrix}`, 'out_color_matrix=bt709', 'out_range=tv'] : []),
  ];
  return [`scale=${options.join(':')}`];
};

/** How much of an end that some containers state but no frame fills may be filled with the last frame, in seconds. */
const heldSec = 1;

export const videoFilters = (steps: readonly VideoStep[], colours: Colours): readonly string[] => {
  const pad = findStep(steps, 'pad');
  const encode = findStep(steps, 'encode');
  const isToneMapped = findStep(steps, 'tone-map') !== undefined;
  return [
    // A steady rate from exactly zero on: also what makes the first frame the chosen one.
    ...(encode
      ? [`fps=fps=${frameRate(encode.fps)}:start_time=0`, `tpad=stop_mode=clone:stop_duration=${heldSec}`]
      : []),
    ...scaleFilter(findStep(steps, 'scale'), isToneMapped ? null : colours),
    ...(isToneMapped ? toneMap : []),
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

export const remuxArguments = (step: Step<'remux'>, videoCodec: string): readonly string[] => [
  ...mapped(step.sound === 'copy'),
  '-c',
  'copy',
  // Apple's players know HEVC in MP4 by this name only.
  ...(videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
  ...mp4,
];

/** These keep an index of their key frames, so that decoding starts at the one before the cut. */
const indexed: readonly string[] = ['mp4', 'mov', '3gp', 'mkv', 'webm', 'avi', 'asf'];
/** These can only be searched: decoding begins well before the cut, as a jump may land between two key frames. */
const searchable: readonly string[] = ['mpegts', 'mpeg', 'ogg', 'flv', 'mxf'];
/** Longer than key frames lie apart in ordinary clips (250 frames is the usual most). In seconds. */
const leadSec = 12;

/** `input`: options before the file; `leadSec`: what is decoded before the cut and then dropped. */
export type Seek = { readonly input: readonly string[]; readonly leadSec: number };

export const seekTo = (window: Plan['window'], isCut: boolean, container: string): Seek => {
  const atSec = isCut ? window.startSec : 0;
  const lead = indexed.includes(container) ? 0 : searchable.includes(container) ? leadSec : atSec;
  const fromSec = Math.max(0, atSec - lead);
  return { input: fromSec > 0 ? ['-ss', fromSec.toFixed(6)] : [], leadSec: atSec - fromSec };
};

export const encodeArguments = (request: {
  readonly steps: readonly VideoStep[];
  readonly encode: Step<'encode'>;
  readonly lengthSec: number;
  readonly kbps: number;
  /** The clip's own colours. */
  readonly colours: Colours;
  readonly leadSec: number;
}): readonly string[] => {
  const { steps, encode, lengthSec, kbps, colours, leadSec } = request;
  const hasSound = encode.sound === 'aac';
  return [
    ...mapped(hasSound),
    '-vf',
    videoFilters(steps, colours).join(','),
    ...(leadSec > 0 ? ['-ss', leadSec.toFixed(6)] : []),
    // A whole number of frames. Not by -frames:v: that ends the sound, too, when the last frame is decoded before it.
    '-t',
    (frameCount(lengthSec, encode.fps) / encode.fps).toFixed(6),
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '18'],
    ...['-maxrate', `${kbps}k`, '-bufsize', `${kbps * aheadSec}k`],
    ...colourTags,
    ...(hasSound ? ['-c:a', 'aac', '-b:a', `${soundKbps}k`, '-ac', '2'] : []),
    ...mp4,
  ];
};

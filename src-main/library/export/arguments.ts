/** An export's picture and sound as ffmpeg's arguments. Pure builders. */
import type { VideoFacts } from '#contract/model/facts.ts';
import { isMixable } from '#contract/rules/audio.ts';
import type { ExportFrame, Place } from '#contract/rules/export-frame.ts';
import { audioKbps } from '#contract/rules/size.ts';

/** As a fraction, because television rates are a thousandth below whole ones and drift when they are rounded. */
export type Rate = { readonly frames: number; readonly seconds: number };

const maxFps = 60;

/** The finer of the two rates, so that no frame of either clip is left out. */
export const exportRate = (...videosFps: readonly number[]): Rate => {
  const fps = Math.min(maxFps, Math.max(...videosFps));
  const whole = Math.round(fps);
  if (Math.abs(fps - whole) < 0.001) return { frames: whole, seconds: 1 };
  if (Math.abs(fps * 1.001 - whole) < 0.005) return { frames: whole * 1000, seconds: 1001 };
  return { frames: Math.round(fps * 1000), seconds: 1000 };
};

export const frameCountOf = (lengthSec: number, { frames, seconds }: Rate): number =>
  Math.max(1, Math.round((lengthSec * frames) / seconds));

/** In seconds: a whole number of frames. */
export const wholeFramesSec = (lengthSec: number, rate: Rate): number =>
  (frameCountOf(lengthSec, rate) * rate.seconds) / rate.frames;

/** One of the two clips on its way into the picture. */
export type Video = {
  readonly input: number;
  readonly location: Place;
  /** The matrix its colours are written in, as the scale filter names it. */
  readonly matrix: string;
  readonly isInterlaced: boolean;
  /** The number of the input with its label; null: none. */
  readonly label: LabelAt | null;
};
export type LabelAt = { readonly input: number; readonly x: number; readonly y: number };

type Image = {
  readonly frame: ExportFrame;
  readonly rate: Rate;
  readonly lengthSec: number;
  readonly beside: Video;
  readonly result: Video;
};

const rateText = ({ frames, seconds }: Rate): string =>
  seconds === 1 ? `${frames}` : `${frames}/${seconds}`;

/** A steady rate from zero on, the last frame held until the end, at its size, in the colours that everything plays right. */
const videoFilters = (video: Video, { rate, lengthSec }: Pick<Image, 'rate' | 'lengthSec'>): string => {
  const { width, height } = video.location;
  return [
    ...(video.isInterlaced ? ['yadif=mode=send_frame'] : []),
    `fps=fps=${rateText(rate)}:start_time=0`,
    `tpad=stop_mode=clone:stop_duration=${Math.ceil(lengthSec) + 1}`,
    `scale=${width}:${height}:flags=lanczos+accurate_rnd:in_color_matrix=${video.matrix}:out_color_matrix=bt709:out_range=tv`,
    'setsar=1',
    'format=yuv420p',
  ].join(',');
};

/** Answers the chains and the name that the labelled picture has after them. */
const labelled = (from: string, label: LabelAt | null) =>
  label === null
    ? { name: from, chains: [] }
    : {
        name: `${from}labelled`,
        chains: [`[${from}][${label.input}:v]overlay=x=${label.x}:y=${label.y}[${from}labelled]`],
      };

const sidesOf = (image: Image, after: (video: Video) => string) => {
  const { beside, result } = image;
  const first = labelled('beside', beside.label);
  const second = labelled('result', result.label);
  return {
    first: first.name,
    second: second.name,
    chains: [
      `[${beside.input}:V:0]${videoFilters(beside, image)}${after(beside)}[beside]`,
      ...first.chains,
      `[${result.input}:V:0]${videoFilters(result, image)}${after(result)}[result]`,
      ...second.chains,
    ],
  };
};

/** The result by itself. */
export const aloneFilters = (image: Pick<Image, 'rate' | 'lengthSec' | 'result'>): string =>
  `[${image.result.input}:V:0]${videoFilters(image.result, image)}[picture]`;

/** Two pictures that touch: `hstack` beside each other, `vstack` one over the other. */
export const stackFilters = (image: Image, stack: 'hstack' | 'vstack'): string => {
  const { first, second, chains } = sidesOf(image, () => '');
  return [...chains, `[${first}][${second}]${stack}[picture]`].join(';');
};

/** The line goes this far to either side of the middle, as a share of the width. */
const wipeReach = 0.4;
/** Time for going right, left and back to the middle, in seconds: slow enough to look at what it uncovers. */
const sweepSec = 8;

/**
 * Where the line is, in pixels from the left. It begins and ends in the middle after whole sweeps, so that a player that
 * repeats the clip shows no jump, and so that the still picture of the clip shows both sides.
 */
const wipeAt = (width: number, lengthSec: number): string => {
  const turnSec = lengthSec / Math.max(1, Math.round(lengthSec / sweepSec));
  return `2*floor(${width / 4}+${((width * wipeReach) / 2).toFixed(3)}*sin(2*PI*t/${turnSec.toFixed(6)}))`;
};

export const wipeFilters = (
  image: Image,
  inputs: { readonly mask: number; readonly line: number },
): string => {
  const { frame, rate, lengthSec } = image;
  const { width, height } = frame;
  const whole = ({ location: { x, y, width: own, height: ownHeight } }: Video): string =>
    own === width && ownHeight === height ? '' : `,pad=${width}:${height}:${x}:${y}:color=black`;
  const { first, second, chains } = sidesOf(image, whole);
  const at = wipeAt(width, lengthSec);
  const still = `loop=loop=-1:size=1:start=0,settb=${rate.seconds}/${rate.frames},setpts=N`;
  return [
    ...chains,
    `[${inputs.mask}:v]format=gray,${still},crop=w=${width}:h=${height}:x='${width}-(${at})':y=0[mask]`,
    `[${first}][mask]alphamerge[uncovered]`,
    `[${second}][uncovered]overlay=x=0:y=0[both]`,
    `[both][${inputs.line}:v]overlay=x='${at}-2':y=0[picture]`,
  ].join(';');
};

const audioRate = 48_000;

/** Which audio of a clip, counted as in `0:a:<audioStream>`. */
export type Track = Pick<VideoFacts, 'audioStream' | 'audioChannels'>;

/** Exactly as long as the pictures from where the clip begins: what lasts longer is cut, what ends sooner goes on silent. */
export const audioFilter = (
  input: number,
  { audioStream, audioChannels }: Track,
  lengthSec: number,
): string =>
  [
    `[${input}:a:${audioStream}]aresample=${audioRate}:async=1:first_pts=0`,
    // Of more channels than ffmpeg can mix, the first two are taken.
    ...(isMixable(audioChannels) ? [] : ['pan=stereo|c0=c0|c1=c1']),
    'aformat=channel_layouts=stereo,apad',
    `atrim=end_sample=${Math.round(lengthSec * audioRate)}[sound]`,
  ].join(',');

/** No place, no device, no date, no chapters. */
const bare = ['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'];
const mp4 = ['-movflags', '+faststart', '-f', 'mp4'];
const aac = ['-c:a', 'aac', '-b:a', `${audioKbps}k`];

/** `sound`: the filter that makes it. */
const graph = (...chains: readonly (string | null)[]): readonly string[] => {
  const all = chains.filter((chain) => chain !== null);
  return all.length === 0 ? [] : ['-filter_complex', all.join(';')];
};

/** Either as good as it looks, or a rate in kilobits a second for two passes. */
export type Quality =
  | { readonly kind: 'good' }
  | { readonly kind: 'pass'; readonly pass: 1 | 2; readonly kbps: number; readonly logPath: string };

/** Indistinguishable to the eye at most sizes, https://trac.ffmpeg.org/wiki/Encode/H.264 */
const goodCrf = 18;

const qualityArguments = (quality: Quality): readonly string[] => {
  if (quality.kind === 'good') return ['-crf', String(goodCrf)];
  const { pass, kbps, logPath } = quality;
  return [
    ...['-b:v', `${kbps}k`, '-maxrate', `${kbps * 2}k`, '-bufsize', `${kbps * 2}k`],
    ...['-pass', String(pass), '-passlogfile', logPath],
  ];
};

export const drawArguments = (request: {
  /** Ends in `[picture]`. */
  readonly image: string;
  /** Ends in `[sound]`; null: silent. */
  readonly audio: string | null;
  readonly rate: Rate;
  readonly lengthSec: number;
  readonly quality: Quality;
}): readonly string[] => {
  const { image, rate, lengthSec, quality } = request;
  const isLook = quality.kind === 'pass' && quality.pass === 1;
  const audio = isLook ? null : request.audio;
  return [
    ...graph(image, audio),
    ...['-map', '[picture]', ...(audio === null ? ['-an'] : ['-map', '[sound]', ...aac]), ...bare],
    ...['-t', wholeFramesSec(lengthSec, rate).toFixed(6)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...qualityArguments(quality),
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...(isLook ? ['-f', 'null'] : mp4),
  ];
};

/** The pictures of input 0 as they are, bit for bit. `sound`: which audio is copied, or the filter that makes it, or null for none. */
export const copyArguments = (request: {
  readonly videoCodec: string;
  readonly audio: { readonly filter: string } | Track | null;
}): readonly string[] => {
  const { videoCodec, audio } = request;
  const made = audio !== null && 'filter' in audio ? audio.filter : null;
  return [
    ...graph(made),
    ...['-map', '0:V:0', '-c:v', 'copy'],
    // Apple's players know HEVC in MP4 by this name only.
    ...(videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...(audio === null ? ['-an'] : []),
    ...(audio !== null && 'audioStream' in audio ? ['-map', `0:a:${audio.audioStream}`, '-c:a', 'copy'] : []),
    ...(made === null ? [] : ['-map', '[sound]', ...aac]),
    ...bare,
    ...mp4,
  ];
};

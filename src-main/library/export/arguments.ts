/** ffmpeg arguments for the video and audio of an export. Pure. */
import { isMixable } from '#contract/rules/audio.ts';
import type { ExportFrame, Place } from '#contract/rules/export-frame.ts';
import { audioKbps } from '#contract/rules/size.ts';
import type { AudioTrack } from '../../media/probe/main-streams.ts';

/** A fraction, because television rates are a thousandth below whole ones and drift when they are rounded. */
export type Rate = { readonly frames: number; readonly seconds: number };

const maxFps = 60;

/** The higher of the two rates, so that no frame of either video is dropped. */
export const exportRate = (...videosFps: readonly number[]): Rate => {
  const fps = Math.min(maxFps, Math.max(...videosFps));
  const whole = Math.round(fps);
  if (Math.abs(fps - whole) < 0.001) return { frames: whole, seconds: 1 };
  if (Math.abs(fps * 1.001 - whole) < 0.005) return { frames: whole * 1000, seconds: 1001 };
  return { frames: Math.round(fps * 1000), seconds: 1000 };
};

export const frameCountOf = (lengthSec: number, { frames, seconds }: Rate): number =>
  Math.max(1, Math.round((lengthSec * frames) / seconds));

/** The duration of a whole number of frames, in seconds. */
export const wholeFramesSec = (lengthSec: number, rate: Rate): number =>
  (frameCountOf(lengthSec, rate) * rate.seconds) / rate.frames;

/** One of the two videos in the frame. */
export type Video = {
  readonly input: number;
  readonly location: Place;
  /** Its colour matrix, as the scale filter names it. */
  readonly matrix: string;
  readonly isInterlaced: boolean;
  /** The input that holds its label; null: no label. */
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

/** Constant frame rate from zero on, last frame held until the end, scaled, in the colours that every player supports. */
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

/** Returns the filter chains and the name of their output. */
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

/** The result alone. */
export const aloneFilters = (image: Pick<Image, 'rate' | 'lengthSec' | 'result'>): string =>
  `[${image.result.input}:V:0]${videoFilters(image.result, image)}[video]`;

/** Two adjacent videos: `hstack` side by side, `vstack` one above the other. */
export const stackFilters = (image: Image, stack: 'hstack' | 'vstack'): string => {
  const { first, second, chains } = sidesOf(image, () => '');
  return [...chains, `[${first}][${second}]${stack}[video]`].join(';');
};

/** Largest distance of the line from the middle, as a fraction of the width. */
const wipeReach = 0.4;
/** Duration of one sweep to the right, to the left and back to the middle, in seconds: slow enough to see what it uncovers. */
const sweepSec = 8;

/**
 * The position of the line as an expression, in pixels from the left. It starts and ends in the middle after whole
 * sweeps, so that a looping player shows no jump and the poster shows both sides.
 */
const wipeAt = (width: number, lengthSec: number): string => {
  const turnSec = lengthSec / Math.max(1, Math.round(lengthSec / sweepSec));
  return `2*floor(${width / 4}+${((width * wipeReach) / 2).toFixed(3)}*sin(2*PI*t/${turnSec.toFixed(6)}))`;
};

/** The reference covers the left of the result up to a line that moves. */
export const wipeFilters = (image: Image): string => {
  const { frame, rate, lengthSec } = image;
  const { width, height } = frame;
  const whole = ({ location: { x, y, width: own, height: ownHeight } }: Video): string =>
    own === width && ownHeight === height ? '' : `,pad=${width}:${height}:${x}:${y}:color=black`;
  const { first, second, chains } = sidesOf(image, whole);
  const at = wipeAt(width, lengthSec);
  const still = `loop=loop=-1:size=1:start=0,settb=${rate.seconds}/${rate.frames},setpts=N`;
  const oneFrame = 'r=1:d=1';
  return [
    ...chains,
    // Twice as wide as the frame, with a white left half: a window of the frame's width moves over it.
    `color=c=black:s=${2 * width}x${height}:${oneFrame},format=gray,geq=lum='255*lt(X,${width})',${still},` +
      `crop=w=${width}:h=${height}:x='${width}-(${at})':y=0[mask]`,
    // White with dark edges, visible on any background.
    `color=c=white@0.92:s=2x${height}:${oneFrame},format=rgba,pad=4:${height}:1:0:color=black@0.35[line]`,
    `[${first}][mask]alphamerge[uncovered]`,
    `[${second}][uncovered]overlay=x=0:y=0[both]`,
    `[both][line]overlay=x='${at}-2':y=0[video]`,
  ].join(';');
};

const audioRate = 48_000;

/** Exactly as long as the video from its start: longer audio is cut, shorter audio is followed by silence. */
export const audioFilter = (
  input: number,
  { audioStream, audioChannels }: AudioTrack,
  lengthSec: number,
): string =>
  [
    `[${input}:a:${audioStream}]aresample=${audioRate}:async=1:first_pts=0`,
    // Of more channels than ffmpeg can mix, the first two are used.
    ...(isMixable(audioChannels) ? [] : ['pan=stereo|c0=c0|c1=c1']),
    'aformat=channel_layouts=stereo,apad',
    `atrim=end_sample=${Math.round(lengthSec * audioRate)}[audio]`,
  ].join(',');

/** Without subtitles, data tracks, metadata and chapters. */
const bare = ['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'];
const mp4 = ['-movflags', '+faststart', '-f', 'mp4'];
const aac = ['-c:a', 'aac', '-b:a', `${audioKbps}k`];

const graph = (...chains: readonly (string | null)[]): readonly string[] => {
  const all = chains.filter((chain) => chain !== null);
  return all.length === 0 ? [] : ['-filter_complex', all.join(';')];
};

/** Constant quality, or an average rate in kilobits per second with two passes. */
export type Quality =
  | { readonly kind: 'good' }
  | { readonly kind: 'pass'; readonly pass: 1 | 2; readonly kbps: number; readonly logPath: string };

/** Visually lossless at most sizes, https://trac.ffmpeg.org/wiki/Encode/H.264 */
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
  /** Ends in `[video]`. */
  readonly image: string;
  /** Ends in `[audio]`; null: no audio. */
  readonly audio: string | null;
  readonly rate: Rate;
  readonly lengthSec: number;
  readonly quality: Quality;
}): readonly string[] => {
  const { image, rate, lengthSec, quality } = request;
  const isFirstPass = quality.kind === 'pass' && quality.pass === 1;
  const audio = isFirstPass ? null : request.audio;
  return [
    ...graph(image, audio),
    ...['-map', '[video]', ...(audio === null ? ['-an'] : ['-map', '[audio]', ...aac]), ...bare],
    ...['-t', wholeFramesSec(lengthSec, rate).toFixed(6)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...qualityArguments(quality),
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...(isFirstPass ? ['-f', 'null'] : mp4),
  ];
};

/** Copies the video of input 0 without encoding. `audio`: the track that is copied, or the filter that makes it, or null for none. */
export const copyArguments = (request: {
  readonly videoCodec: string;
  readonly audio: { readonly filter: string } | AudioTrack | null;
}): readonly string[] => {
  const { videoCodec, audio } = request;
  const made = audio !== null && 'filter' in audio ? audio.filter : null;
  return [
    ...graph(made),
    ...['-map', '0:V:0', '-c:v', 'copy'],
    // Apple's players support HEVC in MP4 only with this tag.
    ...(videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...(audio === null ? ['-an'] : []),
    ...(audio !== null && 'audioStream' in audio ? ['-map', `0:a:${audio.audioStream}`, '-c:a', 'copy'] : []),
    ...(made === null ? [] : ['-map', '[audio]', ...aac]),
    ...bare,
    ...mp4,
  ];
};

/** ffmpeg filters for the steps of a plan, and for videos with several frame sizes. Pure. */
import type { SeenVideoFacts, VideoFacts } from '#contract/model/facts.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import type { Colours } from './colour.ts';
import { frameRate } from './video-arguments.ts';

/**
 * `scale` to at most this height, never larger than the frame itself: square pixels, even sides. `dar` is the display
 * aspect ratio.
 */
export const squareScale = (heightPx: number): string => {
  const height = `2*trunc(min(${heightPx}\\,ih)/2)`;
  return `scale=w='max(2,2*trunc(${height}*dar/2))':h='max(2,${height})'`;
};

type Frame = { readonly width: number; readonly height: number };
type Rotation = SeenVideoFacts['rotationDeg'];

/**
 * Options before the file. By default ffmpeg rebuilds the filters at each change and stretches what follows to the
 * previous size; without that, `scale` and `pad` adapt to each frame. ffmpeg's automatic rotation cannot, so that is
 * done here as well.
 */
export const letterboxInput: readonly string[] = ['-reinit_filter', '0', '-noautorotate'];

const turns: Readonly<Record<Rotation, readonly string[]>> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/**
 * Fits frames of several sizes into one frame, each with its aspect ratio. `frame`: as displayed, upright. The first
 * filters of all; their output has square pixels.
 */
export const letterboxFilters = (frame: Frame, rotationDeg: Rotation): readonly string[] => {
  const isTurned = rotationDeg === 90 || rotationDeg === 270;
  const width = isTurned ? frame.height : frame.width;
  const height = isTurned ? frame.width : frame.height;
  // `dar` is the display aspect ratio.
  const even = (side: string) => `'max(2,2*trunc((${side})/2+0.01))'`;
  return [
    `scale=w=${even(`min(${width},${height}*dar)`)}:h=${even(`min(${height},${width}/dar)`)}:eval=frame:flags=lanczos+accurate_rnd`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=black:eval=frame`,
    'setsar=1',
    ...turns[rotationDeg],
  ];
};

/**
 * The video of these filters as an output. `isTurned`: rotated by the filters themselves; ffmpeg would then copy the
 * file's rotation to the output, except after a filter graph with two inputs, of which the second is placed outside
 * the frame.
 */
export const filteredVideo = (
  filters: readonly string[],
  { stream, isTurned }: { readonly stream: number; readonly isTurned: boolean },
): readonly string[] => {
  const chain = filters.join(',');
  if (!isTurned) return ['-map', `0:V:${stream}`, '-vf', chain];
  const beside = `[0:V:${stream}]scale=16:16[beside];[upright][beside]overlay=x=-16:y=-16[video]`;
  return ['-filter_complex', `[0:V:${stream}]${chain}[upright];${beside}`, '-map', '[video]'];
};

export type Step<K extends VideoStep['kind']> = Extract<VideoStep, { kind: K }>;

export const findStep = <K extends VideoStep['kind']>(
  steps: readonly VideoStep[],
  kind: K,
): Step<K> | undefined => steps.find((step): step is Step<K> => step.kind === kind);

/**
 * HDR to standard range, https://trac.ffmpeg.org/wiki/colorspace; needs zscale. Primaries are set explicitly, because
 * some files lack them.
 */
const toneMap = [
  'zscale=pin=bt2020:min=bt2020nc:t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
];

/** `colours`: null where the tone map converts the colours itself. */
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

/** The size as displayed, to which the plan refers; present only where the stored pixels differ from it. */
export type Stretched = Pick<VideoFacts, 'width' | 'height'> | null;

const cropFilters = (crop: Step<'crop'> | undefined, stretched: Stretched): readonly string[] => {
  if (!crop) return [];
  const { width, height, x, y } = crop;
  return [
    ...(stretched ? [`scale=${stretched.width}:${stretched.height}:flags=lanczos+accurate_rnd`] : []),
    `crop=${width}:${height}:${x}:${y}`,
  ];
};

/** The edge is blurred at this fraction of its size: no visible difference, and very fast. */
const blurredShare = 1 / 16;

const padFilters = (pad: Step<'pad'> | undefined): readonly string[] => {
  if (!pad) return [];
  const { width, height, edge } = pad;
  if (edge === 'plain') return [`pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=black`];
  const small = (side: number) => Math.max(2, Math.round((side * blurredShare) / 2) * 2);
  const tiny = `${small(width)}:${small(height)}`;
  return [
    `split[front][behind];[behind]scale=${tiny}:flags=area:force_original_aspect_ratio=increase,crop=${tiny},boxblur=2:2,scale=${width}:${height}:flags=bilinear[edge];[edge][front]overlay=(W-w)/2:(H-h)/2`,
  ];
};

/**
 * Maximum duration that may be filled with the last frame where a container states an end without frames, in seconds.
 */
const heldSec = 1;

/** In the order in which they run. */
export const videoFilters = (
  steps: readonly VideoStep[],
  colours: Colours,
  stretched: Stretched = null,
  rotationDeg: VideoFacts['rotationDeg'] = 0,
): readonly string[] => {
  const encode = findStep(steps, 'encode');
  const isToneMapped = findStep(steps, 'tone-map') !== undefined;
  const letterbox = findStep(steps, 'letterbox');
  return [
    ...(letterbox ? letterboxFilters(letterbox, rotationDeg) : []),
    // One frame per frame, before any is dropped: a field finds its counterpart only in its neighbours.
    ...(findStep(steps, 'deinterlace') ? ['bwdif=mode=send_frame'] : []),
    // A constant rate from exactly zero on: this also makes the first frame the selected one.
    ...(encode
      ? [`fps=fps=${frameRate(encode.fps)}:start_time=0`, `tpad=stop_mode=clone:stop_duration=${heldSec}`]
      : []),
    ...cropFilters(findStep(steps, 'crop'), letterbox ? null : stretched),
    ...scaleFilter(findStep(steps, 'scale'), isToneMapped ? null : colours),
    ...(isToneMapped ? toneMap : []),
    // Edges are added in the pixels and colours of the output.
    ...(findStep(steps, 'pad')?.edge === 'blur' ? ['setsar=1', 'format=yuv420p'] : []),
    ...padFilters(findStep(steps, 'pad')),
    'setsar=1',
    'format=yuv420p',
  ];
};

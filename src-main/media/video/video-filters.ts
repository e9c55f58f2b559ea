/** The filters for a plan's steps, in the order in which they run. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import type { Colours } from './colour.ts';
import { letterboxFilters } from './letterbox.ts';
import { frameRate } from './video-arguments.ts';

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

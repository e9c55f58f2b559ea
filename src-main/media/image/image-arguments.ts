/** A picture's plan to ffmpeg's arguments. Pure. */
import type { SeenImageFacts } from '#contract/model/facts.ts';
import type { ImageStep } from '#contract/model/plan.ts';

/** ffmpeg's own turning is switched off for pictures: builds differ in whether they read EXIF. */
export const imageInputOptions: readonly string[] = ['-noautorotate'];

const demuxers: Readonly<Record<string, string>> = {
  jpg: 'jpeg_pipe',
  png: 'png_pipe',
  webp: 'webp_pipe',
  gif: 'gif',
  bmp: 'bmp_pipe',
  tiff: 'tiff_pipe',
  avif: 'mov',
};

/** The only demuxer that may touch this picture. */
export const imageDemuxer = (facts: Pick<SeenImageFacts, 'container' | 'isAnimated'>): string | null =>
  facts.container === 'png' && facts.isAnimated ? 'apng' : (demuxers[facts.container] ?? null);

const quarterTurn: Readonly<Record<SeenImageFacts['rotationDeg'], readonly string[]>> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/** By the file's own word, whatever the plan tells a person about it: the decoder was kept from doing it. */
const turn = ({ isMirrored, rotationDeg }: SeenImageFacts): readonly string[] => [
  ...(isMirrored ? ['hflip'] : []),
  ...quarterTurn[rotationDeg],
];

type Size = { readonly width: number; readonly height: number };

/** The longer side of the copy that is blurred: blurring few pixels is quick, and nothing sharp is left in them. */
const blurredSidePx = 48;

/** A blurred copy of the middle of the picture fills the canvas; the picture stands on it. */
const onBlurred = (drawn: Size, canvas: Size): string => {
  const cover = Math.max(canvas.width / drawn.width, canvas.height / drawn.height);
  const part = [canvas.width / cover, canvas.height / cover].map((side) => Math.max(1, Math.floor(side)));
  const small = blurredSidePx / Math.max(canvas.width, canvas.height);
  const tiny = [canvas.width * small, canvas.height * small].map((side) => Math.max(2, Math.round(side)));
  const blurred = [
    `crop=${part.join(':')}`,
    `scale=${tiny.join(':')}:flags=area`,
    'gblur=sigma=2',
    `scale=${canvas.width}:${canvas.height}:flags=bicubic`,
  ].join(',');
  return `split[front][back];[back]${blurred}[behind];[behind][front]overlay=(W-w)/2:(H-h)/2:format=rgb`;
};

const frame = (facts: SeenImageFacts, steps: readonly ImageStep[]): readonly string[] => {
  let drawn: Size = facts;
  const drawing = steps.flatMap((step) => {
    if (step.kind === 'crop') {
      drawn = step;
      return [`crop=${step.width}:${step.height}:${step.x}:${step.y}`];
    }
    if (step.kind === 'scale') {
      drawn = step;
      return [`scale=${step.width}:${step.height}:flags=lanczos+accurate_rnd`];
    }
    if (step.kind !== 'pad') return [];
    // Around a cut-out figure there is nothing, as inside the picture; a blurred ghost of it would be seen as a body.
    if (step.edge === 'blur' && !facts.hasAlpha) return [onBlurred(drawn, step)];
    const colour = facts.hasAlpha ? 'black@0' : 'black';
    return [`pad=${step.width}:${step.height}:(ow-iw)/2:(oh-ih)/2:color=${colour}`];
  });
  const isExact = steps.some((step) => step.kind === 'crop' || (step.kind === 'pad' && step.edge === 'blur'));
  return [
    // Before anything else, so that see-through edges are drawn as finely as the rest, and a crop hits every pixel.
    ...(facts.hasAlpha ? ['format=rgba'] : isExact ? ['format=rgb24'] : []),
    ...turn(facts),
    ...drawing,
  ];
};

/**
 * JPEG has no transparency: what shows through becomes white, not the colour that happens to hide there. Not by
 * drawbox, whose `replace` makes ffmpeg 5.1 crash.
 */
const onWhite =
  'split[top][under];[under]lutrgb=r=maxval:g=maxval:b=maxval:a=maxval[white];[white][top]overlay=format=rgb';

export type ImageTarget =
  | { readonly container: 'png' }
  /** `quality`: ffmpeg's -q:v for JPEG, 1 (best, where -qmin allows it) to 31. `shrink`: the share of each side that is left; 1 is all. */
  | { readonly container: 'jpg'; readonly quality: number; readonly shrink?: number };

const shrunk = (target: ImageTarget): readonly string[] =>
  target.container === 'jpg' && target.shrink !== undefined && target.shrink < 1
    ? [`scale=trunc(iw*${target.shrink.toFixed(4)}):trunc(ih*${target.shrink.toFixed(4)}):flags=lanczos`]
    : [];

/** `prepared`: filters that first make the picture out of what the decoder answers. */
export const imageArguments = (
  { facts, prepared = [] }: { readonly facts: SeenImageFacts; readonly prepared?: readonly string[] },
  steps: readonly ImageStep[],
  target: ImageTarget,
): readonly string[] => {
  const isFlattened = target.container === 'jpg' && facts.hasAlpha;
  const filters = [
    ...prepared,
    ...frame(facts, steps),
    ...(isFlattened ? [onWhite] : []),
    ...shrunk(target),
    'setsar=1',
  ].join(',');
  return [
    '-map_metadata',
    '-1',
    '-frames:v',
    '1',
    '-filter_complex',
    `[0:v]${filters}`,
    ...(target.container === 'png'
      ? ['-c:v', 'png', '-pred', 'mixed', '-pix_fmt', facts.hasAlpha ? 'rgba' : 'rgb24']
      : ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj444p', '-qmin', '1', '-q:v', String(target.quality)]),
    // Not image2: it would read a % in the file's name as a pattern.
    '-f',
    'image2pipe',
  ];
};

/** A picture's plan to ffmpeg's arguments. Pure. */
import type { ImageFacts } from '#contract/model/facts.ts';
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
export const imageDemuxer = (facts: Pick<ImageFacts, 'container' | 'isAnimated'>): string | null =>
  facts.container === 'png' && facts.isAnimated ? 'apng' : (demuxers[facts.container] ?? null);

const turn: Readonly<Record<ImageFacts['rotationDeg'], readonly string[]>> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

const frame = (facts: ImageFacts, steps: readonly ImageStep[]): readonly string[] => [
  ...turn[facts.rotationDeg],
  // Before scaling, so that see-through edges are drawn as finely as the rest.
  ...(facts.hasAlpha ? ['format=rgba'] : []),
  ...steps.flatMap((step) => {
    if (step.kind === 'scale') return [`scale=${step.width}:${step.height}:flags=lanczos+accurate_rnd`];
    // Black is what players show around a picture; around a cut-out figure there is nothing, as inside the picture.
    const colour = facts.hasAlpha ? 'black@0' : 'black';
    if (step.kind === 'pad') return [`pad=${step.width}:${step.height}:(ow-iw)/2:(oh-ih)/2:color=${colour}`];
    return [];
  }),
  'setsar=1',
];

/**
 * JPEG has no transparency: what shows through becomes white, not the colour that happens to hide there. Not by
 * drawbox, whose `replace` makes ffmpeg 5.1 crash.
 */
const onWhite =
  'split[top][under];[under]lutrgb=r=maxval:g=maxval:b=maxval:a=maxval[white];[white][top]overlay=format=rgb';

export type ImageTarget =
  | { readonly container: 'png' }
  | { readonly container: 'jpg'; readonly quality: number };

/** `quality`: ffmpeg's -q:v for JPEG, 2 (best) to 31. */
export const imageArguments = (
  facts: ImageFacts,
  steps: readonly ImageStep[],
  target: ImageTarget,
): readonly string[] => {
  const isFlattened = target.container === 'jpg' && facts.hasAlpha;
  const filters = [...frame(facts, steps), ...(isFlattened ? [onWhite] : [])].join(',');
  return [
    '-map_metadata',
    '-1',
    '-frames:v',
    '1',
    '-filter_complex',
    `[0:v]${filters}`,
    ...(target.container === 'png'
      ? ['-c:v', 'png', '-pix_fmt', facts.hasAlpha ? 'rgba' : 'rgb24']
      : ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj444p', '-q:v', String(target.quality)]),
    // Not image2: it would read a % in the file's name as a pattern.
    '-f',
    'image2pipe',
  ];
};

/** From the best downwards, until one is under the cap. */
export const jpegQualities: readonly number[] = [2, 3, 5, 8, 12, 18, 26];

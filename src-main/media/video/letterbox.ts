/** Filters for a track with several frame sizes: each is fitted into one frame with its aspect ratio. Pure. */
import type { SeenVideoFacts } from '#contract/model/facts.ts';

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

/** `frame`: as displayed, upright. The first filters of all; their output has square pixels. */
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

/** Frames of several sizes in one track, each in its own shape inside one frame. Pure. */
import type { SeenVideoFacts } from '#contract/model/facts.ts';

type Frame = { readonly width: number; readonly height: number };
type Rotation = SeenVideoFacts['rotationDeg'];

/**
 * Options before the file. ffmpeg would build the filters anew at each change and stretch what comes after it to the size
 * before; kept as they are, `scale` and `pad` follow each frame. Its own turning cannot, so that is done here, too.
 */
export const letterboxInput: readonly string[] = ['-reinit_filter', '0', '-noautorotate'];

const turns: Readonly<Record<Rotation, readonly string[]>> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};

/** `frame`: as displayed, upright. The first filters of all; what comes out has square pixels. */
export const letterboxFilters = (frame: Frame, rotationDeg: Rotation): readonly string[] => {
  const isTurned = rotationDeg === 90 || rotationDeg === 270;
  const width = isTurned ? frame.height : frame.width;
  const height = isTurned ? frame.width : frame.height;
  // `dar` is the shape of the frame as displayed.
  const even = (side: string) => `'max(2,2*trunc((${side})/2+0.01))'`;
  return [
    `scale=w=${even(`min(${width},${height}*dar)`)}:h=${even(`min(${height},${width}/dar)`)}:eval=frame:flags=lanczos+accurate_rnd`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=black:eval=frame`,
    'setsar=1',
    ...turns[rotationDeg],
  ];
};

/**
 * The video of these filters as an output. `isTurned`: by the filters themselves; ffmpeg then would write the file's turn
 * again into what comes out, but not behind a graph of two inputs, of which the second is laid outside the frame.
 */
export const filteredVideo = (
  filters: readonly string[],
  { stream, isTurned }: { readonly stream: number; readonly isTurned: boolean },
): readonly string[] => {
  const chain = filters.join(',');
  if (!isTurned) return ['-map', `0:V:${stream}`, '-vf', chain];
  const beside = `[0:V:${stream}]scale=16:16[beside];[upright][beside]overlay=x=-16:y=-16[picture]`;
  return ['-filter_complex', `[0:V:${stream}]${chain}[upright];${beside}`, '-map', '[picture]'];
};

/** The colour matrix and range of a video. Pure. An error here tints skin green or red. */

/** As ffmpeg's scale filter names them. */
type Matrix = 'bt709' | 'bt601' | 'smpte240m' | 'fcc' | 'bt2020';

/** `isStandard`: the values are already in the output's colours; converting them would only take time. */
export type Colours = { readonly matrix: Matrix; readonly isStandard: boolean };

const known: Readonly<Record<string, Matrix>> = {
  bt709: 'bt709',
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  smpte240m: 'smpte240m',
  fcc: 'fcc',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
};

/** Up to this height a video without a colour tag is treated as standard definition, as in players. In pixels. */
const standardHeightPx = 576;

/** `space`, `range`: as ffprobe reports them, if at all. */
export const coloursOf = (video: {
  readonly space: string | undefined;
  readonly range: string | undefined;
  readonly pixelFormat: string;
  readonly heightPx: number;
}): Colours => {
  const matrix = known[video.space ?? ''] ?? (video.heightPx <= standardHeightPx ? 'bt601' : 'bt709');
  // Not yuvj, which is full range, and not an RGB format.
  const isLimited = /^(yuv[a\d]|nv\d)/.test(video.pixelFormat) && video.range !== 'pc';
  return { matrix, isStandard: isLimited && matrix === 'bt709' };
};

/** The tags of every encoded video: the colours that every player supports. */
export const colourTags: readonly string[] = [
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
];

/** Which colours a clip's numbers stand for. Pure. Wrong here means skin that is a shade too green or too red. */

/** As ffmpeg's scale filter names them. */
type Matrix = 'bt709' | 'bt601' | 'smpte240m' | 'fcc' | 'bt2020';

/** `isStandard`: the numbers are already those that are written; converting them would only take time. */
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

/** Up to here a clip that does not say is taken for standard definition, as players do. In pixels. */
const standardHeightPx = 576;

/** `space`, `range`: what ffprobe says of the clip, if it says anything. */
export const coloursOf = (video: {
  readonly space: string | undefined;
  readonly range: string | undefined;
  readonly pixelFormat: string;
  readonly heightPx: number;
}): Colours => {
  const matrix = known[video.space ?? ''] ?? (video.heightPx <= standardHeightPx ? 'bt601' : 'bt709');
  // Not yuvj, whose numbers span the full range, and nothing that is stored as red, green and blue.
  const isLimited = /^(yuv[a\d]|nv\d)/.test(video.pixelFormat) && video.range !== 'pc';
  return { matrix, isStandard: isLimited && matrix === 'bt709' };
};

/** What is written into every encoded clip: the colours that everything plays right. */
export const colourTags: readonly string[] = [
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
];

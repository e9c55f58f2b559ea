/** Which colours a clip's numbers stand for. Pure. Wrong here means skin that is a shade too green or too red. */

/** As ffmpeg's scale filter names them. */
export type Matrix = 'bt709' | 'bt601' | 'smpte240m' | 'fcc' | 'bt2020';

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

/** `colourSpace`: what ffprobe says of the clip, if it says anything. */
export const matrixOf = (colourSpace: string | undefined, heightPx: number): Matrix =>
  known[colourSpace ?? ''] ?? (heightPx <= standardHeightPx ? 'bt601' : 'bt709');

/** What is written into every encoded clip: the colours that everything plays right. */
export const colourTags: readonly string[] = [
  ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
];

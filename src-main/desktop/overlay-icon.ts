/**
 * The number on the program's icon in the taskbar of Windows, which has no badge count. Drawn here, because the system
 * takes only an image. https://www.electronjs.org/docs/latest/api/browser-window#winsetoverlayiconoverlay-description-windows
 */
import { crc32, deflateSync } from 'node:zlib';

/** Windows shows 16 points. */
export const overlayScale = 2;
const side = 16 * overlayScale;

const glyphs: Readonly<Record<string, readonly string[]>> = {
  '1': [' # ', '## ', ' # ', ' # ', '###'],
  '2': ['## ', '  #', ' # ', '#  ', '###'],
  '3': ['## ', '  #', ' # ', '  #', '## '],
  '4': ['# #', '# #', '###', '  #', '  #'],
  '5': ['###', '#  ', '## ', '  #', '## '],
  '6': [' ##', '#  ', '###', '# #', '###'],
  '7': ['###', '  #', ' # ', ' # ', ' # '],
  '8': ['###', '# #', '###', '# #', '###'],
  '9': ['###', '# #', '###', '  #', '## '],
  '9+': ['###    ', '# #  # ', '### ###', '  #  # ', '##     '],
};
/** Pixels of the image for each one of a glyph. */
const zoomOf = (glyph: readonly string[]): number => ((glyph[0]?.length ?? 0) > 3 ? 3 : 4);

const maxDigit = 9;
const background = [196, 43, 28] as const;
const foreground = [255, 255, 255] as const;

/** Part of the pixel that the disc covers, 0..1. */
const discCoverage = (x: number, y: number): number => {
  const middle = side / 2;
  const distance = Math.hypot(x + 0.5 - middle, y + 0.5 - middle);
  return Math.max(0, Math.min(1, middle - distance + 0.5));
};

const isInGlyph = (glyph: readonly string[], x: number, y: number): boolean => {
  const zoom = zoomOf(glyph);
  const left = Math.floor((side - (glyph[0]?.length ?? 0) * zoom) / 2);
  const top = Math.floor((side - glyph.length * zoom) / 2);
  return glyph[Math.floor((y - top) / zoom)]?.[Math.floor((x - left) / zoom)] === '#';
};

/** https://www.w3.org/TR/png/#5Chunk-layout */
const chunk = (name: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const sizeBytes = Buffer.alloc(4);
  sizeBytes.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([sizeBytes, named, checksum]);
};

/** A PNG of `side` pixels, RGBA. `rows`: each begins with its filter type, 0. */
const encodePng = (rows: Uint8Array): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits a channel, RGBA.
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
};

/** A PNG for `overlayScale`: a disc with the number, or `9+`; null: nothing to show. */
export const overlayIcon = (count: number): Buffer | null => {
  const glyph = glyphs[count > maxDigit ? '9+' : String(count)];
  if (glyph === undefined) return null;
  const rows = Array.from({ length: side }, (_row, y) => [
    0,
    ...Array.from({ length: side }, (_column, x) => [
      ...(isInGlyph(glyph, x, y) ? foreground : background),
      Math.round(255 * discCoverage(x, y)),
    ]).flat(),
  ]);
  return encodePng(Uint8Array.from(rows.flat()));
};

/** Draws a line of text in white on a dark plate with round corners. Runs in the image process only. */
import { access } from 'node:fs/promises';
import type { DrawnText, TextRequest } from './image-requests.ts';
import { loadSharp } from './load-sharp.ts';
import { fontName, fontPath } from './text-font.ts';

/** Uncompressed pixels of 8 bits a channel: red, green, blue and opacity. */
type Pixels = { readonly width: number; readonly height: number; readonly data: Buffer };

/** Texts come from files of others, so their length is limited before they are drawn. In UTF-16 units. */
const maxTextLength = 400;
/** More marks on one letter would make the line arbitrarily high. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;
const controls = /\p{Cc}/gu;

const oneLine = (text: string): string =>
  text
    .slice(0, maxTextLength)
    .toWellFormed()
    .replace(controls, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .normalize('NFC')
    .replace(stackedMarks, '$1');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeMarkup = (text: string): string =>
  text.replace(/[&<>]/g, (character) => entities[character] ?? '');

/** A transparent full block, as high as the highest letter, so that the images of all texts have the same height. */
const strut = '<span fgalpha="1">█</span>';

const opacityAt = ({ data, width }: Pixels, x: number, y: number): number =>
  data[(y * width + x) * 4 + 3] ?? 0;

/** The columns from the first to the last with a visible pixel; null: there is none. */
const cropSides = (pixels: Pixels): Pixels | null => {
  const { width, height, data } = pixels;
  const isVisible = (x: number): boolean => {
    for (let y = 0; y < height; y += 1) if (opacityAt(pixels, x, y) > 0) return true;
    return false;
  };
  let left = 0;
  while (left < width && !isVisible(left)) left += 1;
  if (left === width) return null;
  let right = width - 1;
  while (!isVisible(right)) right -= 1;
  const rows = Array.from({ length: height }, (_, y) =>
    data.subarray((y * width + left) * 4, (y * width + right + 1) * 4),
  );
  return { width: right + 1 - left, height, data: Buffer.concat(rows) };
};

/** null: the text has no visible character. */
const drawLine = async (text: string, emPx: number): Promise<Pixels | null> => {
  const sharp = await loadSharp();
  const markup = `<span foreground="white">${strut}${escapeMarkup(text)}</span>`;
  const { data, info } = await sharp({
    // A point is a pixel at 72 dots per inch.
    text: { text: markup, font: `${fontName} ${emPx}`, fontfile: fontPath, dpi: 72, rgba: true },
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return cropSides({ width: info.width, height: info.height, data });
};

/** Between the text and the edges of its plate. */
const padPx = (emPx: number) => ({ x: Math.round(emPx * 0.45), y: Math.round(emPx * 0.15) });

type Fitted = { readonly line: Pixels; readonly emPx: number };

/** The largest type in which the whole text fits, or its beginning and … in the smallest type. */
const fit = async ({ text, maxEmPx, minEmPx, maxWidthPx }: TextRequest): Promise<Fitted | null> => {
  const isWithin = ({ line, emPx }: Fitted): boolean => line.width + 2 * padPx(emPx).x <= maxWidthPx;
  const whole = oneLine(text);
  for (let emPx = maxEmPx; emPx >= minEmPx; emPx -= 1) {
    const line = await drawLine(whole, emPx);
    if (line === null) return null;
    if (isWithin({ line, emPx })) return { line, emPx };
  }
  const letters = [...new Intl.Segmenter().segment(whole)].map(({ segment }) => segment);
  let best: Fitted | null = null;
  // Binary search for the number of letters; `enough` is the largest that is known to fit.
  for (let enough = 0, tooMany = letters.length; tooMany - enough > 1; ) {
    const count = Math.floor((enough + tooMany) / 2);
    const line = await drawLine(`${letters.slice(0, count).join('').trimEnd()}…`, minEmPx);
    if (line !== null && isWithin({ line, emPx: minEmPx })) [best, enough] = [{ line, emPx: minEmPx }, count];
    else tooMany = count;
  }
  return best;
};

/** Opacity of the plate: 255 is opaque. */
const plateOpacity = 165;

const drawPlate = (width: number, height: number, radius: number): Pixels => {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const dx = Math.max(radius - (x + 0.5), x + 0.5 - (width - radius), 0);
      const dy = Math.max(radius - (y + 0.5), y + 0.5 - (height - radius), 0);
      const share = Math.min(1, Math.max(0, radius - Math.hypot(dx, dy) + 0.5));
      data[(y * width + x) * 4 + 3] = Math.round(share * plateOpacity);
    }
  return { width, height, data };
};

/** null: the text has no visible character, or there is no room for even one. */
export const drawText = async (request: TextRequest): Promise<DrawnText | null> => {
  const sharp = await loadSharp();
  // Pango takes another font where this one is missing.
  await access(fontPath);
  const fitted = await fit(request);
  if (fitted === null) return null;
  const { line, emPx } = fitted;
  const pad = padPx(emPx);
  const plate = drawPlate(line.width + 2 * pad.x, line.height + 2 * pad.y, Math.round(emPx * 0.28));
  const rawOf = ({ width, height }: Pixels) => ({ width, height, channels: 4 }) as const;
  const bytes = await sharp(plate.data, { raw: rawOf(plate) })
    .composite([{ input: line.data, raw: rawOf(line), left: pad.x, top: pad.y }])
    .png()
    .toBuffer();
  return { bytes, width: plate.width, height: plate.height };
};

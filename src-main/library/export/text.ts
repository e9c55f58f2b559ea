/** Renders a line of text to coverage: one byte per pixel, 0 is empty, 255 is ink. Pure. */
import { inflateRawSync } from 'node:zlib';
import { advancesPx, cell, coverage, letters } from './letters.ts';

export type Drawn = { readonly width: number; readonly height: number; readonly ink: Uint8Array };

type Letter = { readonly advancePx: number; readonly width: number; readonly fromPixel: number };

export type Type = {
  /** The text without characters that cannot be drawn; ends in … where it is wider than `maxWidthPx`. */
  readonly fit: (text: string, emPx: number, maxWidthPx: number) => string;
  /** `emPx`: at most the size of the stored letters. */
  readonly draw: (text: string, emPx: number) => Drawn;
};

const unknownLetter = '?';

/** Unpacks the stored letters, which takes about a millisecond. */
export const createType = (): Type => {
  const packed = inflateRawSync(Buffer.from(coverage, 'base64'));
  const known = new Map<string, Letter>();
  let fromPixel = 0;
  [...letters].forEach((letter, index) => {
    const advancePx = advancesPx[index] ?? 0;
    const width = advancePx + 2 * cell.marginPx;
    known.set(letter, { advancePx, width, fromPixel });
    fromPixel += width * cell.heightPx;
  });
  const inkAt = (pixel: number): number => {
    const two = packed[pixel >> 1] ?? 0;
    return (pixel % 2 === 0 ? two >> 4 : two & 15) * 17;
  };

  /** A letter that is not stored loses its accents; if that is not stored either, it becomes a question mark. */
  const drawable = (text: string): readonly string[] =>
    [...text.normalize('NFC').replace(/\s+/gu, ' ')].map((letter) => {
      if (known.has(letter)) return letter;
      const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '');
      return known.has(bare) ? bare : unknownLetter;
    });

  const lettersOf = (text: string): readonly Letter[] =>
    drawable(text).flatMap((letter) => known.get(letter) ?? []);
  const widthOf = (all: readonly Letter[]): number =>
    all.reduce((sum, { advancePx }) => sum + advancePx, 0) + 2 * cell.marginPx;

  const drawFull = (text: string): Drawn => {
    const all = lettersOf(text);
    const width = widthOf(all);
    const ink = new Uint8Array(width * cell.heightPx);
    let penPx = 0;
    for (const letter of all) {
      for (let y = 0; y < cell.heightPx; y += 1)
        for (let x = 0; x < letter.width; x += 1) {
          const at = y * width + penPx + x;
          // Adjacent letters share their margins.
          ink[at] = Math.max(ink[at] ?? 0, inkAt(letter.fromPixel + y * letter.width + x));
        }
      penPx += letter.advancePx;
    }
    return { width, height: cell.heightPx, ink };
  };

  return {
    fit: (text, emPx, maxWidthPx) => {
      const scale = emPx / cell.emPx;
      const isNarrow = (candidate: string) => widthOf(lettersOf(candidate)) * scale <= maxWidthPx;
      const all = drawable(text.trim());
      if (isNarrow(all.join(''))) return all.join('');
      for (let count = all.length - 1; count > 0; count -= 1) {
        const shorter = `${all.slice(0, count).join('').trimEnd()}…`;
        if (isNarrow(shorter)) return shorter;
      }
      return '';
    },
    draw: (text, emPx) => shrink(drawFull(text), Math.min(1, emPx / cell.emPx)),
  };
};

/** Box filter: each pixel is the average of the area that it covers. */
const shrink = (from: Drawn, scale: number): Drawn => {
  const width = Math.max(1, Math.ceil(from.width * scale));
  const height = Math.max(1, Math.ceil(from.height * scale));
  const across = shrinkRows(from, width, scale);
  const turned = transpose(across);
  return transpose(shrinkRows(turned, height, scale));
};

const shrinkRows = (from: Drawn, width: number, scale: number): Drawn => {
  const ink = new Uint8Array(width * from.height);
  for (let x = 0; x < width; x += 1) {
    const start = x / scale;
    const end = Math.min(from.width, (x + 1) / scale);
    for (let y = 0; y < from.height; y += 1) {
      let sum = 0;
      for (let source = Math.floor(start); source < end; source += 1) {
        const share = Math.min(end, source + 1) - Math.max(start, source);
        sum += share * (from.ink[y * from.width + source] ?? 0);
      }
      ink[y * width + x] = Math.round(sum * scale);
    }
  }
  return { width, height: from.height, ink };
};

const transpose = ({ width, height, ink }: Drawn): Drawn => {
  const turned = new Uint8Array(ink.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) turned[x * height + y] = ink[y * width + x] ?? 0;
  return { width: height, height: width, ink: turned };
};

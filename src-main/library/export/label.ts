/** Images that are overlaid on a comparison: a label on a dark plate, the mask and the line of a wipe. Pure. */
import type { Place } from '#contract/rules/export-frame.ts';
import { encodePng } from './png.ts';
import type { Type } from './text.ts';

/** Type size of a label as a fraction of the shorter side of its pane, between the smallest readable size and the size of the stored letters. */
const typeShare = 1 / 24;
const minEmPx = 13;
const maxEmPx = 36;
/** A text that is too wide shrinks down to this fraction of its type size before it is truncated. */
const minShrink = 0.65;

/** Opacity of the plate: 255 is opaque. */
const plateAlpha = 165;

export const labelEmPx = ({ width, height }: Pick<Place, 'width' | 'height'>): number =>
  Math.round(Math.min(maxEmPx, Math.max(minEmPx, Math.min(width, height) * typeShare)));

/** Distance of a label from the edges of its pane, in pixels. */
export const labelMarginPx = (emPx: number): number => Math.round(emPx * 0.3) * 2;

export type Overlay = { readonly png: Buffer; readonly width: number; readonly height: number };

/** 1 inside the plate, 0 outside, with soft round corners. */
const plateCover = (at: { readonly x: number; readonly y: number }, size: Plate): number => {
  const { width, height, radius } = size;
  const dx = Math.max(radius - (at.x + 0.5), at.x + 0.5 - (width - radius), 0);
  const dy = Math.max(radius - (at.y + 0.5), at.y + 0.5 - (height - radius), 0);
  return Math.min(1, Math.max(0, radius - Math.hypot(dx, dy) + 0.5));
};
type Plate = { readonly width: number; readonly height: number; readonly radius: number };

/** Between the text and the sides of its plate. */
const padPx = (emPx: number): number => Math.round(emPx * 0.45);

const fitLabel = (
  type: Type,
  text: string,
  room: { readonly largestPx: number; readonly widthPx: number },
): { readonly emPx: number; readonly fitted: string } => {
  const minPx = Math.max(minEmPx, Math.round(room.largestPx * minShrink));
  const fitAt = (emPx: number) => type.fit(text, emPx, room.widthPx - 2 * padPx(emPx));
  for (let emPx = room.largestPx; emPx > minPx; emPx -= 1) {
    const fitted = fitAt(emPx);
    if (!fitted.endsWith('…') && fitted !== '') return { emPx, fitted };
  }
  return { emPx: minPx, fitted: fitAt(minPx) };
};

/** null: there is no room for even one letter. `pane`: the part of the frame that the label belongs to. */
export const drawLabel = (
  type: Type,
  text: string,
  pane: Pick<Place, 'width' | 'height'>,
): Overlay | null => {
  const marginPx = labelMarginPx(labelEmPx(pane));
  const { emPx, fitted } = fitLabel(type, text, {
    largestPx: labelEmPx(pane),
    widthPx: pane.width - 2 * marginPx,
  });
  if (fitted === '') return null;
  const padX = padPx(emPx);
  const padY = Math.round(emPx * 0.12);
  const drawn = type.draw(fitted, emPx);
  const width = drawn.width + 2 * padX;
  const height = drawn.height + 2 * padY;
  const plate: Plate = { width, height, radius: Math.round(emPx * 0.28) };
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const textX = x - padX;
      const textY = y - padY;
      const isText = textX >= 0 && textX < drawn.width && textY >= 0 && textY < drawn.height;
      const ink = isText ? (drawn.ink[textY * drawn.width + textX] ?? 0) / 255 : 0;
      const plateShare = (plateCover({ x, y }, plate) * plateAlpha) / 255;
      const alpha = ink + plateShare * (1 - ink);
      // White ink over a black plate, as colours without premultiplied alpha.
      const grey = alpha === 0 ? 0 : Math.round((255 * ink) / alpha);
      pixels.set([grey, grey, grey, Math.round(alpha * 255)], (y * width + x) * 4);
    }
  return { png: encodePng({ kind: 'rgba', width, height, pixels }), width, height };
};

/** Twice as wide as the frame, with a white left half: a window of the frame's width that moves over it makes the wipe. */
export const drawWipeMask = (size: { readonly width: number; readonly height: number }): Overlay => {
  const width = size.width * 2;
  const pixels = new Uint8Array(width * size.height);
  for (let y = 0; y < size.height; y += 1) pixels.fill(255, y * width, y * width + size.width);
  return { png: encodePng({ kind: 'grey', width, height: size.height, pixels }), width, height: size.height };
};

/** The line between the two sides: white with dark edges, visible on any background. */
export const drawWipeLine = (height: number): Overlay => {
  const row = [
    [0, 0, 0, 90],
    [255, 255, 255, 235],
    [255, 255, 255, 235],
    [0, 0, 0, 90],
  ].flat();
  const pixels = new Uint8Array(row.length * height);
  for (let y = 0; y < height; y += 1) pixels.set(row, y * row.length);
  return { png: encodePng({ kind: 'rgba', width: 4, height, pixels }), width: 4, height };
};

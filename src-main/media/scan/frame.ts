/** Small grey frames for the scan, and measures of one or two of them. Pure. */

export type Image = {
  readonly width: number;
  readonly height: number;
  /** Row by row, one byte per pixel, 0 is black. */
  readonly pixels: Uint8Array;
};

/** Half as wide and high; an odd last row or column is dropped. */
export const halve = ({ width, height, pixels }: Image): Image => {
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const half = new Uint8Array(halfWidth * halfHeight);
  for (let y = 0; y < halfHeight; y += 1) {
    for (let x = 0; x < halfWidth; x += 1) {
      const at = 2 * y * width + 2 * x;
      const sum =
        (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + width] ?? 0) + (pixels[at + width + 1] ?? 0);
      half[y * halfWidth + x] = (sum + 2) >> 2;
    }
  }
  return { width: halfWidth, height: halfHeight, pixels: half };
};

/** `mean` and `spread` (standard deviation) in levels of 0..255. */
export type Light = { readonly mean: number; readonly spread: number; readonly brightShare: number };

/** A brighter pixel is not black, in levels: titles and logos on black are detected, encoder noise is not. */
const brightLevel = 28;

export const lightOf = ({ pixels }: Image): Light => {
  let sum = 0;
  let squares = 0;
  let bright = 0;
  for (const level of pixels) {
    sum += level;
    squares += level * level;
    if (level > brightLevel) bright += 1;
  }
  const mean = sum / pixels.length;
  const spread = Math.sqrt(Math.max(0, squares / pixels.length - mean * mean));
  return { mean, spread, brightShare: bright / pixels.length };
};

/** A pixel that changes by more than this has changed, in levels: above encoder noise in a still scene. */
const changedLevel = 4;

/** `mean`: of all pixels, in levels. `changedShare`: of those that changed by more than encoder noise. */
export type Change = { readonly mean: number; readonly changedShare: number; readonly isSame: boolean };

export const changeBetween = (from: Image, to: Image): Change => {
  let sum = 0;
  let changed = 0;
  const count = to.pixels.length;
  for (let at = 0; at < count; at += 1) {
    const change = Math.abs((to.pixels[at] ?? 0) - (from.pixels[at] ?? 0));
    sum += change;
    if (change > changedLevel) changed += 1;
  }
  return { mean: sum / count, changedShare: changed / count, isSame: sum === 0 };
};

/** The same frame with another mean and spread, as after a change of exposure. */
export const relit = (image: Image, from: Light, to: Light): Image => {
  const gain = from.spread < 1 ? 1 : to.spread / from.spread;
  const pixels = image.pixels.map((level) =>
    Math.max(0, Math.min(255, Math.round((level - from.mean) * gain + to.mean))),
  );
  return { ...image, pixels };
};

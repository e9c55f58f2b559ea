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

/**
 * Splits a stream of raw grey frames, which arrives in chunks of any size. Each frame is passed on once and may be
 * kept by the receiver.
 */
export const createFrameReader = (request: {
  readonly width: number;
  readonly height: number;
  readonly onFrame: (image: Image) => void;
}): ((chunk: Uint8Array) => void) => {
  const { width, height, onFrame } = request;
  const frameBytes = width * height;
  let pixels = new Uint8Array(frameBytes);
  let filled = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const part = chunk.subarray(at, at + frameBytes - filled);
      pixels.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < frameBytes) return;
      onFrame({ width, height, pixels });
      pixels = new Uint8Array(frameBytes);
      filled = 0;
    }
  };
};

/** Side of a block and its maximum displacement, in pixels of a frame whose longer side has 48. */
const block = 6;
const reach = 8;
/** Minimum detail of a block, in levels per pixel, so that noise alone does not look like another frame. */
const minDetail = 3;

type Search = { readonly from: Image; readonly to: Image; readonly left: number; readonly top: number };

/** Sum of differences for the block displaced by `dx`, `dy`; stops above `limit`. */
const differenceAt = (search: Search, dx: number, dy: number, limit: number): number => {
  const { from, to, left, top } = search;
  const { width } = to;
  let sum = 0;
  for (let y = top; y < top + block; y += 1) {
    let at = y * width + left;
    let other = (y + dy) * width + left + dx;
    for (let x = 0; x < block; x += 1, at += 1, other += 1)
      sum += Math.abs((to.pixels[at] ?? 0) - (from.pixels[other] ?? 0));
    if (sum >= limit) return limit;
  }
  return sum;
};

const bestDifference = (search: Search): number => {
  const { to, left, top } = search;
  let best = differenceAt(search, 0, 0, Number.MAX_SAFE_INTEGER);
  const lowX = Math.max(-reach, -left);
  const highX = Math.min(reach, to.width - block - left);
  const lowY = Math.max(-reach, -top);
  const highY = Math.min(reach, to.height - block - top);
  for (let dy = lowY; dy <= highY; dy += 1)
    for (let dx = lowX; dx <= highX; dx += 1) best = differenceAt(search, dx, dy, best);
  return best;
};

/** Sum of a block's differences from its own mean: its recognisable detail. */
const detailOf = ({ width, pixels }: Image, left: number, top: number): number => {
  let sum = 0;
  for (let y = top; y < top + block; y += 1)
    for (let x = left; x < left + block; x += 1) sum += pixels[y * width + x] ?? 0;
  const mean = sum / (block * block);
  let detail = 0;
  for (let y = top; y < top + block; y += 1)
    for (let x = left; x < left + block; x += 1) detail += Math.abs((pixels[y * width + x] ?? 0) - mean);
  return Math.max(detail, minDetail * block * block);
};

/** A block with at least this much new content belongs to another frame. */
const newBlock = 0.3;

/**
 * `rest`: how much of `to` is not in `from`: 0 none, about 0.5 and above an unrelated frame, never above 2.
 * `newShare`: the fraction of its area that is new; small for a caption or a body, most for another shot.
 */
export type Mismatch = { readonly rest: number; readonly newShare: number };

export const noMismatch: Mismatch = { rest: 0, newShare: 0 };

/** Both have the same size, with a longer side of about 48 pixels. */
export const mismatchOf = (from: Image, to: Image): Mismatch => {
  let difference = 0;
  let detail = 0;
  let blocks = 0;
  let newBlocks = 0;
  for (let top = 0; top + block <= to.height; top += block)
    for (let left = 0; left + block <= to.width; left += block) {
      const rest = bestDifference({ from, to, left, top });
      const own = (detailOf(to, left, top) + detailOf(from, left, top)) / 2;
      difference += rest;
      detail += own;
      blocks += 1;
      if (rest > own * newBlock) newBlocks += 1;
    }
  return detail === 0 ? noMismatch : { rest: Math.min(2, difference / detail), newShare: newBlocks / blocks };
};

/** How little of a frame can be found in another one when every block of it may have moved. Pure. */
import type { Image } from './frame.ts';

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

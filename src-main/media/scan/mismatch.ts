/** How little of a picture can be found in another one when every part of it may have moved. Pure. */
import type { Image } from './frame.ts';

/** Sides of a block and how far it may have moved, in pixels of a picture whose longer side has 48. */
const block = 6;
const reach = 8;
/** Detail that a block without any counts as, in levels a pixel: noise alone must not look like another picture. */
const minDetail = 3;

type Search = { readonly from: Image; readonly to: Image; readonly left: number; readonly top: number };

/** Sum of differences where the block comes from `dx`, `dy` away; gives up beyond `limit`. */
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

/** How much a block differs from its own mean: what there is to be recognised in it. */
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

/** A block of which so much is new is of another picture. */
const newBlock = 0.3;

/**
 * `rest`: how much of `to` is not in `from`, 0 nothing, about 0.5 and above another picture, never above 2.
 * `newShare`: the share of its area that is new; a caption or a body is some of it, another shot most.
 */
export type Mismatch = { readonly rest: number; readonly newShare: number };

export const noMismatch: Mismatch = { rest: 0, newShare: 0 };

/** Both are of one size, with a longer side of about 48 pixels. */
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

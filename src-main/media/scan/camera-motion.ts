/**
 * How much of the change between two frames is caused by the camera: one shift, zoom and rotation of the whole frame.
 * Pure.
 */
import { halve, type Image } from './frame.ts';

/** Where a point of the second frame was in the first: `x + shiftX + zoom * dx - turn * dy`, from the centre. */
type Move = {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly zoom: number;
  readonly turn: number;
};

const still: Move = { shiftX: 0, shiftY: 0, zoom: 0, turn: 0 };
/** The largest shift searched for, as a fraction of the longer side; a step is a tenth of a second. */
const reach = 0.2;
/** Changes up to this are noise, in levels. */
const noise = 1;
/** Pixels that differ by much more than this belong to a body in front, in levels. */
const robust = 10;
const rounds = 4;
/** Width of the border as a fraction of the sides: a body seldom fills it, a camera moves all of it. */
const edge = 0.14;
/** Where the border changes by less than this fraction of the whole, only a body moved. */
const minEdge = 0.2;

/** Bilinear between four pixels; NaN outside. */
const levelAt = ({ width, height, pixels }: Image, x: number, y: number): number => {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return Number.NaN;
  const at = top * width + left;
  const right = x - left;
  const down = y - top;
  const upper = (pixels[at] ?? 0) * (1 - right) + (pixels[at + 1] ?? 0) * right;
  const lower = (pixels[at + width] ?? 0) * (1 - right) + (pixels[at + width + 1] ?? 0) * right;
  return upper * (1 - down) + lower * down;
};

/** The whole-pixel shift with the smallest residual; differences above `robust` count as `robust`. */
const coarseShift = (from: Image, to: Image): Move => {
  const { width, height } = to;
  const far = Math.max(1, Math.round(Math.max(width, height) * reach));
  let best = still;
  let minimum = Number.POSITIVE_INFINITY;
  for (let shiftY = -far; shiftY <= far; shiftY += 1)
    for (let shiftX = -far; shiftX <= far; shiftX += 1) {
      let sum = 0;
      let count = 0;
      for (let y = Math.max(0, -shiftY); y < Math.min(height, height - shiftY); y += 1)
        for (let x = Math.max(0, -shiftX); x < Math.min(width, width - shiftX); x += 1) {
          const difference =
            (to.pixels[y * width + x] ?? 0) - (from.pixels[(y + shiftY) * width + x + shiftX] ?? 0);
          sum += Math.min(robust, Math.abs(difference));
          count += 1;
        }
      // Of two shifts with equal residuals, the smaller one.
      const rest = sum / Math.max(1, count) + 0.01 * (Math.abs(shiftX) + Math.abs(shiftY));
      if (count > (width * height) / 4 && rest < minimum) {
        minimum = rest;
        best = { ...still, shiftX, shiftY };
      }
    }
  return best;
};

/** Solves a small symmetric system by elimination; null where the frame has too little detail. */
const solve = (
  matrix: readonly (readonly number[])[],
  values: readonly number[],
): readonly number[] | null => {
  const rows = matrix.map((row, index) => [...row, values[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const [pivot] = rows.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0));
    if (!pivot || Math.abs(pivot[column] ?? 0) < 1e-6) return null;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= size; at += 1) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
};

const placeOf = (move: Move, from: Image, x: number, y: number): readonly [number, number] => {
  const dx = x - (from.width - 1) / 2;
  const dy = y - (from.height - 1) / 2;
  return [
    x + move.shiftX + move.zoom * dx - move.turn * dy,
    y + move.shiftY + move.zoom * dy + move.turn * dx,
  ];
};

/** Every second pixel in each direction is sufficient to find the camera motion. */
const every = 2;

/** One round of least squares in which pixels that do not follow the camera have a low weight. */
const refined = (from: Image, to: Image, move: Move): Move => {
  const { width, height, pixels } = to;
  const matrix = new Float64Array(16);
  const values = new Float64Array(4);
  const slopes = new Float64Array(4);
  for (let y = 1; y < height - 1; y += every)
    for (let x = 1; x < width - 1; x += every) {
      const at = y * width + x;
      const rest = (pixels[at] ?? 0) - levelAt(from, ...placeOf(move, from, x, y));
      if (Number.isNaN(rest)) continue;
      // Gradients of the second frame: near the solution both frames have the same, and these need no interpolation.
      const slopeX = ((pixels[at + 1] ?? 0) - (pixels[at - 1] ?? 0)) / 2;
      const slopeY = ((pixels[at + width] ?? 0) - (pixels[at - width] ?? 0)) / 2;
      const weight = 1 / (1 + (rest / robust) ** 2) ** 2;
      const dx = x - (width - 1) / 2;
      const dy = y - (height - 1) / 2;
      slopes[0] = slopeX;
      slopes[1] = slopeY;
      slopes[2] = slopeX * dx + slopeY * dy;
      slopes[3] = slopeY * dx - slopeX * dy;
      for (let row = 0; row < 4; row += 1) {
        const weighted = weight * (slopes[row] ?? 0);
        values[row] = (values[row] ?? 0) + weighted * rest;
        for (let column = 0; column < 4; column += 1)
          matrix[row * 4 + column] = (matrix[row * 4 + column] ?? 0) + weighted * (slopes[column] ?? 0);
      }
    }
  const step = solve(
    [0, 4, 8, 12].map((row) => [...matrix.subarray(row, row + 4)]),
    [...values],
  );
  if (!step) return move;
  const [shiftX = 0, shiftY = 0, zoom = 0, turn = 0] = step;
  return {
    shiftX: move.shiftX + shiftX,
    shiftY: move.shiftY + shiftY,
    zoom: move.zoom + zoom,
    turn: move.turn + turn,
  };
};

type Sums = { readonly before: number; readonly after: number };
const shareOf = ({ before, after }: Sums): number => (before <= 0 ? 0 : Math.max(0, 1 - after / before));

/** The residual change after compensating the camera motion, over the whole frame and over the border alone. */
const restOf = (from: Image, to: Image, move: Move): { readonly all: Sums; readonly rim: Sums } => {
  const rimX = to.width * edge;
  const rimY = to.height * edge;
  const all = { before: 0, after: 0 };
  const rim = { before: 0, after: 0 };
  for (let y = 0; y < to.height; y += 1)
    for (let x = 0; x < to.width; x += 1) {
      const level = to.pixels[y * to.width + x] ?? 0;
      const moved = levelAt(from, ...placeOf(move, from, x, y));
      // Pixels that entered the frame from outside are ignored.
      if (Number.isNaN(moved)) continue;
      const before = Math.max(0, Math.abs(level - (from.pixels[y * to.width + x] ?? 0)) - noise);
      // A body may stand still while the camera moves: pixels without change have no residual.
      const after = Math.min(before, Math.max(0, Math.abs(level - moved) - noise));
      all.before += before;
      all.after += after;
      if (x < rimX || y < rimY || x >= to.width - rimX || y >= to.height - rimY) {
        rim.before += before;
        rim.after += after;
      }
    }
  return { all, rim };
};

/**
 * A camera that moves the corners by less than `minimum` pixels per step is still; from `sure` on it certainly moves.
 */
const corner = { minimum: 0.1, sure: 0.35 } as const;

const cornerShift = ({ shiftX, shiftY, zoom, turn }: Move, { width, height }: Image): number =>
  Math.hypot(shiftX, shiftY) + (Math.hypot(zoom, turn) * Math.hypot(width, height)) / 2;

/** 0: none of the change, or no change; 1: all of it. The longer side of the frames is about 48 pixels. */
export const cameraShare = (from: Image, to: Image): number => {
  const coarse = coarseShift(halve(from), halve(to));
  let move: Move = { ...coarse, shiftX: coarse.shiftX * 2, shiftY: coarse.shiftY * 2 };
  for (let round = 0; round < rounds; round += 1) move = refined(from, to, move);
  const { all, rim } = restOf(from, to, move);
  const pixels = to.width * to.height;
  if (all.before / pixels < noise / 10 || rim.before < all.before * minEdge * edge) return 0;
  const moves = (cornerShift(move, to) - corner.minimum) / (corner.sure - corner.minimum);
  return Math.min(shareOf(all), shareOf(rim)) * Math.max(0, Math.min(1, moves));
};

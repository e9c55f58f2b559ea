/** Videos whose every frame is known: drawn places, cameras that move over them and bodies in front. */
import { open, rm } from 'node:fs/promises';
import { ffmpeg } from '#test/fixtures/media.ts';
import { randomFrom } from './random.ts';

export const width = 256;
export const height = 144;

export type Frame = Uint8Array;
/** The frame at a time in seconds. */
export type Shot = (sec: number) => Frame;

const canvas = 512;

/** Noise of several sizes and a few hard-edged shapes, like a room or a street; wraps around at its edges. */
const drawPlace = (seed: number, { mean = 120, contrast = 1 } = {}): Float32Array => {
  const random = randomFrom(seed);
  const place = new Float32Array(canvas * canvas).fill(mean);
  for (const [cells, strength] of [
    [4, 70],
    [12, 45],
    [48, 25],
  ] as const) {
    const lattice = Float32Array.from(
      { length: cells * cells },
      () => (random() - 0.5) * strength * contrast,
    );
    const at = (x: number, y: number) => lattice[(y % cells) * cells + (x % cells)] ?? 0;
    for (let y = 0; y < canvas; y += 1)
      for (let x = 0; x < canvas; x += 1) {
        const [u, v] = [(x * cells) / canvas, (y * cells) / canvas];
        const [left, top] = [Math.floor(u), Math.floor(v)];
        const [right, down] = [u - left, v - top];
        const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
        const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
        place[y * canvas + x] = (place[y * canvas + x] ?? 0) + upper * (1 - down) + lower * down;
      }
  }
  for (let thing = 0; thing < 14; thing += 1) {
    const [left, top] = [random() * canvas, random() * canvas];
    const [wide, high] = [20 + random() * 90, 20 + random() * 90];
    const shade = (random() - 0.5) * 110 * contrast;
    for (let y = 0; y < high; y += 1)
      for (let x = 0; x < wide; x += 1) {
        const at = (Math.floor(top + y) % canvas) * canvas + (Math.floor(left + x) % canvas);
        place[at] = (place[at] ?? 0) + shade;
      }
  }
  return place;
};

/** Position of the camera in canvas pixels, and its zoom. */
type View = { readonly x: number; readonly y: number; readonly zoom: number };
/** Centre of a body, and how far its arms are raised, as fractions of the frame. */
type Pose = { readonly x: number; readonly lift: number; readonly size: number };

const inBody = (u: number, v: number, { x, lift, size }: Pose): number | null => {
  const dx = (u - x) / size;
  const dy = (v - 0.55) / size;
  if ((dx / 0.09) ** 2 + ((dy + 0.32) / 0.13) ** 2 < 1) return 205;
  if (Math.abs(dx) < 0.13 && dy > -0.2 && dy < 0.2) return 60 + 25 * Math.sign(Math.sin(dy * 60));
  const side = Math.sign(dx);
  const along = Math.abs(dx) - 0.13;
  if (along >= 0 && along < 0.24 && Math.abs(dy + 0.15 - (0.5 - lift) * along * 1.6) < 0.045) return 190;
  if (Math.abs(Math.abs(dx) - 0.07 - 0.08 * lift) < 0.045 && dy >= 0.2 && dy < 0.5) return 40 + 10 * side;
  return null;
};

export const shotOf = (request: {
  readonly seed: number;
  readonly look?: { readonly mean?: number; readonly contrast?: number };
  readonly view?: (sec: number) => Partial<View>;
  readonly pose?: (sec: number) => Pose | null;
}): Shot => {
  const place = drawPlace(request.seed, request.look);
  return (sec) => {
    const { x = 100, y = 100, zoom = 1 } = request.view?.(sec) ?? {};
    const pose = request.pose?.(sec) ?? null;
    const frame = new Uint8Array(width * height);
    const level = (column: number, row: number) =>
      place[(((row % canvas) + canvas) % canvas) * canvas + (((column % canvas) + canvas) % canvas)] ?? 0;
    for (let row = 0; row < height; row += 1)
      for (let column = 0; column < width; column += 1) {
        const body = pose ? inBody(column / width, row / height, pose) : null;
        const u = x + (column - width / 2) / zoom;
        const v = y + (row - height / 2) / zoom;
        const [left, top] = [Math.floor(u), Math.floor(v)];
        const [right, down] = [u - left, v - top];
        const upper = level(left, top) * (1 - right) + level(left + 1, top) * right;
        const lower = level(left, top + 1) * (1 - right) + level(left + 1, top + 1) * right;
        frame[row * width + column] = Math.max(0, Math.min(255, body ?? upper * (1 - down) + lower * down));
      }
    return frame;
  };
};

/** A body that raises its arms and steps aside about once a second. */
export const dancing = (sec: number): Pose => ({
  x: 0.5 + 0.06 * Math.sin(sec * 2.1),
  lift: 0.5 + 0.5 * Math.sin(sec * 6),
  size: 1,
});
/** A body close to the camera that talks: the head sways by a pixel or two. */
export const talking = (sec: number): Pose => ({
  x: 0.5 + 0.006 * Math.sin(sec * 3.1) + 0.003 * Math.sin(sec * 11),
  lift: 0.1 + 0.02 * Math.sin(sec * 5),
  size: 1.7,
});

export const black: Shot = () => new Uint8Array(width * height);

/** A lamp that adds light for some seconds, brightest at the start. */
export const flashed =
  (shot: Shot, { atSec, forSec, levels }: { atSec: number; forSec: number; levels: number }): Shot =>
  (sec) => {
    const frame = shot(sec);
    const age = sec - atSec;
    if (age < -1e-6 || age >= forSec - 1e-6) return frame;
    const light = levels * (1 - (0.6 * age) / forSec);
    return frame.map((level) => Math.min(255, level + light));
  };

/** `share` 0: the first, 1: the second. */
const mixed = (from: Frame, to: Frame, share: number): Frame =>
  from.map((level, at) => level * (1 - share) + (to[at] ?? 0) * share);

export const dissolved =
  (from: Shot, to: Shot, { atSec, forSec }: { readonly atSec: number; readonly forSec: number }): Shot =>
  (sec) => {
    const share = Math.max(0, Math.min(1, (sec - atSec) / forSec));
    if (share === 0) return from(sec);
    return share === 1 ? to(sec) : mixed(from(sec), to(sec), share);
  };

/** Shots one after the other; each continues to its last frame, which is counted, not timed. */
export const inTurn = (fps: number, parts: readonly (readonly [Shot, number])[]): Shot => {
  let first = 0;
  const starts = parts.map(([shot, frames]) => {
    const part = { shot, from: first, to: first + frames };
    first += frames;
    return part;
  });
  return (sec) => {
    const frame = Math.round(sec * fps);
    const part = starts.find(({ from, to }) => frame >= from && frame < to) ?? starts.at(-1);
    if (!part) throw new Error('A video needs a shot.');
    return part.shot(sec);
  };
};

/** The frame is frozen from one time to another. */
export const frozenFrom =
  (shot: Shot, { fromSec, toSec }: { readonly fromSec: number; readonly toSec: number }): Shot =>
  (sec) =>
    shot(sec >= fromSec - 1e-6 && sec < toSec - 1e-6 ? fromSec : sec);

/** Draws and encodes; `options` are for the output. Returns the path. */
export const shoot = async (request: {
  readonly path: string;
  readonly shot: Shot;
  readonly frames: number;
  /** In ffmpeg's format: `25`, `30000/1001`. */
  readonly rate: string;
  readonly fps: number;
  readonly filter?: string;
  readonly options?: readonly string[];
}): Promise<string> => {
  const { path, shot, frames, rate, fps, filter = 'null', options = ['-crf', '23'] } = request;
  const raw = `${path}.raw`;
  const file = await open(raw, 'w');
  for (let frame = 0; frame < frames; frame += 1) await file.write(shot(frame / fps));
  await file.close();
  await ffmpeg(
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${width}x${height}`, '-r', rate, '-i', raw],
    ...['-vf', `${filter},format=yuv420p`, '-c:v', 'libx264', '-preset', 'veryfast', ...options, path],
  );
  await rm(raw);
  return path;
};

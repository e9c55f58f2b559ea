/** Which parts of a video suit motion control best, and the problems of a selected part. */
import type { Trim } from '../model/choices.ts';
import type { BestWindow, Scan } from '../model/scan.ts';

const maxWindows = 3;
/** Windows that share more than this fraction of the shorter one count as the same choice. */
const maxShared = 0.25;
/** Distance kept from a cut where there is room: a cut's time may be a frame or two off. In seconds. */
const marginSec = 0.1;
/** Times closer than this are equal. */
const sameSec = 0.001;
/** Steps of the starts and lengths that are evaluated, in seconds. */
const startStepSec = 0.25;
const lengthStepSec = 0.5;

/** From this much motion of a body on, more does not improve a window. 0..1. */
const enoughMotion = 0.3;
/** Below this much motion the video is considered still: breathing, blinking. 0..1. */
const minMotion = 0.07;
/** From this share of the motion on, the camera is the cause. 0..1. */
const muchCamera = 0.5;
/** A window of `minSec` scores this fraction of an equally good one of `maxSec`. */
const shortestWorth = 0.5;

type Limits = { readonly minSec: number; readonly maxSec: number };

const lengthOf = ({ startSec, endSec }: Trim): number => endSec - startSec;

/** Parts between cuts, black and frozen stretches, in order; they may be shorter than the minimum. */
const cleanParts = (scan: Scan): readonly Trim[] => {
  const gaps = [
    ...scan.cutsSec.map((sec) => ({ startSec: sec, endSec: sec })),
    ...scan.blackSec,
    ...scan.frozenSec,
  ].sort((a, b) => a.startSec - b.startSec);
  const parts: Trim[] = [];
  let fromSec = 0;
  for (const gap of gaps) {
    if (gap.startSec > fromSec) parts.push({ startSec: fromSec, endSec: gap.startSec });
    fromSec = Math.max(fromSec, gap.endSec);
  }
  if (scan.durationSec > fromSec) parts.push({ startSec: fromSec, endSec: scan.durationSec });
  return parts;
};

/** Moves the ends away from cuts where there is room; the ends of the video are not cuts. */
const inset = (part: Trim, { durationSec }: Scan, minSec: number): Trim => {
  const before = part.startSec > 0 ? marginSec : 0;
  const after = part.endSec < durationSec ? marginSec : 0;
  const spare = Math.max(0, lengthOf(part) - minSec);
  const scale = before + after > 0 ? Math.min(1, spare / (before + after)) : 0;
  return { startSec: part.startSec + before * scale, endSec: part.endSec - after * scale };
};

/** Prefix sums, so that a mean over any part is one subtraction. */
const sumsOf = (values: readonly number[]): readonly number[] => {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return sums;
};

/** A pause between two moves belongs to the motion, in seconds. */
const pauseSec = 1.5;

/** Each value replaced by the mean of its neighbourhood. */
const calmed = (values: readonly number[], stepSec: number): readonly number[] => {
  const sums = sumsOf(values);
  const side = Math.round(pauseSec / 2 / stepSec);
  return values.map((_, at) => {
    const [from, to] = [Math.max(0, at - side), Math.min(values.length, at + side + 1)];
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
};

/** Means over a part of the video, of a curve with one value per step. */
const meansOf = (scan: Scan) => {
  const body = scan.motion.map((motion, at) => motion * (1 - (scan.camera[at] ?? 0)));
  const calm = calmed(body, scan.stepSec);
  const curves = {
    body: sumsOf(body),
    calm: sumsOf(calm),
    calmSquare: sumsOf(calm.map((value) => value * value)),
    camera: sumsOf(scan.motion.map((motion, at) => motion * (scan.camera[at] ?? 0))),
    /** Steps without motion. */
    rest: sumsOf(calm.map((value) => (value < minMotion ? 1 : 0))),
  };
  const steps = scan.motion.length;
  return (part: Trim) => {
    const from = Math.min(steps, Math.round(part.startSec / scan.stepSec));
    const to = Math.min(steps, Math.max(from + 1, Math.round(part.endSec / scan.stepSec)));
    const mean = (sums: readonly number[]) =>
      to <= from ? 0 : ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
    const body = mean(curves.body);
    const unsteady = Math.sqrt(Math.max(0, mean(curves.calmSquare) - mean(curves.calm) ** 2));
    return { body, unsteady, camera: mean(curves.camera), rest: mean(curves.rest) };
  };
};
type Means = ReturnType<ReturnType<typeof meansOf>>;

/** Score of a window's content, 0..1, independent of its length. */
const worthOf = ({ body, unsteady, camera, rest }: Means): number => {
  const moves = 0.15 + 0.85 * Math.min(1, body / enoughMotion);
  const steady = 1 - 0.4 * Math.min(1, unsteady / Math.max(minMotion, body));
  const stands = 1 - 0.6 * Math.min(1, (2 * camera) / Math.max(minMotion, body + camera));
  return moves * steady * stands * (1 - 0.5 * rest);
};

const scoreOf = (window: Trim, means: Means, { minSec, maxSec }: Limits): number => {
  const room = maxSec - minSec;
  const longer = room <= 0 ? 1 : Math.min(1, Math.max(0, (lengthOf(window) - minSec) / room));
  return worthOf(means) * (shortestWorth + (1 - shortestWorth) * Math.sqrt(longer));
};

/** From `low` to `high` in steps, both included. */
const grid = (low: number, high: number, step: number): readonly number[] => {
  const count = Math.floor((high - low) / step + 1e-9);
  const values = Array.from({ length: count + 1 }, (_, at) => low + at * step);
  return high - (values.at(-1) ?? low) > sameSec ? [...values, high] : values;
};

const candidatesIn = (part: Trim, { minSec, maxSec }: Limits): readonly Trim[] =>
  grid(minSec, Math.max(minSec, Math.min(maxSec, lengthOf(part))), lengthStepSec).flatMap((length) =>
    grid(part.startSec, Math.max(part.startSec, part.endSec - length), startStepSec).map((startSec) => ({
      startSec,
      endSec: Math.min(part.endSec, startSec + length),
    })),
  );

const shared = (one: Trim, other: Trim): number =>
  Math.max(0, Math.min(one.endSec, other.endSec) - Math.max(one.startSec, other.startSec)) /
  Math.min(lengthOf(one), lengthOf(other));

/**
 * Up to three windows, best first: none crosses a cut or contains a black or frozen stretch, and a moving body before
 * a steady camera ranks above a moving camera. Empty where no part of `minSec` qualifies.
 */
export const bestWindows = (scan: Scan, limits: Limits): readonly BestWindow[] => {
  const { minSec, maxSec } = limits;
  const means = meansOf(scan);
  const scored = (window: Trim): BestWindow => ({ ...window, score: scoreOf(window, means(window), limits) });
  const parts = cleanParts(scan).filter((part) => lengthOf(part) >= minSec - sameSec);
  const [only] = parts;
  if (only && lengthOf(only) >= scan.durationSec - sameSec && scan.durationSec <= maxSec + sameSec)
    return [scored({ startSec: 0, endSec: scan.durationSec })];
  const candidates = parts
    .flatMap((part) => candidatesIn(inset(part, scan, minSec), limits))
    .map(scored)
    // Of equal windows the earlier one first, so that the result is deterministic.
    .sort((a, b) => b.score - a.score || a.startSec - b.startSec);
  const chosen: BestWindow[] = [];
  for (const window of candidates) {
    if (chosen.length === maxWindows) break;
    if (chosen.every((other) => shared(window, other) <= maxShared)) chosen.push(window);
  }
  return chosen;
};

/** Problems of a window: a closed list, which messages/ turns into sentences. */
export type ScanFinding =
  | { readonly kind: 'cut'; readonly atSec: number }
  | { readonly kind: 'black' | 'frozen'; readonly startSec: number; readonly endSec: number }
  /** The video is almost still. */
  | { readonly kind: 'still' }
  /** Much of the motion is caused by the camera. */
  | { readonly kind: 'camera' };

const within = (stretches: readonly Trim[], window: Trim): readonly Trim[] =>
  stretches
    .map(({ startSec, endSec }) => ({
      startSec: Math.max(startSec, window.startSec),
      endSec: Math.min(endSec, window.endSec),
    }))
    .filter((part) => lengthOf(part) > sameSec);

/**
 * Stretches are clipped to the window; findings at a time come first, in order, then those about the whole window.
 */
export const scanFindings = (scan: Scan, window: Trim): readonly ScanFinding[] => {
  const cuts = scan.cutsSec
    .filter((sec) => sec > window.startSec + sameSec && sec < window.endSec - sameSec)
    .map((atSec) => ({ at: atSec, finding: { kind: 'cut', atSec } as const }));
  const black = within(scan.blackSec, window).map((part) => ({
    at: part.startSec,
    finding: { kind: 'black', ...part } as const,
  }));
  const frozen = within(scan.frozenSec, window).map((part) => ({
    at: part.startSec,
    finding: { kind: 'frozen', ...part } as const,
  }));
  const timed = [...cuts, ...black, ...frozen].sort((a, b) => a.at - b.at).map(({ finding }) => finding);
  const { body, camera } = meansOf(scan)(window);
  const isCamera = camera + body >= minMotion && camera >= muchCamera * (camera + body);
  return [
    ...timed,
    ...(body + camera < minMotion ? [{ kind: 'still' } as const] : []),
    ...(isCamera ? [{ kind: 'camera' } as const] : []),
  ];
};

/**
 * Decides how a video is encoded, and how again where it was too large or worse than its size limit requires. Pure.
 */
import {
  lowerKbps,
  nearerKbps,
  type Rate,
  type RateRequest,
  rateAgain,
  rateFor,
  videoKbps,
} from './bit-rate.ts';
import type { FirstPass } from './first-pass.ts';

/** `pass`: 1 writes the stats of each frame, 2 uses them. */
export type Try = { readonly rate: Rate; readonly pass: 1 | 2 };
export type Attempt = Try & { readonly gotBytes: number };

/** A video that uses less of the size limit is worth another run where it would look better. */
const usedShare = 0.9;
/** The target between an attempt that was too large and one that was too small: this fraction of the size limit. */
const aimedShare = 0.96;
/** After this many attempts one below the size limit is accepted, however little of it is used. */
const enoughTries = 5;
/** After this many attempts only a safe rate is used. */
const manyTries = 7;

export const firstTry = (request: RateRequest): Try => ({ rate: rateFor(request), pass: 1 });

type Question = {
  readonly request: RateRequest;
  readonly attempts: readonly Attempt[];
  /** The stats of the encoder; null: none. */
  readonly first: FirstPass | null;
  /** Number of frames of the video. */
  readonly frames: number;
};

const between = (under: Attempt, over: Attempt, maxBytes: number): number => {
  const share = (maxBytes * aimedShare - under.gotBytes) / (over.gotBytes - under.gotBytes);
  const kbps = under.rate.kbps + (over.rate.kbps - under.rate.kbps) * Math.min(0.9, Math.max(0.1, share));
  return Math.floor(kbps);
};

/** Another two-pass attempt, after a two-pass attempt. */
const nearer = ({ request, attempts }: Question, last: Attempt): Try => {
  const { maxBytes } = request;
  const known = attempts.filter(({ pass, rate }) => pass === 2 && rate.kind === 'size');
  const [under] = known.filter((one) => one.gotBytes <= maxBytes).toSorted((a, b) => b.gotBytes - a.gotBytes);
  const [over] = known.filter((one) => one.gotBytes > maxBytes).toSorted((a, b) => a.gotBytes - b.gotBytes);
  // The same run produces the same file again.
  if (under && attempts.length >= enoughTries) return { rate: under.rate, pass: 2 };
  if (attempts.length >= manyTries) return { rate: { kind: 'quality', kbps: videoKbps(request) }, pass: 1 };
  const kbps =
    under && over
      ? between(under, over, maxBytes)
      : nearerKbps({ ...request, kbps: last.rate.kbps, gotBytes: last.gotBytes });
  return { rate: { kind: 'size', kbps }, pass: 2 };
};

/** null: the last attempt is accepted. `attempts` has at least one element. */
export const nextTry = (question: Question): Try | null => {
  const { request, attempts, first, frames } = question;
  const last = attempts.at(-1);
  if (!last) return firstTry(request);
  const { rate, pass, gotBytes } = last;
  const { maxBytes } = request;
  const isOver = gotBytes > maxBytes;
  if (rate.kind === 'quality')
    return isOver ? { rate: { ...rate, kbps: lowerKbps(rate.kbps, gotBytes, maxBytes) }, pass } : null;
  // An encoding stopped for its size has stats of a part only.
  const isKnown = first !== null && first.frames >= frames;
  if (!isOver) {
    const isPoor = gotBytes < maxBytes * usedShare && first?.isStarved === true;
    if (!isPoor || !isKnown || attempts.length >= enoughTries) return null;
  }
  if (!isKnown)
    return { rate: { ...rate, kbps: nearerKbps({ ...request, kbps: rate.kbps, gotBytes }) }, pass };
  if (pass === 2) return nearer(question, last);
  const kbps = rateAgain(request);
  // Where the source's own rate was the limit, another run cannot improve it.
  return isOver || kbps > rate.kbps ? { rate: { ...rate, kbps }, pass: 2 } : null;
};

/** How a clip is encoded, and how again where it came out too large or poorer than its cap asks. Pure. */
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

/** `pass`: 1 writes down how hard each frame is, 2 knows it. */
export type Try = { readonly rate: Rate; readonly pass: 1 | 2 };
export type Attempt = Try & { readonly gotBytes: number };

/** Less of the cap than this is worth another run where the clip would look better for it. */
const usedShare = 0.9;
/** Where between a try that was too large and one that was too small the next one aims: this share of the cap. */
const aimedShare = 0.96;
/** After so many, one that is under the cap is good enough, however little it uses. */
const enoughTries = 5;
/** After so many, only what is sure is tried. */
const manyTries = 7;

export const firstTry = (request: RateRequest): Try => ({ rate: rateFor(request), pass: 1 });

type Question = {
  readonly request: RateRequest;
  readonly attempts: readonly Attempt[];
  /** What the encoder wrote down; null: nothing. */
  readonly first: FirstPass | null;
  /** How many frames the clip has. */
  readonly frames: number;
};

const between = (under: Attempt, over: Attempt, maxBytes: number): number => {
  const share = (maxBytes * aimedShare - under.gotBytes) / (over.gotBytes - under.gotBytes);
  const kbps = under.rate.kbps + (over.rate.kbps - under.rate.kbps) * Math.min(0.9, Math.max(0.1, share));
  return Math.floor(kbps);
};

/** Another try that knows the clip already, after one that did. */
const nearer = ({ request, attempts }: Question, last: Attempt): Try => {
  const { maxBytes } = request;
  const known = attempts.filter(({ pass, rate }) => pass === 2 && rate.kind === 'size');
  const [under] = known.filter((one) => one.gotBytes <= maxBytes).toSorted((a, b) => b.gotBytes - a.gotBytes);
  const [over] = known.filter((one) => one.gotBytes > maxBytes).toSorted((a, b) => a.gotBytes - b.gotBytes);
  // The same run makes the same file again.
  if (under && attempts.length >= enoughTries) return { rate: under.rate, pass: 2 };
  if (attempts.length >= manyTries) return { rate: { kind: 'quality', kbps: videoKbps(request) }, pass: 1 };
  const kbps =
    under && over
      ? between(under, over, maxBytes)
      : nearerKbps({ ...request, kbps: last.rate.kbps, gotBytes: last.gotBytes });
  return { rate: { kind: 'size', kbps }, pass: 2 };
};

/** null: the last one is good. `attempts` holds at least one. */
export const nextTry = (question: Question): Try | null => {
  const { request, attempts, first, frames } = question;
  const last = attempts.at(-1);
  if (!last) return firstTry(request);
  const { rate, pass, gotBytes } = last;
  const { maxBytes } = request;
  const isOver = gotBytes > maxBytes;
  if (rate.kind === 'quality')
    return isOver ? { rate: { ...rate, kbps: lowerKbps(rate.kbps, gotBytes, maxBytes) }, pass } : null;
  // One that was broken off for its size has left notes of a part only.
  const isKnown = first !== null && first.frames >= frames;
  if (!isOver) {
    const isPoor = gotBytes < maxBytes * usedShare && first?.isStarved === true;
    if (!isPoor || !isKnown || attempts.length >= enoughTries) return null;
  }
  if (!isKnown)
    return { rate: { ...rate, kbps: nearerKbps({ ...request, kbps: rate.kbps, gotBytes }) }, pass };
  if (pass === 2) return nearer(question, last);
  const kbps = rateAgain(request);
  // Where the source's own rate was the bound, there is nothing to gain.
  return isOver || kbps > rate.kbps ? { rate: { ...rate, kbps }, pass: 2 } : null;
};

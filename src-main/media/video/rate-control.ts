/**
 * Decides with which bit rate a video is encoded, and how again where it was too large or worse than its size limit
 * requires. Pure; kilobits per second, bytes, seconds.
 */
import { aheadSec, audioKbps, kindKbps, minKbps } from '#contract/rules/size.ts';

/**
 * Fraction of the size limit for video and audio; the rest is for the container (about 1 % of a short MP4) and
 * reserve.
 */
const payloadShare = 0.97;

/**
 * The index of an MP4: under 1100 bytes per second at 60 frames per second with audio, plus the fixed parts of every
 * file. Measured.
 */
const indexBytesPerSec = 1100;
const indexBytes = 4000;

/** x264 meets an average bit rate within a few per cent in one pass, and closely in two. Measured. */
const aimShare = { once: 0.96, again: 0.98 } as const;

export type RateRequest = {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly hasAudio: boolean;
  readonly sourceBytes: number;
  readonly sourceSec: number;
};

/** The source's own rate. */
const ownKbps = ({ sourceBytes, sourceSec }: RateRequest): number =>
  kindKbps({ sizeBytes: sourceBytes, durationSec: sourceSec });

/**
 * The maximum for the video track: within the size limit, and not above the source's own rate. The buffer of one
 * second may be used in addition, so the limit is divided by one second more than the duration.
 */
export const videoKbps = (request: RateRequest): number => {
  const limitKbps =
    (request.maxBytes * 8 * payloadShare) / 1000 / (request.lengthSec + aheadSec) -
    (request.hasAudio ? audioKbps : 0);
  return Math.max(minKbps, Math.floor(Math.min(limitKbps, ownKbps(request))));
};

/** The average with which the video fills the size limit. `again`: for an encoding with a first pass. */
const fillingKbps = (request: RateRequest, when: keyof typeof aimShare): number => {
  const { maxBytes, lengthSec, hasAudio } = request;
  const bytes = maxBytes * aimShare[when] - indexBytes - indexBytesPerSec * lengthSec;
  return Math.max(minKbps, Math.floor((bytes * 8) / 1000 / lengthSec - (hasAudio ? audioKbps : 0)));
};

/** `quality`: constant quality, `kbps` is the maximum. `size`: `kbps` is the average that the size limit leaves. */
export type Rate = { readonly kind: 'quality' | 'size'; readonly kbps: number };

export const rateFor = (request: RateRequest): Rate => {
  const kind = Math.floor(ownKbps(request));
  const maxKbps = videoKbps(request);
  if (maxKbps >= kind) return { kind: 'quality', kbps: maxKbps };
  return { kind: 'size', kbps: Math.min(kind, fillingKbps(request, 'once')) };
};

/** The average for another attempt with a first pass; never above the source's own rate. */
export const rateAgain = (request: RateRequest): number =>
  Math.min(Math.floor(ownKbps(request)), fillingKbps(request, 'again'));

/** The rate for another attempt after a file exceeded the size limit. */
export const lowerKbps = (kbps: number, gotBytes: number, maxBytes: number): number =>
  Math.max(minKbps, Math.floor(kbps * (maxBytes / gotBytes) * 0.97));

/**
 * The average for another attempt after a two-pass encoding missed its target: x264 misses by a similar factor again
 * where still and moving parts differ greatly. The size of the audio stays the same.
 */
export const nearerKbps = (request: {
  readonly kbps: number;
  readonly gotBytes: number;
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly hasAudio: boolean;
}): number => {
  const { kbps, gotBytes, maxBytes, lengthSec, hasAudio } = request;
  const imagesOf = (bytes: number) =>
    Math.max(1, (bytes * 8) / 1000 / lengthSec - (hasAudio ? audioKbps : 0));
  return Math.max(minKbps, Math.floor((kbps * imagesOf(maxBytes * aimShare.once)) / imagesOf(gotBytes)));
};

/** `isStarved`: a considerable part of the video would benefit from more bits. */
export type FirstPass = { readonly frames: number; readonly isStarved: boolean };

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

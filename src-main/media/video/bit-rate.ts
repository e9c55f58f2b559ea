/** Bit rates for encoding. Pure; kilobits per second, bytes, seconds. */
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

/**
 * The maximum for the video track: within the size limit, and not above the source's own rate. The buffer of one
 * second may be used in addition, so the limit is divided by one second more than the duration.
 */
export const videoKbps = (request: RateRequest): number => {
  const limitKbps =
    (request.maxBytes * 8 * payloadShare) / 1000 / (request.lengthSec + aheadSec) -
    (request.hasAudio ? audioKbps : 0);
  const kind = kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec });
  return Math.max(minKbps, Math.floor(Math.min(limitKbps, kind)));
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
  const kind = Math.floor(kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec }));
  const maxKbps = videoKbps(request);
  if (maxKbps >= kind) return { kind: 'quality', kbps: maxKbps };
  return { kind: 'size', kbps: Math.min(kind, fillingKbps(request, 'once')) };
};

/** The average for another attempt with a first pass; never above the source's own rate. */
export const rateAgain = (request: RateRequest): number =>
  Math.min(
    Math.floor(kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec })),
    fillingKbps(request, 'again'),
  );

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

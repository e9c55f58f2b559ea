/** How many bits a second an encoding may use. Pure; kilobits a second, bytes, seconds. */
import { aheadSec, audioKbps, kindKbps, minKbps } from '#contract/rules/size.ts';

/** Share of the cap that pictures and sound may take; the rest is the container's (about 1 % of a short MP4) and reserve. */
const payloadShare = 0.97;

/** An MP4's index: under 1100 bytes a second at 60 frames a second with sound, and what stands in every file. Measured. */
const indexBytesPerSec = 1100;
const indexBytes = 4000;

/** x264 meets an average to a few per cent when it cannot know what is still to come, and closely when it does. Measured. */
const aimShare = { once: 0.96, again: 0.98 } as const;

export type RateRequest = {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly hasAudio: boolean;
  readonly sourceBytes: number;
  readonly sourceSec: number;
};

/**
 * The most that the pictures may use: never more than the cap allows, nor than the source itself used. The buffer of
 * one second that goes with it may be spent on top, so the cap is divided over one second more than the clip lasts.
 */
export const videoKbps = (request: RateRequest): number => {
  const limitKbps =
    (request.maxBytes * 8 * payloadShare) / 1000 / (request.lengthSec + aheadSec) -
    (request.hasAudio ? audioKbps : 0);
  const kind = kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec });
  return Math.max(minKbps, Math.floor(Math.min(limitKbps, kind)));
};

/** The average with which the pictures fill the cap. `again`: of an encoding that knows the whole clip already. */
const fillingKbps = (request: RateRequest, when: keyof typeof aimShare): number => {
  const { maxBytes, lengthSec, hasAudio } = request;
  const bytes = maxBytes * aimShare[when] - indexBytes - indexBytesPerSec * lengthSec;
  return Math.max(minKbps, Math.floor((bytes * 8) / 1000 / lengthSec - (hasAudio ? audioKbps : 0)));
};

/** `quality`: one look for the whole clip, `kbps` is never exceeded. `size`: `kbps` is the average that the cap leaves. */
export type Rate = { readonly kind: 'quality' | 'size'; readonly kbps: number };

export const rateFor = (request: RateRequest): Rate => {
  const kind = Math.floor(kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec }));
  const maxKbps = videoKbps(request);
  if (maxKbps >= kind) return { kind: 'quality', kbps: maxKbps };
  return { kind: 'size', kbps: Math.min(kind, fillingKbps(request, 'once')) };
};

/** The average for another try that knows how hard each frame is; never more than the source itself used. */
export const rateAgain = (request: RateRequest): number =>
  Math.min(
    Math.floor(kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec })),
    fillingKbps(request, 'again'),
  );

/** The rate for another try after a file came out over the cap. */
export const lowerKbps = (kbps: number, gotBytes: number, maxBytes: number): number =>
  Math.max(minKbps, Math.floor(kbps * (maxBytes / gotBytes) * 0.97));

/**
 * The average for another try where a known clip came out beside its mark: x264 misses by much the same share again
 * where still and moving parts are far apart. Sound keeps what it takes.
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

/** How many bits a second an encoding may use. Pure; kilobits a second, bytes, seconds. */
import { aheadSec, kindKbps, leastKbps, soundKbps } from '#contract/rules/size.ts';

/** Share of the cap that pictures and sound may take; the rest is the container's (about 1 % of a short MP4) and reserve. */
const payloadShare = 0.97;

/**
 * The most that the pictures may use: never more than the cap allows, nor than the source itself used. The buffer of
 * one second that goes with it may be spent on top, so the cap is divided over one second more than the clip lasts.
 */
export const videoKbps = (request: {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly hasSound: boolean;
  readonly sourceBytes: number;
  readonly sourceSec: number;
}): number => {
  const capKbps =
    (request.maxBytes * 8 * payloadShare) / 1000 / (request.lengthSec + aheadSec) -
    (request.hasSound ? soundKbps : 0);
  const kind = kindKbps({ sizeBytes: request.sourceBytes, durationSec: request.sourceSec });
  return Math.max(leastKbps, Math.floor(Math.min(capKbps, kind)));
};

/** The rate for another try after a file came out over the cap. */
export const lowerKbps = (kbps: number, gotBytes: number, maxBytes: number): number =>
  Math.max(leastKbps, Math.floor(kbps * (maxBytes / gotBytes) * 0.97));

/** Derives durations, the frame rate and the keyframes of a video from the times of all packets. Pure. */
import { paceOf } from './frame-timing.ts';
import type { Probed } from './probed.ts';
import type { Measured } from './video-facts.ts';

/** With more keyframes, nearly every frame is one, and a list is not needed. */
export const maxKeyframes = 5000;

/**
 * For these formats ffmpeg corrects discontinuities: where DTS decreases, or jumps by more than this, it continues
 * from the previous time (`-dts_delta_threshold`, its default). In seconds.
 */
const leapSec = 10;
/** Neither rounding makes DTS decrease by this much, nor reordering PTS. In seconds. */
const fallbackSec = { dts: 0.1, pts: 2 } as const;

export const roundSec = (sec: number): number => Math.round(sec * 1e6) / 1e6;

/** `isRebased`: ffmpeg places packets after a discontinuity behind the previous ones. */
export type Clock = { readonly isRebased: boolean };

/** Only for MPEG streams; for other formats ffmpeg uses any timestamp unchanged. */
export const clockOf = (formatName: string): Clock => ({ isRebased: /^(mpegts|mpeg)$/.test(formatName) });

type Packet = Probed['packets'][number];
type Timed = { readonly atSec: number; readonly lastsSec: number; readonly flags: string };

/** Packets of one track in stored order, on one timeline. `restarts`: number of discontinuities. */
export const onOneClock = (
  packets: readonly Packet[],
  { isRebased }: Clock,
): { readonly timed: readonly Timed[]; readonly restarts: number } => {
  const timed: Timed[] = [];
  // Some containers have a DTS for some packets only; mixed with PTS it is useless.
  const clock = packets.some(({ dts_time: dts }) => dts !== undefined) ? 'dts' : 'pts';
  let restarts = 0;
  let shiftSec = 0;
  let before: number | null = null;
  let nextSec = 0;
  for (const { pts_time: pts, dts_time: dts, duration_time: lastsSec = 0, flags = '' } of packets) {
    const clockSec = clock === 'dts' ? dts : pts;
    if (clockSec !== undefined) {
      const stepSec = before === null ? 0 : clockSec - before;
      const isBroken = stepSec < -fallbackSec[clock] || (isRebased && stepSec > leapSec);
      if (isBroken) restarts += 1;
      if (isBroken && isRebased) shiftSec = nextSec - clockSec;
      before = clockSec;
      nextSec = clockSec + shiftSec + lastsSec;
    }
    if (pts !== undefined) timed.push({ atSec: pts + shiftSec, lastsSec, flags });
  }
  return { timed, restarts };
};

/** The times of all packets, as far as the file states them. */
export type Through = Measured & { readonly keyframesSec: readonly number[] | null };

const isHidden = ({ flags = '' }: { readonly flags?: string | undefined }): boolean => flags.includes('D');

const endOf = (timed: readonly Timed[]): number =>
  timed.reduce((end, { atSec, lastsSec }) => Math.max(end, atSec + lastsSec), Number.NEGATIVE_INFINITY);

const isUnstated = (timed: readonly Timed[], lastSec: number): boolean =>
  timed.every(({ atSec, lastsSec }) => atSec < lastSec || lastsSec === 0);

/** End of the last track on the video's timeline; null: no packet has a time. */
const tracksEndOf = (packets: readonly Packet[], clock: Clock, startSec: number): number | null => {
  const tracks = Map.groupBy(packets, ({ stream_index: index }) => index);
  const ends = [...tracks.values()].map((own) =>
    endOf(onOneClock(own, clock).timed.filter((packet) => !isHidden(packet))),
  );
  const endSec = Math.max(...ends);
  return Number.isFinite(endSec) ? roundSec(endSec - startSec) : null;
};

/** `packets`: of all tracks that were read; `video`: the index of the main one. */
export const throughPackets = (request: {
  readonly packets: readonly Packet[];
  readonly video: number | undefined;
  readonly startSec: number;
  readonly clock: Clock;
}): Through => {
  const { packets, startSec, clock } = request;
  const own = packets.filter(({ stream_index: index }) => index === request.video);
  const { timed, restarts } = onOneClock(own, clock);
  const shown = timed.filter((packet) => !isHidden(packet));
  const times = shown.map(({ atSec }) => atSec).sort((a, b) => a - b);
  const keyframesSec = timed
    .filter(({ flags }) => flags.startsWith('K'))
    .map(({ atSec }) => roundSec(atSec - startSec))
    .filter((at) => at >= 0)
    .sort((a, b) => a - b);
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined)
    return { lengthSec: 0, fps: 0, times: null, keyframesSec: null };
  // From start to start, because not every container states the duration of the last packet. MPEG does not state the
  // time of every one either.
  const hasEveryTime = times.length === own.filter((packet) => !isHidden(packet)).length && last > first;
  const gaps = times.slice(1).map((at, index) => ({ frames: 1, lasts: at - (times[index] ?? at) }));
  const isJoined = restarts > 0;
  const fps = hasEveryTime ? (times.length - 1) / (last - first) : 0;
  // Not every container states frame durations.
  const endSec = Math.max(endOf(shown), isUnstated(shown, last) && fps > 0 ? last + 1 / fps : last);
  return {
    lengthSec: endSec - first,
    fps,
    ...(hasEveryTime ? { oddShare: paceOf(gaps)?.oddShare ?? 0 } : {}),
    times: {
      firstFrameSec: Math.max(0, roundSec(first - startSec)),
      endSec: roundSec(endSec - startSec),
      tracksEndSec: tracksEndOf(packets, clock, startSec),
      hasHiddenFrames: own.some(isHidden),
      hasRestarts: isJoined,
      wrongSec: [],
    },
    // A position behind a discontinuity cannot be sought by its time.
    keyframesSec: hasEveryTime && !isJoined && keyframesSec.length <= maxKeyframes ? keyframesSec : null,
  };
};

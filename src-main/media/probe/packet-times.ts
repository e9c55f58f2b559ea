/** Derives durations, frame rates and keyframes from the times of frames and packets. Pure. */
import { type Probed, type ProbedStream, taggedSec } from './probed.ts';

/**
 * Times from the frames or the sample tables, on the video's timeline. `endSec`: of the main video track;
 * `tracksEndSec`: of the last track of any kind, null where not all were read; `wrongSec`: durations in headers that
 * contradict these.
 */
export type Times = {
  readonly firstFrameSec: number;
  readonly endSec: number;
  readonly tracksEndSec: number | null;
  readonly hasHiddenFrames: boolean;
  readonly hasRestarts: boolean;
  readonly wrongSec: readonly number[];
};

/** Measured from the time of every frame. `lengthSec`: from the start of the first to the end of the last. */
export type Measured = {
  readonly lengthSec: number;
  readonly fps: number;
  readonly oddShare?: number;
  readonly times?: Times | null;
};

/**
 * How regular a video's frame durations are. `fps`: average. `oddShare`: fraction of its frames or of its time with a
 * duration unlike the most common one.
 */
export type Pace = { readonly fps: number; readonly oddShare: number };

/** A duration that differs from the most common one by more than this fraction is not caused by rounding. */
const oddBy = 0.25;

/** Up to this fraction the rate is constant, with a few lost frames. */
export const steadyShare = 0.02;

type Run = { readonly frames: number; readonly lasts: number };

/** `runs`: groups of frames with the same duration in seconds, in any order. */
export const paceOf = (runs: readonly Run[]): Pace | null => {
  const shown = runs.filter(({ frames, lasts }) => frames > 0 && lasts > 0 && Number.isFinite(lasts));
  const total = (some: readonly Run[]) => ({
    frames: some.reduce((sum, run) => sum + run.frames, 0),
    sec: some.reduce((sum, run) => sum + run.frames * run.lasts, 0),
  });
  const all = total(shown);
  if (all.frames === 0) return null;
  let left = all.frames / 2;
  const byDefault =
    [...shown]
      .sort((a, b) => a.lasts - b.lasts)
      .find((run) => {
        left -= run.frames;
        return left <= 0;
      })?.lasts ?? 0;
  const odd = total(shown.filter((run) => Math.abs(run.lasts - byDefault) > byDefault * oddBy));
  return {
    fps: all.frames / all.sec,
    oddShare: Math.max(odd.frames / all.frames, odd.sec / all.sec),
  };
};

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

/** Of an audio track, on the video's timeline. */
type AudioRange = { readonly startSec: number; readonly endSec: number };

const rangeFrom = (originSec: number, fromSec: number, toSec: number): AudioRange => ({
  startSec: roundSec(Math.max(0, fromSec - originSec)),
  endSec: roundSec(Math.max(0, toSec - originSec)),
});

/** From the times of all its packets. A track without packets is empty. */
const rangeOfPackets = (own: Probed['packets'], { format }: Probed, originSec: number): AudioRange => {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { atSec, lastsSec } of onOneClock(own, clockOf(format.format_name ?? '')).timed) {
    first = Math.min(first, atSec);
    last = Math.max(last, atSec + lastsSec);
  }
  return first > last ? { startSec: 0, endSec: 0 } : rangeFrom(originSec, first, last);
};

/**
 * `isThrough`: every packet of the file is in `probed`. `tableEndSec`: from the sample tables of an MP4. Returns
 * null where it is unknown, which is treated as audio from beginning to end.
 */
export const audioRangeOf = (request: {
  readonly probed: Probed;
  readonly stream: ProbedStream;
  readonly isThrough: boolean;
  readonly tableEndSec: number | null;
}): AudioRange | null => {
  const { probed, stream, isThrough, tableEndSec } = request;
  const originSec = probed.format.start_time ?? 0;
  const own = probed.packets.filter((packet) => packet.stream_index === stream.index);
  if (isThrough) {
    const hasEveryTime = own.every(({ pts_time: at }) => at !== undefined);
    return hasEveryTime ? rangeOfPackets(own, probed, originSec) : null;
  }
  const startSec = stream.start_time ?? originSec;
  if (tableEndSec !== null) return rangeFrom(originSec, startSec, tableEndSec);
  const lastsSec = stream.duration ?? taggedSec(stream);
  return lastsSec !== undefined && lastsSec > 0 ? rangeFrom(originSec, startSec, startSec + lastsSec) : null;
};

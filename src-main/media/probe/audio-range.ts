/** Start and end of a video's audio. Pure. */
import type { Mp4Audio } from './mp4-audio.ts';
import { clockOf, onOneClock } from './packet-times.ts';
import { type Probed, type ProbedStream, taggedSec } from './probed.ts';

export type AudioRange = { readonly startSec: number; readonly endSec: number };

const rounded = (sec: number): number => Math.round(Math.max(0, sec) * 1e6) / 1e6;

/** From the times of all its packets. A track without packets is empty. */
const rangeOfPackets = (own: Probed['packets'], { format }: Probed, originSec: number): AudioRange => {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { atSec, lastsSec } of onOneClock(own, clockOf(format.format_name ?? '')).timed) {
    first = Math.min(first, atSec);
    last = Math.max(last, atSec + lastsSec);
  }
  if (first > last) return { startSec: 0, endSec: 0 };
  return { startSec: rounded(first - originSec), endSec: rounded(last - originSec) };
};

/**
 * `isThrough`: every packet of the file is in `probed`. `table`: data from the sample tables of an MP4. null:
 * unknown, which is treated as audio from beginning to end.
 */
export const audioRangeOf = (request: {
  readonly probed: Probed;
  readonly stream: ProbedStream;
  readonly isThrough: boolean;
  readonly table: Mp4Audio | null;
}): AudioRange | null => {
  const { probed, stream, isThrough, table } = request;
  const originSec = probed.format.start_time ?? 0;
  const own = probed.packets.filter((packet) => packet.stream_index === stream.index);
  if (isThrough) {
    const hasEveryTime = own.every(({ pts_time: at }) => at !== undefined);
    return hasEveryTime ? rangeOfPackets(own, probed, originSec) : null;
  }
  const startSec = stream.start_time ?? originSec;
  if (table) return { startSec: rounded(startSec - originSec), endSec: rounded(table.endSec - originSec) };
  const lastsSec = stream.duration ?? taggedSec(stream);
  if (lastsSec === undefined || !(lastsSec > 0)) return null;
  return { startSec: rounded(startSec - originSec), endSec: rounded(startSec + lastsSec - originSec) };
};

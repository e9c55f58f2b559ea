/**
 * Finds changes of the frame size inside a video track. No header states them; a limited number of keyframes is
 * decoded.
 */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { Probed } from './probed.ts';
import { displayedSize, type VideoProbe } from './video-facts.ts';

/** Codecs whose keyframes state their own size. */
const sizedCodecs = /^(h264|hevc|vp8|vp9|av1|mpeg1video|mpeg2video|h263|flv1)$/;
/** Containers with an index of keyframes; all others are read from the beginning. */
const indexed: readonly string[] = ['mp4', 'mov', '3gp', 'mkv', 'webm', 'avi', 'asf'];

/** About a second of decoding on one core. Measured: a keyframe of 1080p H.264 takes 8 to 15 ms. */
const maxPixels = 100_000_000;
const [minFrames, maxFrames] = [8, 48];
/** Each round narrows a change down to a fraction of the keyframes between two that differ. */
const maxRounds = 4;
/** A time may be rounded up to the next keyframe, never down to the previous one. In seconds. */
const roundUpSec = 0.002;

type Request = {
  readonly path: string;
  readonly facts: VideoProbe;
  /** ffprobe's start time of the file. */
  readonly startSec: number;
  /** Whether a file without an index is small enough to be read completely. */
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
};

type Seen = { readonly atSec: number; readonly width: number; readonly height: number };

const isSameSize = (a: Seen, b: Seen): boolean => a.width === b.width && a.height === b.height;

/** At most `count` of these, evenly spread, including the first and the last. */
export const spread = (times: readonly number[], count: number): readonly number[] =>
  times.length <= count
    ? times
    : Array.from(
        { length: count },
        (_, index) => times[Math.round((index * (times.length - 1)) / (count - 1))] ?? 0,
      );

const between = (fromSec: number, toSec: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => fromSec + ((toSec - fromSec) * (index + 1)) / (count + 1));

const seenIn = (frames: Probed['frames'], { facts, startSec }: Request): readonly Seen[] =>
  frames.flatMap((frame) => {
    const at = frame.pts_time ?? frame.best_effort_timestamp_time ?? frame.pkt_dts_time;
    const { width, height, sample_aspect_ratio: shape } = frame;
    if (at === undefined || !width || !height) return [];
    const atSec = Math.max(0, Math.round((at - startSec) * 1000) / 1000);
    return [{ atSec, ...displayedSize({ width, height, shape, rotationDeg: facts.rotationDeg }) }];
  });

const inOrder = (frames: readonly Seen[]): readonly Seen[] =>
  frames
    .toSorted((a, b) => a.atSec - b.atSec)
    .filter((frame, index, all) => index === 0 || frame.atSec !== all[index - 1]?.atSec);

/** The first frame of each new size. */
export const changesIn = (frames: readonly Seen[]): readonly Seen[] =>
  inOrder(frames).filter((frame, index, all) => {
    const before = all[index - 1];
    return before !== undefined && !isSameSize(before, frame);
  });

/** Ascending; empty where nothing changes, or where finding out would take too long. */
export const createFrameSizes = (ffmpeg: Pick<Ffmpeg, 'probe'>) => {
  const decode = async (request: Request, how: readonly string[]): Promise<Result<readonly Seen[]>> => {
    const { path, facts, signal } = request;
    const entries = 'frame=pts_time,best_effort_timestamp_time,pkt_dts_time,width,height,sample_aspect_ratio';
    const args = [...how, '-select_streams', `V:${facts.videoStream}`, '-show_entries', entries];
    const probed = await ffmpeg.probe({ path, demuxer: null }, args, signal);
    return probed.ok ? ok(seenIn(probed.value.frames, request)) : probed;
  };

  const decodeAt = (request: Request, times: readonly number[]) =>
    times.length === 0
      ? fail('internal', { problem: 'input-invalid' })
      : decode(request, [
          '-read_intervals',
          times.map((atSec) => `${(request.startSec + atSec + roundUpSec).toFixed(4)}%+#1`).join(','),
        ]);

  const narrowed = async (request: Request, count: number): Promise<readonly Seen[]> => {
    const { keyframesSec, durationSec } = request.facts;
    let frames: readonly Seen[] = [];
    for (let round = 0; round < maxRounds; round += 1) {
      const gaps = changesIn(frames).map((after) => ({
        fromSec: frames.findLast(({ atSec }) => atSec < after.atSec)?.atSec ?? 0,
        toSec: after.atSec,
      }));
      if (round > 0 && gaps.length === 0) return frames;
      const own = Math.max(2, Math.floor(count / Math.max(1, gaps.length)));
      const times =
        round === 0
          ? spread(keyframesSec ?? [0, ...between(0, durationSec, count - 1)], count)
          : gaps.flatMap(({ fromSec, toSec }) =>
              keyframesSec
                ? spread(
                    keyframesSec.filter((sec) => sec > fromSec + roundUpSec && sec < toSec - roundUpSec),
                    own,
                  )
                : between(fromSec, toSec, own),
            );
      if (times.length === 0) return frames;
      const more = await decodeAt(request, times);
      if (!more.ok) return frames;
      const all = inOrder([...frames, ...more.value]);
      if (all.length === frames.length) return frames;
      frames = all;
    }
    return frames;
  };

  return async (request: Request): Promise<SeenVideoFacts['sizeChanges']> => {
    const { container, videoCodec, keyframesSec, width, height } = request.facts;
    if (!sizedCodecs.test(videoCodec) || (keyframesSec && keyframesSec.length < 2)) return [];
    const count = Math.round(Math.min(maxFrames, Math.max(minFrames, maxPixels / (width * height))));
    if (indexed.includes(container)) return changesIn(await narrowed(request, count)).filter(isLater);
    // Without an index a seek is inexact, so the whole file is read, or nothing.
    if (!request.isQuick || (keyframesSec && keyframesSec.length > maxFrames * 4)) return [];
    const all = await decode(request, ['-skip_frame', 'nokey']);
    return all.ok ? changesIn(all.value).filter(isLater) : [];
  };
};

const isLater = ({ atSec }: Seen): boolean => atSec > 0;

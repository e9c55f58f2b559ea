/** Whether a clip that was made is the one that was asked for. Pure but for looking at the file. */
import { dirname } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import { isFull } from '../../files/free-space.ts';
import type { ProbeFile } from '../facts/probe.ts';
import { parseProbed } from '../facts/probed.ts';
import type { Ffmpeg } from '../ffmpeg.ts';

type Encode = Extract<VideoStep, { kind: 'encode' }>;

export const failed = (detail: string) => fail('tool-failed', { subject: 'ffmpeg', detail });

/** `frames`: how many were asked for. */
export const isAsPlanned = (made: VideoFacts, encode: Encode, frames: number): boolean =>
  made.videoCodec === 'h264' &&
  made.pixelFormat === 'yuv420p' &&
  made.width % 2 === 0 &&
  made.height % 2 === 0 &&
  Math.abs(made.durationSec - frames / encode.fps) <= 1.01 / encode.fps &&
  (encode.sound === 'aac' || made.audioCodec === null) &&
  made.sizeBytes <= encode.maxBytes;

export const createVerify =
  (probe: ProbeFile, isDiskFull = isFull) =>
  /** What was made is looked at again: a file that breaks its own plan is never sent. */
  async (
    path: string,
    isRight: (facts: VideoFacts) => boolean,
    signal: AbortSignal,
  ): Promise<Result<unknown>> => {
    const probed = await probe(path, { signal });
    if (!probed.ok && probed.error.code === 'file-not-media') {
      // ffmpeg may end well though its last bytes found no room.
      if (await isDiskFull(dirname(path))) return fail('disk-full');
      return failed('What was made cannot be read.');
    }
    if (!probed.ok) return probed;
    const facts = probed.value;
    if (facts.kind !== 'video') return failed('What was made is no clip.');
    const { videoCodec, pixelFormat, width, height, durationSec, sizeBytes } = facts;
    return isRight(facts)
      ? ok({})
      : failed(
          `made ${videoCodec} ${pixelFormat} ${width} x ${height}, ${durationSec} s, ${sizeBytes} bytes`,
        );
  };

/** As ffprobe tells of a stored picture; flags are `K` for a key frame and `D` for one that is never shown. */
export type Packet = { readonly pts_time?: number | undefined; readonly flags?: string | undefined };

type Part = { readonly fps: number; readonly frames: number };

/**
 * Whether these pictures, in stored order, start with a key frame, hide nothing, follow each other without a gap and
 * are as many as asked for, within one.
 */
export const isWholePart = (packets: readonly Packet[], { fps, frames }: Part): boolean => {
  const times = packets.map(({ pts_time: at }) => at ?? Number.NaN);
  const shown = times.toSorted((a, b) => a - b);
  const isSteady = shown.every((at, index) => {
    const gap = (at - (shown[index - 1] ?? at - 1 / fps)) * fps;
    return gap > 0.5 && gap < 1.5;
  });
  return (
    Math.abs(packets.length - frames) <= 1.01 &&
    packets[0]?.flags?.startsWith('K') === true &&
    packets.every(({ flags = '' }) => !flags.includes('D')) &&
    times[0] === shown[0] &&
    Math.abs(shown[0] ?? 1) < 1.01 / fps &&
    isSteady
  );
};

/**
 * How many of these pictures to take, in stored order, so that none is missing between those shown: the number asked
 * for, or one more or less where frames are stored out of order; null: none of these will do.
 */
export const wholePartOf = (packets: readonly Packet[], part: Part): number | null => {
  const whole = Math.round(part.frames);
  const counts = [whole, whole - 1, whole + 1].filter((count) => count > 0 && count <= packets.length);
  return counts.find((count) => isWholePart(packets.slice(0, count), part)) ?? null;
};

export const packetsOf = async (
  ffmpeg: Pick<Ffmpeg, 'probe'>,
  path: string,
  signal: AbortSignal,
): Promise<Result<readonly Packet[]>> => {
  const entries = ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time,flags'];
  const shown = await ffmpeg.probe({ path, demuxer: null }, entries, signal);
  if (!shown.ok) return shown;
  const probed = parseProbed(shown.value);
  return probed.ok ? ok(probed.value.packets) : probed;
};

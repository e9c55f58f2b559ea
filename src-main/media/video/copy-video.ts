/** Makes a video without encoding: remux, fewer tracks, no metadata, or a cut at a keyframe. */
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import { unevenSec } from '#contract/rules/duration.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { Probed } from '../probe/probed.ts';
import type { FitVideoRequest } from './fit-video-request.ts';
import { copiedPart, remuxArguments } from './video-arguments.ts';
import { findStep, type Step } from './video-filters.ts';

/** From ffprobe for a stored frame; flags are `K` for a keyframe and `D` for one that is never shown. */
type Packet = Pick<Probed['packets'][number], 'pts_time' | 'duration_time' | 'flags'>;

type Part = { readonly fps: number; readonly frames: number };

/**
 * Whether these frames, in stored order, start with a keyframe, hide none, have no gap and are as many as requested,
 * within one.
 */
const isWholePart = (packets: readonly Packet[], { fps, frames }: Part): boolean => {
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
 * How many of these frames to use, in stored order, so that none is missing between those shown: the requested
 * number, or one less where frames are reordered; null: impossible.
 */
export const wholePartOf = (packets: readonly Packet[], part: Part): number | null => {
  const whole = Math.floor(part.frames + 0.01);
  const counts = [whole, whole - 1].filter((count) => count > 0 && count <= packets.length);
  return counts.find((count) => isWholePart(packets.slice(0, count), part)) ?? null;
};

/** `containerSec`: the duration in the copy's header. */
export type CopiedTracks = {
  readonly video: readonly Packet[];
  readonly audio: readonly Packet[];
  readonly containerSec: number;
};

/** The end of each packet. A header may shorten the last one; all have the duration of the first. */
const endsOf = (packets: readonly Packet[]): readonly number[] => {
  const lastsSec = packets[0]?.duration_time ?? 0;
  return packets.map(({ pts_time: at = 0 }) => at + lastsSec);
};

/**
 * MP4 states the duration of the file in whole milliseconds, rounded up: an excess of this much over the video is
 * ignored. In seconds.
 */
const overSec = 0.0011;

/**
 * Where to stop reading audio so that no reader reports the copy as longer than its video; null: already satisfied.
 * In the middle of a packet, so that rounding does not change which one is the last.
 */
export const audioEndFor = ({ video, audio, containerSec }: CopiedTracks): number | null => {
  const videoEndSec = Math.max(0, ...endsOf(video));
  const ends = endsOf(audio);
  const longestSec = Math.max(videoEndSec, ...ends.slice(-1));
  if (audio.length === 0 || Math.max(longestSec, containerSec) <= videoEndSec + overSec) return null;
  // Some builds add the priming samples of AAC to the duration of the whole file.
  const beyondSec = Math.max(0, containerSec - longestSec);
  const first = ends.findIndex((endSec) => endSec > videoEndSec - beyondSec + overSec);
  const dropped = first < 0 ? audio.length - 1 : first;
  return (ends[dropped] ?? 0) - 1.5 * (audio[0]?.duration_time ?? 0);
};

const tracksOf = async (
  ffmpeg: Pick<Ffmpeg, 'probe'>,
  path: string,
  signal: AbortSignal,
): Promise<Result<CopiedTracks>> => {
  const entries = 'packet=stream_index,pts_time,duration_time,flags:stream=index,codec_type:format=duration';
  const probed = await ffmpeg.probe({ path, demuxer: null }, ['-show_entries', entries], signal);
  if (!probed.ok) return probed;
  const { streams, packets, format } = probed.value;
  const packetsOf = (kind: string) => {
    const indexes = streams.filter(({ codec_type: type }) => type === kind).map(({ index }) => index);
    return packets.filter(({ stream_index: index }) => indexes.includes(index));
  };
  return ok({ video: packetsOf('video'), audio: packetsOf('audio'), containerSec: format.duration ?? 0 });
};

type Request = FitVideoRequest & { readonly to: string };

/** The keyframe at a selected time, which may be rounded; null: there is none. */
const keyNear = ({ keyframesSec, fps }: VideoFacts, atSec: number): number | null =>
  keyframesSec === null
    ? atSec
    : (keyframesSec.find((keySec) => Math.abs(keySec - atSec) < 0.5 / fps) ?? null);

/** `packets`: number of frames; `audioSec`: where the audio ends. null: without limit. */
type Extent = { readonly packets: number | null; readonly audioSec: number | null };

/** The first copy shows how many frames make a complete part, the next one where the audio ends. */
const maxCopies = 4;

/** `unfit`: a copy does not give the requested frames. */
export type Copied = 'copied' | 'unfit';

export const createCopyVideo = ({ ffmpeg }: { readonly ffmpeg: Ffmpeg }) => {
  const copy = (request: Request, step: Step<'remux'>, keySec: number, { packets, audioSec }: Extent) => {
    const { path, facts, window, to, folder, signal, onProgress, steps } = request;
    const lengthSec = window.endSec - window.startSec;
    const part = findStep(steps, 'cut') ? copiedPart({ keySec, lengthSec, packets }) : null;
    const video = { path, demuxer: null, options: part?.input ?? [] };
    const audioEnd = audioSec === null ? [] : ['-t', audioSec.toFixed(6)];
    // Audio is read from a separate input, so that it can end before the video does.
    const audio = { ...video, options: [...video.options, ...audioEnd] };
    return ffmpeg.encode({
      inputs: step.audio === 'none' ? [video] : [video, audio],
      args: [...(part?.output ?? []), ...remuxArguments(step, facts)],
      outPath: to,
      outFolder: folder,
      lengthSec,
      signal,
      onProgress,
    });
  };

  return async (request: Request, step: Step<'remux'>): Promise<Result<Copied>> => {
    const { facts, steps, window, signal, to } = request;
    const { fps, tracksEndSec, containerSec, durationSec } = facts;
    const isCut = findStep(steps, 'cut') !== undefined;
    const frames = (window.endSec - window.startSec) * fps;
    const keySec = isCut ? keyNear(facts, window.startSec) : 0;
    if (keySec === null) return ok('unfit');
    const isLonger = (tracksEndSec ?? containerSec ?? 0) > durationSec + unevenSec;
    let extent: Extent = { packets: null, audioSec: !isCut && isLonger ? durationSec : null };
    for (let count = 0; count < maxCopies; count += 1) {
      const copied = await copy(request, step, keySec, extent);
      // A video that MP4 cannot hold, or that cannot be copied, may still be encoded.
      if (!copied.ok) return copied.error.code === 'tool-failed' ? ok('unfit') : copied;
      const tracks = await tracksOf(ffmpeg, to, signal);
      if (!tracks.ok) return tracks.error.code === 'file-not-media' ? ok('unfit') : tracks;
      const { video } = tracks.value;
      const packets = isCut ? wholePartOf(video, { fps, frames }) : video.length;
      if (packets === null) return ok('unfit');
      const audioSec = packets === video.length ? audioEndFor(tracks.value) : null;
      if (packets === video.length && audioSec === null) return ok('copied');
      if (audioSec !== null && audioSec <= 0) return ok('unfit');
      extent = { packets: isCut ? packets : null, audioSec: audioSec ?? extent.audioSec };
    }
    return ok('unfit');
  };
};

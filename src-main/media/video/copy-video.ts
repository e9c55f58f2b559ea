/** Makes a video without encoding: remux, fewer tracks, no metadata, or a cut at a keyframe. */
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import { unevenSec } from '#contract/rules/duration.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { audioEndFor, tracksOf, wholePartOf } from './copied-tracks.ts';
import type { FitVideoRequest } from './fit-video-request.ts';
import { copiedPart, remuxArguments } from './video-arguments.ts';
import { findStep } from './video-filters.ts';

type Remux = Extract<VideoStep, { kind: 'remux' }>;
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
  const copy = (request: Request, step: Remux, keySec: number, { packets, audioSec }: Extent) => {
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

  return async (request: Request, step: Remux): Promise<Result<Copied>> => {
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

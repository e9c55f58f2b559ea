/** Makes a clip without encoding it: another container, fewer tracks, no notes, or a cut at a key frame. */
import { stat } from 'node:fs/promises';
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { VideoStep } from '#contract/model/plan.ts';
import type { ProbeFile } from '../facts/probe.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { createVerify, packetsOf, wholePartOf } from './clip-made.ts';
import type { FitVideoRequest } from './fit-video.ts';
import { copiedPart, remuxArguments } from './video-arguments.ts';
import { findStep } from './video-filters.ts';

type Remux = Extract<VideoStep, { kind: 'remux' }>;

/** A copied clip of varying frame rate may state its length otherwise than its source, by this share. */
const copyTolerance = 0.15;

/** The key frame that was meant, as a chosen time is rounded; null: none stands there. */
const keyNear = ({ keyframesSec, fps }: VideoFacts, atSec: number): number | null =>
  keyframesSec === null
    ? atSec
    : (keyframesSec.find((keySec) => Math.abs(keySec - atSec) < 0.5 / fps) ?? null);

const audioCodecOf = ({ sound }: Remux, { audioCodec }: VideoFacts): string | null =>
  sound === 'copy' ? audioCodec : sound === 'aac' ? 'aac' : null;

/** `unfit`: it came out, but larger or cut elsewhere than asked. */
export type Copied = 'done' | 'unfit';

export const createCopyClip = (deps: { readonly ffmpeg: Ffmpeg; readonly probe: ProbeFile }) => {
  const { ffmpeg, probe } = deps;
  const verify = createVerify(probe);

  const copy = (
    request: FitVideoRequest & { readonly to: string },
    step: Remux,
    part: ReturnType<typeof copiedPart> | null,
  ) =>
    ffmpeg.encode({
      inputs: [{ path: request.path, demuxer: null, options: part?.input ?? [] }],
      args: [...(part?.output ?? []), ...remuxArguments(step, request.facts)],
      outPath: request.to,
      outFolder: request.folder,
      lengthSec: request.window.endSec - request.window.startSec,
      signal: request.signal,
      onProgress: request.onProgress,
    });

  const isSmallEnough = async (path: string, { maxBytes }: Remux): Promise<boolean> =>
    maxBytes === null || (await stat(path)).size <= maxBytes;

  const copyPart = async (
    request: FitVideoRequest & { readonly to: string },
    step: Remux,
  ): Promise<Result<Copied>> => {
    const { facts, window, signal, to } = request;
    const { fps } = facts;
    const lengthSec = window.endSec - window.startSec;
    const frames = lengthSec * fps;
    const keySec = keyNear(facts, window.startSec);
    if (keySec === null) return ok('unfit');
    let taken: number | null = null;
    // The first copy tells how many pictures make a whole part; where all of them do, it is the part itself.
    for (let count = 0; count < 2; count += 1) {
      const copied = await copy(request, step, copiedPart({ keySec, lengthSec, packets: taken }));
      if (!copied.ok) return copied;
      const packets = await packetsOf(ffmpeg, to, signal);
      if (!packets.ok) return packets;
      taken = wholePartOf(packets.value, { fps, frames });
      if (taken === null) return ok('unfit');
      if (taken === packets.value.length) return ok((await isSmallEnough(to, step)) ? 'done' : 'unfit');
    }
    return ok('unfit');
  };

  return async (request: FitVideoRequest & { readonly to: string }, step: Remux): Promise<Result<Copied>> => {
    const { facts, steps, signal, to } = request;
    if (findStep(steps, 'cut')) return copyPart(request, step);
    const copied = await copy(request, step, null);
    if (!copied.ok) return copied;
    if (!(await isSmallEnough(to, step))) return ok('unfit');
    const packets = await packetsOf(ffmpeg, to, signal);
    if (!packets.ok) return packets;
    // Frames before the start that an edit list hides would be shown by whoever overlooks the list.
    if (packets.value[0]?.flags?.includes('D')) return ok('unfit');
    const isSame = (made: VideoFacts) =>
      made.videoCodec === facts.videoCodec &&
      Math.abs(made.durationSec - facts.durationSec) <= Math.max(0.25, facts.durationSec * copyTolerance) &&
      made.audioCodec === audioCodecOf(step, facts);
    const verified = await verify(to, isSame, signal);
    return verified.ok ? ok('done') : verified;
  };
};

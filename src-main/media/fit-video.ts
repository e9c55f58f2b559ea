/** Makes the clip that is sent. Follows the plan and decides nothing by itself. */
import { stat } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import type { LocalFile } from '../providers/spec.ts';
import { lowerKbps, videoKbps } from './bit-rate.ts';
import { type Colours, coloursOf } from './colour.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { checkSource, copySource, finishFile, type Place } from './finish.ts';
import type { ProbeFile } from './probe.ts';
import { parseProbed } from './probed.ts';
import { encodeArguments, findStep, frameCount, remuxArguments, seekTo } from './video-arguments.ts';

/** The first estimate is nearly always under the cap; more than this many would be a bug. */
const maxTries = 4;
/** A copied clip of varying frame rate may state its length otherwise than its source, by this share. */
const copyTolerance = 0.15;

type Encode = Extract<VideoStep, { kind: 'encode' }>;
type Remux = Extract<VideoStep, { kind: 'remux' }>;

export type FitVideoRequest = Place & {
  readonly path: string;
  readonly facts: VideoFacts;
  readonly steps: readonly VideoStep[];
  readonly window: Plan['window'];
  readonly onProgress: (fraction: number) => void;
};

const failed = (detail: string) => fail('tool-failed', { subject: 'ffmpeg', detail });

export const createFitVideo = (deps: { readonly ffmpeg: Ffmpeg; readonly probe: ProbeFile }) => {
  const { ffmpeg, probe } = deps;

  /** What was made is looked at again: a file that breaks its own plan is never sent. */
  const verify = async (
    path: string,
    isRight: (facts: VideoFacts) => boolean,
    signal: AbortSignal,
  ): Promise<Result<unknown>> => {
    const probed = await probe(path, { signal });
    if (!probed.ok)
      return probed.error.code === 'file-not-media' ? failed('What was made cannot be read.') : probed;
    const facts = probed.value;
    if (facts.kind !== 'video') return failed('What was made is no clip.');
    const { videoCodec, pixelFormat, width, height, durationSec, sizeBytes } = facts;
    return isRight(facts)
      ? ok({})
      : failed(
          `made ${videoCodec} ${pixelFormat} ${width} x ${height}, ${durationSec} s, ${sizeBytes} bytes`,
        );
  };

  const coloursIn = async (
    path: string,
    facts: VideoFacts,
    signal: AbortSignal,
  ): Promise<Result<Colours>> => {
    const entries = ['-select_streams', 'V:0', '-show_entries', 'stream=color_space,color_range'];
    const shown = await ffmpeg.probe({ path, demuxer: null }, entries, signal);
    if (!shown.ok) return shown;
    const probed = parseProbed(shown.value);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    const { pixelFormat, height: heightPx } = facts;
    return ok(coloursOf({ space: stream?.color_space, range: stream?.color_range, pixelFormat, heightPx }));
  };

  const encodeClip = async (
    request: FitVideoRequest,
    encode: Encode,
    to: string,
  ): Promise<Result<unknown>> => {
    const { path, facts, steps, window, folder, signal, onProgress } = request;
    const lengthSec = window.endSec - window.startSec;
    if (findStep(steps, 'tone-map') && !(await ffmpeg.hasFilter('zscale')))
      return fail('tool-missing', {
        subject: 'zscale',
        detail: 'This ffmpeg cannot turn HDR into standard range.',
      });
    const colours = await coloursIn(path, facts, signal);
    if (!colours.ok) return colours;
    let kbps = videoKbps({
      maxBytes: encode.maxBytes,
      lengthSec,
      hasSound: encode.sound === 'aac',
      sourceBytes: facts.sizeBytes,
      sourceSec: facts.durationSec,
    });
    const seek = seekTo(window, findStep(steps, 'cut') !== undefined, facts.container);
    for (let attempt = 0; attempt < maxTries; attempt += 1) {
      const encoded = await ffmpeg.encode({
        inputs: [{ path, demuxer: null, options: seek.input }],
        args: encodeArguments({
          steps,
          encode,
          lengthSec,
          kbps,
          colours: colours.value,
          leadSec: seek.leadSec,
        }),
        outPath: to,
        outFolder: folder,
        maxBytes: encode.maxBytes * 2,
        lengthSec,
        signal,
        onProgress,
      });
      if (!encoded.ok) return encoded;
      const { size } = await stat(to);
      if (size <= encode.maxBytes) {
        const frames = frameCount(lengthSec, encode.fps);
        return verify(to, (made) => isAsPlanned(made, encode, frames), signal);
      }
      kbps = lowerKbps(kbps, size, encode.maxBytes);
    }
    return failed(`The clip stays over ${encode.maxBytes} bytes.`);
  };

  const remuxClip = async (request: FitVideoRequest, step: Remux, to: string): Promise<Result<unknown>> => {
    const { path, facts, folder, signal, onProgress } = request;
    const copied = await ffmpeg.encode({
      inputs: [{ path, demuxer: null }],
      args: remuxArguments(step, facts.videoCodec),
      outPath: to,
      outFolder: folder,
      lengthSec: facts.durationSec,
      signal,
      onProgress,
    });
    if (!copied.ok) return copied;
    const isSame = (made: VideoFacts) =>
      made.videoCodec === facts.videoCodec &&
      Math.abs(made.durationSec - facts.durationSec) <= Math.max(0.25, facts.durationSec * copyTolerance) &&
      (made.audioCodec === null) === (step.sound === 'none' || facts.audioCodec === null);
    return verify(to, isSame, signal);
  };

  return async (request: FitVideoRequest): Promise<Result<LocalFile>> => {
    const { path, facts, steps, folder, signal } = request;
    const place = { folder, signal };
    const encode = findStep(steps, 'encode');
    const remux = findStep(steps, 'remux');
    const source = await checkSource(request);
    if (!source.ok) return source;
    if (!encode && !remux) return copySource(place, 'motion', { path, facts, container: facts.container });
    return finishFile({ ...place, stem: 'motion', extension: 'mp4' }, async (to) => {
      if (encode) return encodeClip(request, encode, to);
      return remux ? remuxClip(request, remux, to) : failed('The plan has no step that makes a clip.');
    });
  };
};

const isAsPlanned = (made: VideoFacts, encode: Encode, frames: number): boolean =>
  made.videoCodec === 'h264' &&
  made.pixelFormat === 'yuv420p' &&
  made.width % 2 === 0 &&
  made.height % 2 === 0 &&
  Math.abs(made.durationSec - frames / encode.fps) <= 1.01 / encode.fps &&
  (encode.sound === 'aac' || made.audioCodec === null) &&
  made.sizeBytes <= encode.maxBytes;

/**
 * Makes the video that is sent. Follows the plan; where the output is not as planned, does more than the plan, never
 * less.
 */
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import { sentFps } from '#contract/rules/limits.ts';
import type { LocalFile } from '../../artifacts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { checkSource, copySource, finishFile } from '../finish.ts';
import { createProbeFacts } from '../probe/probe.ts';
import { createVerify, unfit } from '../verify.ts';
import { type Colours, coloursOf } from './colour.ts';
import { createCopyVideo } from './copy-video.ts';
import { createEncodeVideo } from './encode-video.ts';
import { expectedVideo, type FitVideoRequest } from './fit-video-request.ts';
import { findStep, type Step } from './video-filters.ts';

type Encode = Step<'encode'>;
type Remux = Step<'remux'>;

/** Where a copy has no size limit, an encoding never needs more, in bytes. */
const anySizeBytes = 1_000_000_000;

/** The copy that replaces a kept file which fails verification. */
const copyInstead = ({ facts, limits }: FitVideoRequest): Remux => ({
  kind: 'remux',
  container: 'mp4',
  audio: facts.audioCodec === null ? 'none' : 'copy',
  maxBytes: limits.maxBytes.value,
  because: [],
});

/** The encoding that replaces a copy which is too large or not as requested. */
const encodeInstead = (facts: VideoFacts, remux: Remux): Encode => ({
  kind: 'encode',
  videoCodec: 'h264',
  fps: sentFps(facts.fps),
  audio: remux.audio !== 'none' && facts.audioCodec !== null ? 'aac' : 'none',
  maxBytes: remux.maxBytes ?? anySizeBytes,
  because: remux.because,
});

/** Another copy or encoding starts at 0, so the progress shown never goes back. */
const forwardOnly = (onProgress: FitVideoRequest['onProgress']): FitVideoRequest['onProgress'] => {
  let furthest = 0;
  return (fraction) => {
    furthest = Math.max(furthest, fraction);
    onProgress(furthest);
  };
};

export const createFitVideo = (deps: { readonly ffmpeg: Ffmpeg }) => {
  const { ffmpeg } = deps;
  const encodeVideo = createEncodeVideo(deps);
  const copyVideo = createCopyVideo(deps);
  const verify = createVerify(createProbeFacts(ffmpeg));

  const coloursIn = async ({ path, facts, signal }: FitVideoRequest): Promise<Result<Colours>> => {
    const { videoStream, pixelFormat, height: heightPx } = facts;
    const entries = [
      ...['-select_streams', `V:${videoStream}`],
      ...['-show_entries', 'stream=color_space,color_range'],
    ];
    const probed = await ffmpeg.probe({ path, demuxer: null }, entries, signal);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    return ok(coloursOf({ space: stream?.color_space, range: stream?.color_range, pixelFormat, heightPx }));
  };

  /**
   * Encodes once more where the output cannot be read: ffmpeg exits successfully on a disk that was full for a
   * moment.
   */
  const encoded = async (
    request: FitVideoRequest,
    encode: Encode,
    to: string,
    isRetry = false,
  ): Promise<Result<unknown>> => {
    const colours = await coloursIn(request);
    if (!colours.ok) return colours;
    const made = await encodeVideo({ ...request, to, colours: colours.value }, encode);
    if (!made.ok) return made;
    const faults = await verify.video(to, expectedVideo(request, encode), request.signal);
    if (!faults.ok && faults.error.code === 'tool-failed' && !isRetry)
      return encoded(request, encode, to, true);
    return faults.ok && faults.value.length > 0 ? unfit(faults.value) : faults;
  };

  /** Copies where a copy gives the planned result, otherwise encodes. */
  const copied = async (request: FitVideoRequest, remux: Remux, to: string): Promise<Result<unknown>> => {
    const { facts, steps, signal } = request;
    const made = await copyVideo({ ...request, to }, remux);
    if (!made.ok) return made;
    if (made.value === 'copied') {
      const faults = await verify.video(to, expectedVideo(request, remux), signal);
      if (faults.ok ? faults.value.length === 0 : faults.error.code !== 'tool-failed') return faults;
    }
    const encode = encodeInstead(facts, remux);
    return encoded(
      { ...request, steps: [...steps.filter(({ kind }) => kind === 'cut'), encode] },
      encode,
      to,
    );
  };

  const makeVideo = (request: FitVideoRequest, to: string): Promise<Result<unknown>> => {
    const encode = findStep(request.steps, 'encode');
    return encode
      ? encoded(request, encode, to)
      : copied(request, findStep(request.steps, 'remux') ?? copyInstead(request), to);
  };

  return async (original: FitVideoRequest): Promise<Result<LocalFile>> => {
    const request = { ...original, onProgress: forwardOnly(original.onProgress) };
    const { path, facts, steps, folder, signal } = request;
    const place = { folder, signal, stem: 'motion' };
    const source = await checkSource(request);
    if (!source.ok) return source;
    if (!findStep(steps, 'encode') && !findStep(steps, 'remux')) {
      const kept = await copySource(place, { path, facts, container: facts.container }, (to) =>
        verify.video(to, expectedVideo(request, null), signal),
      );
      if (!kept.ok) return kept;
      if (kept.value !== null) return ok(kept.value);
    }
    return finishFile({ ...place, extension: 'mp4' }, (to) => makeVideo(request, to));
  };
};

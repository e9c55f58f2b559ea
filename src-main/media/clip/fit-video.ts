/** Makes the clip that is sent. Follows the plan and decides nothing by itself. */
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import { sentFps } from '#contract/rules/limits.ts';
import type { LocalFile } from '../../providers/spec.ts';
import type { ProbeFile } from '../facts/probe.ts';
import { parseProbed } from '../facts/probed.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { checkSource, copySource, finishFile, type Place } from '../finish.ts';
import { failed } from './clip-made.ts';
import { type Colours, coloursOf } from './colour.ts';
import { createCopyClip } from './copy-clip.ts';
import { createEncodeClip } from './encode-clip.ts';
import { findStep } from './video-filters.ts';

type Encode = Extract<VideoStep, { kind: 'encode' }>;
type Remux = Extract<VideoStep, { kind: 'remux' }>;

export type FitVideoRequest = Place & {
  readonly path: string;
  readonly facts: VideoFacts;
  readonly steps: readonly VideoStep[];
  readonly window: Plan['window'];
  readonly onProgress: (fraction: number) => void;
};

/** Where a copy may be of any size, an encoding never needs more, in bytes. */
const anySizeBytes = 1_000_000_000;

/** The encoding that takes the place of a copy which came out too large or cut elsewhere than asked. */
const encodeInstead = (facts: VideoFacts, remux: Remux): Encode => ({
  kind: 'encode',
  videoCodec: 'h264',
  fps: sentFps(facts.fps),
  sound: remux.sound !== 'none' && facts.audioCodec !== null ? 'aac' : 'none',
  maxBytes: remux.maxBytes ?? anySizeBytes,
  because: remux.because,
});

export const createFitVideo = (deps: { readonly ffmpeg: Ffmpeg; readonly probe: ProbeFile }) => {
  const { ffmpeg } = deps;
  const encodeClip = createEncodeClip(deps);
  const copyClip = createCopyClip(deps);

  const coloursIn = async ({ path, facts, signal }: FitVideoRequest): Promise<Result<Colours>> => {
    const { videoStream, pixelFormat, height: heightPx } = facts;
    const entries = [
      ...['-select_streams', `V:${videoStream}`],
      ...['-show_entries', 'stream=color_space,color_range'],
    ];
    const shown = await ffmpeg.probe({ path, demuxer: null }, entries, signal);
    if (!shown.ok) return shown;
    const probed = parseProbed(shown.value);
    if (!probed.ok) return probed;
    const [stream] = probed.value.streams;
    return ok(coloursOf({ space: stream?.color_space, range: stream?.color_range, pixelFormat, heightPx }));
  };

  const encoded = async (
    clip: FitVideoRequest & { readonly to: string },
    encode: Encode,
  ): Promise<Result<unknown>> => {
    const colours = await coloursIn(clip);
    return colours.ok ? encodeClip({ ...clip, colours: colours.value }, encode) : colours;
  };

  const makeClip = async (request: FitVideoRequest, to: string): Promise<Result<unknown>> => {
    const { facts, steps } = request;
    const clip = { ...request, to };
    const encode = findStep(steps, 'encode');
    if (encode) return encoded(clip, encode);
    const remux = findStep(steps, 'remux');
    if (!remux) return failed('The plan has no step that makes a clip.');
    const copied = await copyClip(clip, remux);
    if (!copied.ok || copied.value === 'done') return copied;
    const instead = encodeInstead(facts, remux);
    return encoded({ ...clip, steps: [...steps.filter(({ kind }) => kind === 'cut'), instead] }, instead);
  };

  return async (request: FitVideoRequest): Promise<Result<LocalFile>> => {
    const { path, facts, steps, folder, signal } = request;
    const place = { folder, signal };
    const source = await checkSource(request);
    if (!source.ok) return source;
    if (!findStep(steps, 'encode') && !findStep(steps, 'remux'))
      return copySource(place, 'motion', { path, facts, container: facts.container });
    return finishFile({ ...place, stem: 'motion', extension: 'mp4' }, (to) => makeClip(request, to));
  };
};

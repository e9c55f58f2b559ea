/** ffmpeg arguments for opening a video, selecting a part of it, and its audio. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Plan, VideoStep } from '#contract/model/plan.ts';
import { isMixable, maxAudioRateHz } from '#contract/rules/audio.ts';
import { audioKbps } from '#contract/rules/size.ts';

/**
 * To `channels` channels; of more than can be mixed (a mixing desk's) the first two are used. The filter names its
 * inputs, because ffmpeg refuses to mix an unknown channel layout.
 */
export const downmix = (
  { audioChannels }: Pick<VideoFacts, 'audioChannels'>,
  channels: 1 | 2,
): { readonly filters: readonly string[]; readonly options: readonly string[] } =>
  isMixable(audioChannels)
    ? { filters: [], options: ['-ac', String(channels)] }
    : { filters: [channels === 1 ? 'pan=mono|c0=0.5*c0+0.5*c1' : 'pan=stereo|c0=c0|c1=c1'], options: [] };

/**
 * The priming samples of AAC and a small margin; some builds add them to the duration of the whole file. In samples.
 */
const primingSamples = 1200;

/** `endSec`: end of the video; null: audio is ended in another way. */
export const aacArguments = (
  facts: Pick<VideoFacts, 'audioChannels' | 'audioRateHz'>,
  endSec: number | null,
): readonly string[] => {
  const { filters, options } = downmix(facts, 2);
  const rateHz = Math.min(facts.audioRateHz ?? maxAudioRateHz, maxAudioRateHz);
  const isSet = facts.audioRateHz !== rateHz;
  const primingSec = primingSamples / rateHz;
  const end = endSec === null ? [] : [`atrim=end=${Math.max(primingSec, endSec - primingSec).toFixed(6)}`];
  const all = [...filters, ...end];
  return [
    ...['-c:a', 'aac', '-b:a', `${audioKbps}k`, ...options],
    ...(all.length > 0 ? ['-af', all.join(',')] : []),
    ...(isSet ? ['-ar', String(rateHz)] : []),
  ];
};

/** Television rates are a thousandth below whole ones; as a fraction they do not drift. */
export const frameRate = (fps: number): string => {
  const whole = Math.round(fps);
  if (Math.abs(fps - whole) < 0.001) return String(whole);
  if (Math.abs((fps * 1001) / 1000 - whole) < 0.005) return `${whole * 1000}/1001`;
  return String(Number(fps.toFixed(3)));
};

/**
 * Number of frames of a window that is not a whole number of them: rounded down, or one more where that would be
 * below the model's minimum, because providers measure to the millisecond.
 */
export const frameCount = (lengthSec: number, fps: number, minSec: number): number => {
  const exact = lengthSec * fps;
  const whole = Math.round(exact);
  if (Math.abs(exact - whole) < 0.01) return Math.max(1, whole);
  const room = Math.floor(exact);
  return Math.max(1, room / fps < minSec ? Math.ceil(exact) : room);
};

/**
 * Besides the main video only the main audio; no data tracks, location, device or date. `audioInput`: index of the
 * input that audio is read from.
 */
export const besideVideo = (
  hasAudio: boolean,
  { audioStream }: Pick<VideoFacts, 'audioStream'>,
  audioInput = 0,
): readonly string[] => [
  ...(hasAudio ? ['-map', `${audioInput}:a:${audioStream}?`] : ['-an']),
  ...['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
];

export const mp4: readonly string[] = ['-movflags', '+faststart', '-f', 'mp4'];

/** Audio is read from an input of its own (see copy-video.ts). */
export const remuxArguments = (
  step: Extract<VideoStep, { kind: 'remux' }>,
  facts: Pick<VideoFacts, 'videoCodec' | 'videoStream' | 'audioStream' | 'audioChannels' | 'audioRateHz'>,
): readonly string[] => [
  ...['-map', `0:V:${facts.videoStream}`, ...besideVideo(step.audio !== 'none', facts, 1)],
  '-c',
  'copy',
  ...(step.audio === 'aac' ? aacArguments(facts, null) : []),
  // Apple's players support HEVC in MP4 only with this tag.
  ...(facts.videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
  ...mp4,
];

/** A part from a keyframe on, copied. `packets`: number of frames to use; null: all stored in its time. */
export const copiedPart = (request: {
  readonly keySec: number;
  readonly lengthSec: number;
  readonly packets: number | null;
}) => ({
  // To the microsecond: an earlier time would seek to the previous keyframe, a later one would drop the keyframe
  // itself.
  input: request.keySec > 0 ? ['-ss', request.keySec.toFixed(6)] : [],
  output: [
    // Without the audio that is stored beside the keyframe but presented before it.
    ...['-t', request.lengthSec.toFixed(6), '-copypriorss', '0'],
    ...(request.packets === null ? [] : ['-frames:v', String(request.packets)]),
  ],
});

/** These have an index of their keyframes, so decoding starts at the one before the cut. */
const indexed: readonly string[] = ['mp4', 'mov', '3gp', 'mkv', 'webm', 'avi', 'asf'];
/** These can only be searched: decoding begins well before the cut, because a seek may end between two keyframes. */
const searchable: readonly string[] = ['mpegts', 'mpeg', 'ogg', 'flv', 'mxf'];
/** Longer than the distance of keyframes in ordinary videos (x264's default maximum is 250 frames). In seconds. */
const leadSec = 12;

/** `input`: options before the file; `leadSec`: what is decoded before the cut and then dropped. */
export type Seek = { readonly input: readonly string[]; readonly leadSec: number };

export const seekTo = (
  window: Plan['window'],
  isCut: boolean,
  { container, hasRestarts }: { readonly container: string; readonly hasRestarts: boolean },
): Seek => {
  const atSec = isCut ? window.startSec : 0;
  // Where timestamps restart, a time is ambiguous.
  const lead = hasRestarts
    ? atSec
    : indexed.includes(container)
      ? 0
      : searchable.includes(container)
        ? leadSec
        : atSec;
  const fromSec = Math.max(0, atSec - lead);
  return { input: fromSec > 0 ? ['-ss', fromSec.toFixed(6)] : [], leadSec: atSec - fromSec };
};

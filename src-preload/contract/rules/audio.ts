/** Which audio of a video is sent, and in which form. Pure. */
import type { Choices } from '../model/choices.ts';
import type { SeenVideoFacts } from '../model/facts.ts';
import type { Plan, Reason, ReasonCode } from '../model/plan.ts';

/**
 * Audio that is sent unchanged. No provider documents which codecs it reads; every browser and common tool plays
 * these two in MP4. The verification of a fitted file uses the same list.
 */
export const sendableAudioCodecs: readonly string[] = ['aac', 'mp3'];
/** Results are stereo; more channels and higher sample rates are lost, and not every player supports them. */
const maxChannels = 2;
export const maxAudioRateHz = 48_000;

/** Maximum number of channels that ffmpeg can mix down to two. */
const mixableChannels = 8;
export const isMixable = (audioChannels: number | null): boolean => (audioChannels ?? 0) <= mixableChannels;

/** Less audio than this at the edge of a selection is rounding to the codec's frames, in seconds. */
const minAudioSec = 0.05;

export type SentAudio = 'copy' | 'aac' | 'none';

type AudioFacts = Pick<
  SeenVideoFacts,
  'audioCodec' | 'audioChannels' | 'audioRateHz' | 'audioSec' | 'undecodableAudio' | 'durationSec'
>;

const isAbsentIn = ({ audioSec }: AudioFacts, { startSec, endSec }: Plan['window']): boolean =>
  audioSec !== null &&
  Math.min(audioSec.endSec, endSec) - Math.max(audioSec.startSec, startSec) < minAudioSec;

/** Why the audio is not sent unchanged; `limit` and `actual` as in a reason. null: no obstacle. */
const unsendable = (facts: AudioFacts): Pick<Reason, 'limit' | 'actual'> | null => {
  const { audioCodec, audioChannels, audioRateHz } = facts;
  if (audioCodec !== null && !sendableAudioCodecs.includes(audioCodec))
    return { limit: sendableAudioCodecs.join(', '), actual: audioCodec };
  if ((audioChannels ?? 0) > maxChannels)
    return { limit: `${maxChannels} ch`, actual: `${audioChannels} ch` };
  if ((audioRateHz ?? 0) > maxAudioRateHz)
    return { limit: `${maxAudioRateHz / 1000} kHz`, actual: `${(audioRateHz ?? 0) / 1000} kHz` };
  return null;
};

export const planAudio = (
  facts: AudioFacts,
  { keepAudio, window }: { readonly keepAudio: boolean; readonly window: Plan['window'] },
): { readonly audio: SentAudio; readonly reasons: readonly Reason[] } => {
  const { audioCodec, undecodableAudio, durationSec } = facts;
  const because = (code: ReasonCode, more: Partial<Reason>): Reason => ({
    ...{
      code,
      subject: 'video',
      severity: 'mended',
      limit: '',
      actual: '',
      source: 'compatibility-rule',
    },
    ...more,
  });
  const [undecodable] = undecodableAudio;
  const known = audioCodec ?? undecodable;
  if (known === undefined) return { audio: 'none', reasons: [] };
  if (!keepAudio)
    return {
      audio: 'none',
      reasons: [because('audio-off', { actual: known, source: 'own-choice' })],
    };
  if (audioCodec === null)
    return {
      audio: 'none',
      reasons: [because('audio-undecodable', { actual: undecodableAudio.join(', ') })],
    };
  if (isAbsentIn(facts, window)) {
    const { startSec, endSec } = facts.audioSec ?? { startSec: 0, endSec: durationSec };
    const actual = `${Number(startSec.toFixed(2))}-${Number(endSec.toFixed(2))} s`;
    return {
      audio: 'none',
      reasons: [because('audio-absent-in-selection', { severity: 'notice', actual, source: 'video-itself' })],
    };
  }
  const broken = unsendable(facts);
  return broken
    ? { audio: 'aac', reasons: [because('audio-codec', broken)] }
    : { audio: 'copy', reasons: [] };
};

const silencing: readonly ReasonCode[] = ['audio-undecodable', 'audio-absent-in-selection'];

/** Whether the video that is sent has audio, not only whether the user chose it. */
export const keepsAudio = (
  { keepAudio }: Pick<Choices, 'keepAudio'>,
  { reasons }: Pick<Plan, 'reasons'>,
): boolean => keepAudio && !reasons.some(({ code }) => silencing.includes(code));

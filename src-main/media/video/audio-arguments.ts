/** ffmpeg arguments for transcoding audio. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
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

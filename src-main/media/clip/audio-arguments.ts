/** How audio is encoded anew, as arguments of ffmpeg. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
import { maxAudioRateHz } from '#contract/rules/audio.ts';
import { soundKbps } from '#contract/rules/size.ts';

/** ffmpeg knows how to mix this many channels down; of more (a mixing desk's) the first two are taken. */
const mixableChannels = 8;

/** To `channels` channels. The filter names its inputs, because ffmpeg refuses to mix what it has no layout for. */
export const downmix = (
  { audioChannels }: Pick<VideoFacts, 'audioChannels'>,
  channels: 1 | 2,
): { readonly filters: readonly string[]; readonly options: readonly string[] } =>
  (audioChannels ?? 0) <= mixableChannels
    ? { filters: [], options: ['-ac', String(channels)] }
    : { filters: [channels === 1 ? 'pan=mono|c0=0.5*c0+0.5*c1' : 'pan=stereo|c0=c0|c1=c1'], options: [] };

export const aacArguments = (facts: Pick<VideoFacts, 'audioChannels' | 'audioRateHz'>): readonly string[] => {
  const { filters, options } = downmix(facts, 2);
  const isFine = (facts.audioRateHz ?? 0) > maxAudioRateHz;
  return [
    ...['-c:a', 'aac', '-b:a', `${soundKbps}k`, ...options],
    ...(filters.length > 0 ? ['-af', filters.join(',')] : []),
    ...(isFine ? ['-ar', String(maxAudioRateHz)] : []),
  ];
};

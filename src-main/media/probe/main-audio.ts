/** Selects one of a video's audio tracks. All readers of audio map this track. */
import type { Abilities } from '../ffmpeg/capabilities.ts';
import type { ProbedStream } from './probed.ts';

/** `index`: as in ffmpeg's `0:a:<index>`. */
export type MainAudio = { readonly stream: ProbedStream; readonly index: number };

const isAudio = ({ codec_type: type }: ProbedStream): boolean => type === 'audio';

/** null: ffprobe has no name for it, so it cannot be decoded. */
const codecOf = ({ codec_name: name }: ProbedStream): string | null =>
  name === undefined || name === 'unknown' || name === 'none' ? null : name;

/** A name for the user: the codec tag, where it consists of letters. */
const nameOf = (stream: ProbedStream): string => {
  const { codec_tag_string: mark = '' } = stream;
  return codecOf(stream) ?? (/^[\w-]{3,4}$/.test(mark) ? mark : 'unknown');
};

/** The names of codecs that the ffmpeg in use decodes. */
export type Decodes = (codec: string) => boolean;

/** Where ffmpeg cannot be queried, every codec with a name counts as decodable. */
export const decodableAudio = async (
  streams: readonly ProbedStream[],
  abilities: Pick<Abilities, 'need'>,
): Promise<Decodes> => {
  const names = new Set(streams.filter(isAudio).flatMap((stream) => codecOf(stream) ?? []));
  const lacking = new Set<string>();
  for (const name of names) {
    const able = await abilities.need([{ kind: 'decoder', name }]);
    if (!able.ok && able.error.subject === name) lacking.add(name);
  }
  return (name) => !lacking.has(name);
};

/**
 * The first decodable track marked as default, if any is; a commentary, an audio description or a track without
 * parameters only where there is no other.
 */
export const mainAudioOf = (
  streams: readonly ProbedStream[],
  decodes: Decodes = () => true,
): MainAudio | null => {
  const decodable = streams
    .filter(isAudio)
    .map((stream, index) => ({ stream, index }))
    .filter(({ stream }) => {
      const codec = codecOf(stream);
      return codec !== null && decodes(codec);
    });
  const tests: readonly ((audio: MainAudio) => boolean)[] = [
    ({ stream }) => (stream.channels ?? 0) > 0,
    ({ stream: { disposition } }) => disposition.comment !== 1 && disposition.visual_impaired !== 1,
    ({ stream: { disposition } }) => disposition.default === 1,
  ];
  const [chosen] = tests.reduce<readonly MainAudio[]>((left, isPreferred) => {
    const preferred = left.filter(isPreferred);
    return preferred.length > 0 ? preferred : left;
  }, decodable);
  return chosen ?? null;
};

const positive = (value: number | undefined): number | null =>
  value !== undefined && value > 0 ? Math.round(value) : null;

/** `rangeSec`: start and end of the track, where known. */
export const audioFacts = (
  streams: readonly ProbedStream[],
  main: MainAudio | null,
  rangeSec: { readonly startSec: number; readonly endSec: number } | null,
) => ({
  audioCodec: main === null ? null : codecOf(main.stream),
  audioStream: main?.index ?? 0,
  audioChannels: positive(main?.stream.channels),
  audioRateHz: positive(main?.stream.sample_rate),
  audioSec: main === null ? null : rangeSec,
  undecodableAudio: main === null ? streams.filter(isAudio).map(nameOf) : [],
});

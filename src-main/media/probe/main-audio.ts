/** Which of a clip's audio tracks is used. Everything that reads audio maps this one track. */
import type { Abilities } from '../ffmpeg/capabilities.ts';
import type { ProbedStream } from './probed.ts';

/** `index`: counted as ffmpeg counts in `0:a:<index>`. */
export type MainAudio = { readonly stream: ProbedStream; readonly index: number };

const isAudio = ({ codec_type: type }: ProbedStream): boolean => type === 'audio';

/** null: ffprobe has no name for it, so nothing decodes it. */
const codecOf = ({ codec_name: name }: ProbedStream): string | null =>
  name === undefined || name === 'unknown' || name === 'none' ? null : name;

/** What a person may know the codec by: the file's own mark, where it consists of letters. */
const nameOf = (stream: ProbedStream): string => {
  const { codec_tag_string: mark = '' } = stream;
  return codecOf(stream) ?? (/^[\w-]{3,4}$/.test(mark) ? mark : 'unknown');
};

/** The names of codecs that the ffmpeg in use decodes. */
export type Decodes = (codec: string) => boolean;

/** Where ffmpeg cannot be asked, every codec with a name is taken to be decodable. */
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
 * The first decodable track that the file marks as its default, if it marks any; a commentary, a description for the
 * blind, and a track of which ffprobe learned nothing only where there is no other.
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
  const [chosen] = tests.reduce<readonly MainAudio[]>((left, isWanted) => {
    const wanted = left.filter(isWanted);
    return wanted.length > 0 ? wanted : left;
  }, decodable);
  return chosen ?? null;
};

const positive = (value: number | undefined): number | null =>
  value !== undefined && value > 0 ? Math.round(value) : null;

/** `rangeSec`: when the track begins and ends, where that is known. */
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

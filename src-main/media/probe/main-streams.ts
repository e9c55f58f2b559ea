/** Selects the main video track and the main audio track of a file. All readers map these. */
import { ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { Abilities } from '../ffmpeg/capabilities.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { ProbedStream } from './probed.ts';

/** A track and its number, as in ffmpeg's `0:V:<index>` and `0:a:<index>`. */
export type MainStream = { readonly stream: ProbedStream; readonly index: number };

/** Each test decides between the tracks that the previous ones left; one that no track passes is skipped. */
const firstPreferred = (
  streams: readonly MainStream[],
  tests: readonly ((stream: ProbedStream) => boolean)[],
): MainStream | null => {
  const left = tests.reduce((before, isPreferred) => {
    const preferred = before.filter(({ stream }) => isPreferred(stream));
    return preferred.length > 0 ? preferred : before;
  }, streams);
  return left[0] ?? null;
};

/** A track with less than this fraction of the largest one's pixels is a preview (drones, action cameras). */
const minShare = 1 / 16;

/** Cover art and chapter thumbnails, which ffmpeg excludes from `V` as well. */
const isAttached = ({ disposition }: ProbedStream): boolean =>
  disposition.attached_pic === 1 || disposition.timed_thumbnails === 1;

const area = ({ width = 0, height = 0 }: ProbedStream): number => width * height;

/** The first track marked as default, if any is; never a single still image beside video, nor a small preview. */
export const mainVideoOf = (streams: readonly ProbedStream[]): MainStream | null => {
  const all = streams
    .filter((stream) => stream.codec_type === 'video' && !isAttached(stream))
    .map((stream, index) => ({ stream, index }));
  const largest = Math.max(...all.map(({ stream }) => area(stream)));
  return firstPreferred(all, [
    (stream) => area(stream) >= largest * minShare,
    ({ disposition, nb_frames: frames }) => disposition.still_image !== 1 && frames !== 1,
    ({ disposition }) => disposition.default === 1,
  ]);
};

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
): MainStream | null => {
  const decodable = streams
    .filter(isAudio)
    .map((stream, index) => ({ stream, index }))
    .filter(({ stream }) => {
      const codec = codecOf(stream);
      return codec !== null && decodes(codec);
    });
  return firstPreferred(decodable, [
    ({ channels = 0 }) => channels > 0,
    ({ disposition }) => disposition.comment !== 1 && disposition.visual_impaired !== 1,
    ({ disposition }) => disposition.default === 1,
  ]);
};

const positive = (value: number | undefined): number | null =>
  value !== undefined && value > 0 ? Math.round(value) : null;

/** `rangeSec`: start and end of the track, where known. */
export const audioFacts = (
  streams: readonly ProbedStream[],
  main: MainStream | null,
  rangeSec: { readonly startSec: number; readonly endSec: number } | null,
) => ({
  audioCodec: main === null ? null : codecOf(main.stream),
  audioStream: main?.index ?? 0,
  audioChannels: positive(main?.stream.channels),
  audioRateHz: positive(main?.stream.sample_rate),
  audioSec: main === null ? null : rangeSec,
  undecodableAudio: main === null ? streams.filter(isAudio).map(nameOf) : [],
});

export type AudioTrack = Pick<VideoFacts, 'audioStream' | 'audioChannels'>;

/** null: it has no track that can be decoded. */
export const createAudioTrack =
  (ffmpeg: Pick<Ffmpeg, 'probe' | 'abilities'>) =>
  async (path: string, signal: AbortSignal): Promise<Result<AudioTrack | null>> => {
    const probed = await ffmpeg.probe({ path, demuxer: null }, ['-show_streams'], signal);
    if (!probed.ok) return probed;
    const { streams } = probed.value;
    const main = mainAudioOf(streams, await decodableAudio(streams, ffmpeg.abilities));
    return ok(main === null ? null : audioFacts(streams, main, null));
  };

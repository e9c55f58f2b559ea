/** A clip to facts, with one call of ffprobe wherever that can tell all: a look takes hardly longer than that alone. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { audioRangeOf } from './audio-range.ts';
import { createFrameSizes } from './frame-sizes.ts';
import { audioFacts, decodableAudio, mainAudioOf } from './main-audio.ts';
import { mainVideoOf } from './main-video.ts';
import { isMp4, type Mp4Track, readMp4Boxes } from './mp4-boxes.ts';
import { paceOf } from './pace.ts';
import { type Probed, type ProbedStream, parseProbed } from './probed.ts';
import { type ClipFacts, fieldsOf, type Measured, videoFacts } from './video-facts.ts';

/** A file without an index has to be read to its end; up to this size that takes no longer than ffprobe itself. */
const quickBytes = 64 * 1024 * 1024;

/** A clip with more has nearly one a frame; nobody needs them listed. */
const maxKeyframes = 5000;

/** Of these every frame is a key frame: listing them would mean reading the whole file. */
const allKey =
  /^(prores|mjpeg|dnxhd|dvvideo|rawvideo|v210|huffyuv|ffvhuff|ffv1|utvideo|cfhd|png|jpeg2000|qtrle|hap)$/;

/** Codecs that may hold half frames, and how high such pictures are. */
const fieldCodecs =
  /^(h264|mpeg2video|mpeg4|dvvideo|vc1|prores|dnxhd|mjpeg|rawvideo|v210|huffyuv|ffv1|cfhd)$/;
const fieldHeights: readonly number[] = [480, 486, 512, 576, 608, 1080, 1088];

const roundSec = (sec: number): number => Math.round(sec * 1e6) / 1e6;

/** The times of all packets, as far as the file tells them. */
type Through = Measured & { readonly keyframesSec: readonly number[] | null };

const summed = ({ packets, format }: Pick<Probed, 'packets' | 'format'>): Through => {
  const shown = packets.filter(({ flags = '' }) => !flags.includes('D'));
  const times = shown.flatMap(({ pts_time: at }) => (at === undefined ? [] : [at])).sort((a, b) => a - b);
  const startSec = format.start_time ?? 0;
  const keyframesSec = packets
    .filter(({ flags = '' }) => flags.startsWith('K'))
    .flatMap(({ pts_time: at }) => (at === undefined ? [] : [roundSec(at - startSec)]))
    .filter((at) => at >= 0)
    .sort((a, b) => a - b);
  const [first = 0] = times;
  const last = times.at(-1) ?? 0;
  const endSec = shown.reduce(
    (end, { pts_time: at, duration_time: lasts = 0 }) => Math.max(end, (at ?? 0) + lasts),
    last,
  );
  if (times.length === 0) return { lengthSec: 0, fps: 0, keyframesSec: null };
  // From start to start: how long the last one stays is not told everywhere. Nor is each one's time, in MPEG.
  const isEachTold = times.length === shown.length && last > first;
  const gaps = times.slice(1).map((at, index) => ({ frames: 1, lasts: at - (times[index] ?? at) }));
  return {
    lengthSec: endSec - first,
    fps: isEachTold ? (times.length - 1) / (last - first) : 0,
    ...(isEachTold ? { oddShare: paceOf(gaps)?.oddShare ?? 0 } : {}),
    keyframesSec: isEachTold && keyframesSec.length <= maxKeyframes ? keyframesSec : null,
  };
};

/** The index and ffprobe must mean the same first frame; otherwise the index is not believed. In seconds. */
const sameWithinSec = 0.002;

const toldKeys = (track: Mp4Track | null | undefined, video: ProbedStream, { format }: Probed) => {
  const startSec = format.start_time ?? 0;
  const { keys } = track ?? {};
  if (!keys || Math.abs(keys.firstSec - (video.start_time ?? 0)) > sameWithinSec) return null;
  if (keys.keysSec.length > maxKeyframes) return null;
  return keys.keysSec.map((at) => Math.max(0, roundSec(at - startSec)));
};

const keysIn = (through: Result<Through> | null): readonly number[] | null =>
  through?.ok ? through.value.keyframesSec : null;

const isVideo = (stream: ProbedStream): boolean => stream.codec_type === 'video';

const packetEntries = 'packet=pts_time,duration_time,flags';
const header: readonly string[] = ['-show_format', '-show_streams'];
const withPackets = [...header, '-show_entries', `${packetEntries},stream_index`];

type Look = { readonly path: string; readonly sizeBytes: number; readonly start: Buffer };

export const createLookVideo = (ffmpeg: Ffmpeg) => {
  const frameSizes = createFrameSizes(ffmpeg);
  const show = async (
    path: string,
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<Probed>> => {
    const printed = await ffmpeg.probe({ path, demuxer: null }, args, signal);
    return printed.ok ? parseProbed(printed.value) : printed;
  };

  /** Looks through a whole large file that does not say how long it is or how fast. */
  const lookThrough = async (path: string, stream: number, signal: AbortSignal): Promise<Result<Through>> => {
    const entries = ['-select_streams', `V:${stream}`, '-show_entries', `format=start_time:${packetEntries}`];
    const shown = await show(path, entries, signal);
    return shown.ok ? ok(summed(shown.value)) : shown;
  };

  const seesHalfFrames = async (path: string, stream: number, signal: AbortSignal): Promise<boolean> => {
    const entries = ['-show_entries', 'frame=interlaced_frame', '-read_intervals', '%+#12'];
    const shown = await show(path, ['-select_streams', `V:${stream}`, ...entries], signal);
    return shown.ok && shown.value.frames.some((frame) => frame.interlaced_frame === 1);
  };

  const isInterlaced = async (request: {
    readonly facts: ClipFacts;
    readonly stream: ProbedStream;
    readonly path: string;
    readonly signal: AbortSignal;
  }): Promise<boolean> => {
    const { facts, stream, path, signal } = request;
    if (!fieldCodecs.test(facts.videoCodec) || !fieldHeights.includes(stream.height ?? 0))
      return facts.isInterlaced;
    // Programs that write Matroska say "progressive" of whatever they are given; of television that is often wrong.
    const isDoubtful = fieldsOf(stream) === 'unknown' || (facts.container === 'mkv' && facts.height <= 576);
    return isDoubtful ? seesHalfFrames(path, facts.videoStream, signal) : facts.isInterlaced;
  };

  return async (look: Look, signal: AbortSignal): Promise<Result<ClipFacts>> => {
    const { path, sizeBytes, start } = look;
    // Takes milliseconds, and tells whether ffprobe has to read all of the file.
    const boxes = isMp4(start) ? await readMp4Boxes(path, sizeBytes) : null;
    const isCutOff = boxes?.isCutOff === true;
    const hasIndex = !isCutOff && boxes?.tracks.some(({ pace }) => pace !== null) === true;
    const all = hasIndex || sizeBytes > quickBytes ? null : await show(path, withPackets, signal);
    // Hours of sound in few bytes are too much to be printed; such a file is asked for its header alone.
    const isThrough = all?.ok === true;
    const probed = all?.ok || all?.error.code === 'file-not-media' ? all : await show(path, header, signal);
    if (!probed.ok) return probed;
    const { streams, format } = probed.value;
    const main = mainVideoOf(streams);
    const ownPackets = probed.value.packets.filter((packet) => packet.stream_index === main?.stream.index);
    let through: Result<Through> | null = isThrough ? ok(summed({ packets: ownPackets, format })) : null;
    const measure = async () => {
      through ??= await lookThrough(path, main?.index ?? 0, signal);
      return through;
    };
    if (main && main.stream.pix_fmt === undefined) {
      // Without a decoder nobody can say what its pictures are like; with one, the file itself is at fault.
      const { codec_name: codec, codec_tag_string: tag = '' } = main.stream;
      const name = codec ?? (/^\w{4}$/.test(tag) ? tag : null);
      if (name === null) return fail('file-not-media');
      const able = await ffmpeg.abilities.need([{ kind: 'decoder', name }]);
      if (!able.ok) return able;
    }
    const track = main && boxes?.tracks[streams.filter(isVideo).indexOf(main.stream)];
    const mainAudio = mainAudioOf(streams, await decodableAudio(streams, ffmpeg.abilities));
    const rangeSec =
      mainAudio &&
      audioRangeOf({
        ...{ probed: probed.value, stream: mainAudio.stream, isThrough },
        table: (isCutOff ? null : boxes?.sounds[mainAudio.index]) ?? null,
      });
    const found = await videoFacts({
      audio: audioFacts(streams, mainAudio, rangeSec),
      probed: probed.value,
      measure,
      pace: isCutOff ? null : (track?.pace ?? null),
      isCutOff,
    });
    if (!found.ok || !main) return found;
    const facts = found.value;
    const listed = toldKeys(track, main.stream, probed.value) ?? keysIn(through);
    const keyframesSec = listed && !allKey.test(facts.videoCodec) ? [...listed] : null;
    const hasHalfFrames = await isInterlaced({ facts, stream: main.stream, path, signal });
    const sizeChanges = await frameSizes({
      ...{ path, facts: { ...facts, keyframesSec }, startSec: format.start_time ?? 0, signal },
      isQuick: sizeBytes <= quickBytes,
    });
    return ok({
      ...facts,
      keyframesSec,
      sizeChanges,
      isInterlaced: hasHalfFrames,
      hasMetadata: facts.hasMetadata || boxes?.hasNotes === true,
    });
  };
};

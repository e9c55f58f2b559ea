/** Derives facts from a video, with a single call of ffprobe where that is sufficient. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { createFrameSizes } from './frame-sizes.ts';
import { audioFacts, decodableAudio, type MainStream, mainAudioOf, mainVideoOf } from './main-streams.ts';
import { isMp4, type Mp4File, type Mp4Track, readMp4Boxes, unlike } from './mp4-boxes.ts';
import {
  audioRangeOf,
  clockOf,
  maxKeyframes,
  roundSec,
  type Through,
  type Times,
  throughPackets,
} from './packet-times.ts';
import type { Probed, ProbedStream } from './probed.ts';
import { fieldsOf, type VideoProbe, videoFacts } from './video-facts.ts';

/** A file without an index must be read completely; up to this size that takes no longer than ffprobe itself. */
const quickBytes = 64 * 1024 * 1024;

/** Codecs in which every frame is a keyframe: listing them would mean reading the whole file. */
const allKey =
  /^(prores|mjpeg|dnxhd|dvvideo|rawvideo|v210|huffyuv|ffvhuff|ffv1|utvideo|cfhd|png|jpeg2000|qtrle|hap)$/;

/** Codecs that may be interlaced, and the frame heights at which they are. */
const fieldCodecs =
  /^(h264|mpeg2video|mpeg4|dvvideo|vc1|prores|dnxhd|mjpeg|rawvideo|v210|huffyuv|ffv1|cfhd)$/;
const fieldHeights: readonly number[] = [480, 486, 512, 576, 608, 1080, 1088];

/** The index and ffprobe must agree on the first frame; otherwise the index is ignored. In seconds. */
const sameWithinSec = 0.002;

const isSameStart = ({ times }: Mp4Track, video: ProbedStream): boolean =>
  times !== null && Math.abs(times.firstSec - (video.start_time ?? 0)) <= sameWithinSec;

const indexedKeyframes = (track: Mp4Track | null | undefined, video: ProbedStream, { format }: Probed) => {
  const startSec = format.start_time ?? 0;
  if (!track || !isSameStart(track, video)) return null;
  const keysSec = track.times?.keysSec ?? null;
  if (keysSec === null || keysSec.length > maxKeyframes) return null;
  return keysSec.map((at) => Math.max(0, roundSec(at - startSec)));
};

/** Times of the main video track from the sample tables of an MP4; null: they disagree with ffprobe. */
const indexedTimes = (
  boxes: Mp4File | null,
  track: Mp4Track | null | undefined,
  video: ProbedStream,
  { format }: Probed,
): Times | null => {
  if (!boxes || boxes.isCutOff || !track?.times || !isSameStart(track, video)) return null;
  const startSec = format.start_time ?? 0;
  const { firstSec, endSec, hasHidden } = track.times;
  return {
    firstFrameSec: Math.max(0, roundSec(firstSec - startSec)),
    endSec: roundSec(endSec - startSec),
    tracksEndSec: boxes.endSec === null ? null : roundSec(boxes.endSec - startSec),
    hasHiddenFrames: hasHidden,
    hasRestarts: boxes.isJoined,
    wrongSec: [...track.wrongSec, ...boxes.wrongSec],
  };
};

const keysIn = (through: Result<Through> | null): readonly number[] | null =>
  through?.ok ? through.value.keyframesSec : null;

const isVideo = (stream: ProbedStream): boolean => stream.codec_type === 'video';

const packetEntries = 'packet=stream_index,pts_time,dts_time,duration_time,flags';
const header: readonly string[] = ['-show_format', '-show_streams'];
const withPackets = [...header, '-show_entries', packetEntries];
/**
 * ffmpeg reads only the first of several FLV files joined in one; the position of its last packet shows that there is
 * more.
 */
const withPlaces = [...header, '-show_entries', `${packetEntries},pos,size`];
const flvTailBytes = 1024;
const isFlv = (start: Buffer): boolean => start.toString('latin1', 0, 4) === 'FLV\x01';

const isUnread = ({ packets }: Probed, sizeBytes: number): boolean =>
  packets.reduce((end, { pos = 0, size = 0 }) => Math.max(end, pos + size), 0) < sizeBytes - flvTailBytes;

const throughAll = (
  { packets, format }: Probed,
  video: number | undefined,
  boxes: Mp4File | null,
): Through => {
  const clock = clockOf(format.format_name ?? '');
  const through = throughPackets({ packets, video, startSec: format.start_time ?? 0, clock });
  const { times } = through;
  if (!times || boxes === null) return through;
  const wrongSec = boxes.fragmentsSec.flatMap((sec) => unlike(sec, times.endSec, times.tracksEndSec));
  return { ...through, times: { ...times, wrongSec } };
};

type VideoProbeRequest = { readonly path: string; readonly sizeBytes: number; readonly start: Buffer };

export const createProbeVideo = (ffmpeg: Ffmpeg) => {
  const frameSizes = createFrameSizes(ffmpeg);
  const show = (path: string, args: readonly string[], signal: AbortSignal): Promise<Result<Probed>> =>
    ffmpeg.probe({ path, demuxer: null }, args, signal);

  /** Reads all frames of a large file that does not state its duration or frame rate. */
  const measureFrames = async (
    path: string,
    main: MainStream | null,
    signal: AbortSignal,
  ): Promise<Result<Through>> => {
    const entries = ['-show_entries', `format=format_name,start_time:${packetEntries}`];
    const shown = await show(path, ['-select_streams', `V:${main?.index ?? 0}`, ...entries], signal);
    if (!shown.ok) return shown;
    const through = throughAll(shown.value, main?.stream.index, null);
    return ok(through.times ? { ...through, times: { ...through.times, tracksEndSec: null } } : through);
  };

  const seesHalfFrames = async (path: string, stream: number, signal: AbortSignal): Promise<boolean> => {
    const entries = ['-show_entries', 'frame=interlaced_frame', '-read_intervals', '%+#12'];
    const shown = await show(path, ['-select_streams', `V:${stream}`, ...entries], signal);
    return shown.ok && shown.value.frames.some((frame) => frame.interlaced_frame === 1);
  };

  const isInterlaced = async (request: {
    readonly facts: VideoProbe;
    readonly stream: ProbedStream;
    readonly path: string;
    readonly signal: AbortSignal;
  }): Promise<boolean> => {
    const { facts, stream, path, signal } = request;
    if (!fieldCodecs.test(facts.videoCodec) || !fieldHeights.includes(stream.height ?? 0))
      return facts.isInterlaced;
    // Programs that write Matroska mark any input as progressive; for television that is often wrong.
    const isDoubtful = fieldsOf(stream) === 'unknown' || (facts.container === 'mkv' && facts.height <= 576);
    return isDoubtful ? seesHalfFrames(path, facts.videoStream, signal) : facts.isInterlaced;
  };

  return async (request: VideoProbeRequest, signal: AbortSignal): Promise<Result<VideoProbe>> => {
    const { path, sizeBytes, start } = request;
    // Takes milliseconds, and shows whether ffprobe has to read the whole file.
    const boxes = isMp4(start) ? await readMp4Boxes(path, sizeBytes) : null;
    const isCutOff = boxes?.isCutOff === true;
    const tracks = isCutOff ? [] : (boxes?.tracks ?? []);
    const hasIndex = tracks.length > 0 && tracks.every(({ pace, times }) => pace !== null && times !== null);
    const entries = isFlv(start) ? withPlaces : withPackets;
    const all = hasIndex || sizeBytes > quickBytes ? null : await show(path, entries, signal);
    // Hours of audio in a small file give too much output; then only the header is read.
    const isThrough = all?.ok === true;
    const probed = all?.ok || all?.error.code === 'file-not-media' ? all : await show(path, header, signal);
    if (!probed.ok) return probed;
    const { streams, format } = probed.value;
    const main = mainVideoOf(streams);
    let through: Result<Through> | null = isThrough
      ? ok(throughAll(probed.value, main?.stream.index, boxes))
      : null;
    const measure = async () => {
      through ??= await measureFrames(path, main, signal);
      return through;
    };
    if (main && main.stream.pix_fmt === undefined) {
      // Without a decoder the video cannot be analysed; with one, the file itself is faulty.
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
        tableEndSec: (isCutOff ? null : boxes?.audioEndsSec[mainAudio.index]) ?? null,
      });
    const indexed = main ? indexedTimes(boxes, track, main.stream, probed.value) : null;
    const found = await videoFacts({
      audio: audioFacts(streams, mainAudio, rangeSec),
      probed: probed.value,
      measure,
      pace: isCutOff ? null : (track?.pace ?? null),
      isCutOff,
      indexed,
      mustMeasure: indexed === null && (isThrough || boxes !== null),
    });
    if (!found.ok || !main) return found;
    const facts = found.value;
    const listed = indexedKeyframes(track, main.stream, probed.value) ?? keysIn(through);
    const keyframesSec = listed && !allKey.test(facts.videoCodec) ? [...listed] : null;
    const hasHalfFrames = await isInterlaced({ facts, stream: main.stream, path, signal });
    const sizeChanges = await frameSizes({
      ...{ path, facts: { ...facts, keyframesSec }, startSec: format.start_time ?? 0, signal },
      isQuick: sizeBytes <= quickBytes,
    });
    const isJoined = isFlv(start) && isThrough && isUnread(probed.value, sizeBytes);
    return ok({
      ...facts,
      keyframesSec,
      sizeChanges,
      hasRestarts: facts.hasRestarts || isJoined,
      isInterlaced: hasHalfFrames,
      hasMetadata: facts.hasMetadata || boxes?.hasMetadata === true,
    });
  };
};

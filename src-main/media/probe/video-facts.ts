/** Converts ffprobe's output for a video into facts. Pure except for measurements. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { audioFacts, mainAudioOf, mainVideoOf } from './main-streams.ts';
import { type Measured, type Pace, steadyShare, type Times } from './packet-times.ts';
import {
  bitDepthOf,
  hasAlphaFormat,
  hasMetadataTags,
  type Probed,
  type ProbedStream,
  taggedSec,
} from './probed.ts';

/** `30000/1001` as a number; 0 where it is not stated. */
const rate = (text: string | undefined): number => {
  const [top = 0, bottom = 1] = (text ?? '').split('/').map(Number);
  const value = top / bottom;
  return Number.isFinite(value) && value > 0 ? value : 0;
};

/** Clockwise rotation that players apply. ffprobe's side data counts counter-clockwise; older files have a tag. */
const rotationOf = (stream: ProbedStream): SeenVideoFacts['rotationDeg'] => {
  const matrix = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? Number(stream.tags.rotate ?? 0) : -matrix;
  // Like players, ffmpeg does not rotate by an angle that is not a multiple of 90 degrees.
  if (Math.abs(clockwise - Math.round(clockwise / 90) * 90) > 1) return 0;
  const quarter = (((Math.round(clockwise / 90) % 4) + 4) % 4) * 90;
  return quarter === 90 || quarter === 180 || quarter === 270 ? quarter : 0;
};

/** Pixel aspect ratio: width divided by height. */
const pixelShape = (text: string | undefined): number => {
  const [x = 1, y = 1] = (text ?? '1:1').split(':').map(Number);
  return x > 0 && y > 0 ? x / y : 1;
};

const webmCodecs = ['vp8', 'vp9', 'av1', 'opus', 'vorbis'];

const containerOf = ({ format }: Probed, codecs: readonly (string | undefined)[]): string => {
  const name = format.format_name ?? '';
  if (name.includes('mp4')) {
    // Old QuickTime files have no brand.
    const brand = format.tags.major_brand ?? 'qt';
    return brand.startsWith('qt') ? 'mov' : brand.startsWith('3g') ? '3gp' : 'mp4';
  }
  if (name.includes('matroska'))
    return codecs.every((codec) => codec === undefined || webmCodecs.includes(codec)) ? 'webm' : 'mkv';
  return name.split(',')[0] || 'unknown';
};

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

/** A larger relative difference between two frame rates is not rounding. */
const steadyWithin = 0.005;

/** A higher stated frame rate is a time base (1000 in browser recordings). */
const maxFps = 250;

type Stated = { readonly durationSec: number | undefined; readonly fps: number | undefined };

/** Matroska and streams without an index state a rate that may apply only to the first frames. */
const needsMeasuring = (video: ProbedStream, stated: Stated): boolean =>
  video.nb_frames === undefined || stated.durationSec === undefined || stated.fps === undefined;

const isFar = (fps: number, nominal: number): boolean =>
  fps > 0 && nominal > 0 && Math.abs(fps - nominal) / nominal > steadyWithin;

/** `pace` comes from an index, `seen` from the time of every frame; each is null where not available. */
const frameTimingOf = (request: {
  readonly video: ProbedStream;
  readonly stated: Stated;
  readonly pace: Pace | null;
  readonly seen: Measured | null;
}): { readonly fps: number; readonly isVariableFps: boolean } => {
  const { video, stated, pace, seen } = request;
  const average = rate(video.avg_frame_rate);
  const nominal = rate(video.r_frame_rate);
  if (pace) {
    // Frames hidden by an edit list are included in ffprobe's average, so it may be wrong.
    const near = [nominal, average].find((fps) => fps > 0 && !isFar(pace.fps, fps));
    return { fps: near ?? pace.fps, isVariableFps: pace.oddShare > steadyShare };
  }
  const isVariableFps =
    (seen?.oddShare ?? 0) > steadyShare ||
    isFar(average, nominal) ||
    (seen !== null && isFar(seen.fps, stated.fps ?? seen.fps));
  const fps = (isVariableFps ? positive(seen?.fps) : undefined) ?? stated.fps ?? seen?.fps ?? 0;
  return { fps, isVariableFps };
};

/** As players show it: `shape` is the pixel aspect ratio reported by ffprobe. */
export const displayedSize = (frame: {
  readonly width: number;
  readonly height: number;
  readonly shape: string | undefined;
  readonly rotationDeg: SeenVideoFacts['rotationDeg'];
}) => {
  const width = Math.max(1, Math.round(frame.width * pixelShape(frame.shape)));
  const isTurned = frame.rotationDeg === 90 || frame.rotationDeg === 270;
  return isTurned ? { width: frame.height, height: width } : { width, height: frame.height };
};

const sizeOf = (video: ProbedStream) => {
  const rotationDeg = rotationOf(video);
  const { width = 0, height = 0, sample_aspect_ratio: shape } = video;
  return {
    isAnamorphic: Math.abs(pixelShape(shape) - 1) > 0.001,
    ...displayedSize({ width, height, shape, rotationDeg }),
    rotationDeg,
  };
};

const untold: readonly (string | undefined)[] = [undefined, '', 'unknown', 'unspecified', 'reserved'];

const coloursOf = (video: ProbedStream) => {
  const pixelFormat = video.pix_fmt ?? 'unknown';
  const transfer = untold.includes(video.color_transfer) ? null : (video.color_transfer ?? null);
  // VP8 and VP9 store alpha separately, indicated only by a tag.
  const isTagged = (video.tags.alpha_mode ?? video.tags.ALPHA_MODE) === '1';
  return {
    pixelFormat,
    transfer,
    isHdr: transfer === 'smpte2084' || transfer === 'arib-std-b67',
    bitDepth: bitDepthOf(pixelFormat),
    hasAlpha: hasAlphaFormat(pixelFormat) || isTagged,
  };
};

/** `unknown` where only the frames themselves show it. */
export const fieldsOf = ({ field_order: order }: ProbedStream): 'whole' | 'interlaced' | 'unknown' =>
  untold.includes(order) ? 'unknown' : order === 'progressive' ? 'whole' : 'interlaced';

/** Audio may begin before the video; until then players show the first frame. In seconds. */
const lateSec = (video: ProbedStream, { format }: Probed): number =>
  video.start_time === undefined || format.start_time === undefined
    ? 0
    : Math.max(0, video.start_time - format.start_time);

/** Durations further apart than this are different, not rounded. In seconds. */
const sameLengthSec = 0.1;

/** Of a stated and a measured duration: the shorter where they agree, otherwise the measured one. */
const agreed = (stated: number | undefined, measured: number | undefined): number | undefined =>
  stated === undefined || measured === undefined || Math.abs(stated - measured) > sameLengthSec
    ? (measured ?? stated)
    : Math.min(stated, measured);

/** Formats without a duration in a header: ffprobe estimates one. */
const headless = /^(mpegts|mpeg|mpegvideo|m4v|h264|hevc|mjpeg)$/;

/** The stated duration with the largest error; null: none is wrong. */
const wrongHeader = (video: ProbedStream, { format }: Probed, times: Times | null): number | null => {
  if (times === null || times.hasRestarts || headless.test(format.format_name ?? '')) return null;
  const { firstFrameSec, endSec, tracksEndSec } = times;
  const statedSec = [
    ...(video.duration === undefined ? [] : [{ sec: video.duration, isSec: endSec - firstFrameSec }]),
    ...(format.duration === undefined || tracksEndSec === null
      ? []
      : [{ sec: format.duration, isSec: tracksEndSec }]),
  ].filter(({ sec, isSec }) => Math.abs(sec - isSec) > sameLengthSec);
  const wrong = [...times.wrongSec, ...statedSec.map(({ sec }) => sec)];
  return wrong.toSorted((a, b) => Math.abs(b - endSec) - Math.abs(a - endSec))[0] ?? null;
};

export type VideoProbe = Omit<SeenVideoFacts, 'sizeBytes'>;

/** `pace`: of the main video track, where the file's index states it. */
export const videoFacts = async (request: {
  readonly probed: Probed;
  readonly measure: () => Promise<Result<Measured>>;
  readonly pace?: Pace | null;
  /** The file is shorter than it states: only existing data counts. */
  readonly isCutOff?: boolean;
  /** The selected audio track with its facts. */
  readonly audio?: ReturnType<typeof audioFacts>;
  /** Times from the file's index. */
  readonly indexed?: Times | null;
  /** Only the frames give the duration, or they have been read already. */
  readonly mustMeasure?: boolean;
}): Promise<Result<VideoProbe>> => {
  const { probed, measure, pace = null, isCutOff = false, indexed = null, mustMeasure = false } = request;
  const { audio = audioFacts(probed.streams, mainAudioOf(probed.streams), null) } = request;
  const hasAudio = probed.streams.some((stream) => stream.codec_type === 'audio');
  const main = mainVideoOf(probed.streams);
  if (!main) return fail(hasAudio ? 'file-no-video' : 'file-not-media');
  const { stream: video } = main;
  const lateBySec = lateSec(video, probed);
  const lasts = positive(video.duration);
  const stated: Stated = {
    durationSec: isCutOff
      ? undefined
      : lasts === undefined
        ? (taggedSec(video) ?? positive(probed.format.duration))
        : lasts + lateBySec,
    fps: [rate(video.avg_frame_rate), rate(video.r_frame_rate)].find((fps) => fps > 0 && fps <= maxFps),
  };
  const isStated = stated.durationSec !== undefined && stated.fps !== undefined;
  const isPaceStated = !needsMeasuring(video, stated);
  const measured = mustMeasure || !isPaceStated ? await measure() : null;
  // A file too long to be read completely is described by its header.
  if (measured && !measured.ok && !isStated) return measured;
  const seen = measured?.ok ? measured.value : null;
  const { fps, isVariableFps } = frameTimingOf({ video, stated, pace, seen: isPaceStated ? null : seen });
  const times = indexed ?? seen?.times ?? null;
  const seenSec = seen && seen.lengthSec > 0 ? seen.lengthSec + lateBySec : undefined;
  const durationSec = agreed(stated.durationSec, times?.endSec ?? seenSec) ?? 0;
  if (!video.width || !video.height || !(durationSec > 0) || !(fps > 0 && Number.isFinite(fps)))
    return fail('file-not-media');

  return ok({
    kind: 'video',
    container: containerOf(probed, [video.codec_name, audio.audioCodec ?? audio.undecodableAudio[0]]),
    durationSec,
    firstFrameSec: times?.firstFrameSec ?? lateBySec,
    containerSec: positive(probed.format.duration) ?? null,
    tracksEndSec: times?.tracksEndSec ?? null,
    wrongHeaderSec: wrongHeader(video, probed, times),
    hasHiddenFrames: times?.hasHiddenFrames === true,
    hasRestarts: times?.hasRestarts === true,
    fps,
    isVariableFps,
    videoCodec: video.codec_name ?? 'unknown',
    ...audio,
    sizeChanges: [],
    ...coloursOf(video),
    ...sizeOf(video),
    isInterlaced: fieldsOf(video) === 'interlaced',
    hasMetadata: hasMetadataTags(probed),
    otherStreams: probed.streams.length - (hasAudio ? 2 : 1),
    keyframesSec: null,
    videoStream: main.index,
  });
};

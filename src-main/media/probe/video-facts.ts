/** What ffprobe printed about a clip, turned into facts. Pure but for what has to be measured. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { type Pace, steadyShare } from './frame-timing.ts';
import { audioFacts, mainAudioOf } from './main-audio.ts';
import { mainVideoOf } from './main-video.ts';
import { hasMetadataTags } from './metadata-tags.ts';
import { bitDepthOf, hasAlphaFormat, type Probed, type ProbedStream, taggedSec } from './probed.ts';

/** `30000/1001` to a number; 0 where it says nothing. */
const rate = (text: string | undefined): number => {
  const [top = 0, bottom = 1] = (text ?? '').split('/').map(Number);
  const value = top / bottom;
  return Number.isFinite(value) && value > 0 ? value : 0;
};

/** Clockwise turn that players apply. ffprobe counts its side data the other way round, older ones give a tag. */
const rotationOf = (stream: ProbedStream): SeenVideoFacts['rotationDeg'] => {
  const matrix = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? Number(stream.tags.rotate ?? 0) : -matrix;
  // Like players, ffmpeg keeps the frame as it lies where the turn is no quarter one.
  if (Math.abs(clockwise - Math.round(clockwise / 90) * 90) > 1) return 0;
  const quarter = (((Math.round(clockwise / 90) % 4) + 4) % 4) * 90;
  return quarter === 90 || quarter === 180 || quarter === 270 ? quarter : 0;
};

/** Width of a pixel divided by its height. */
const pixelShape = (text: string | undefined): number => {
  const [x = 1, y = 1] = (text ?? '1:1').split(':').map(Number);
  return x > 0 && y > 0 ? x / y : 1;
};

const webmCodecs = ['vp8', 'vp9', 'av1', 'opus', 'vorbis'];

const containerOf = ({ format }: Probed, codecs: readonly (string | undefined)[]): string => {
  const name = format.format_name ?? '';
  if (name.includes('mp4')) {
    // QuickTime files of old name no brand at all.
    const brand = format.tags.major_brand ?? 'qt';
    return brand.startsWith('qt') ? 'mov' : brand.startsWith('3g') ? '3gp' : 'mp4';
  }
  if (name.includes('matroska'))
    return codecs.every((codec) => codec === undefined || webmCodecs.includes(codec)) ? 'webm' : 'mkv';
  return name.split(',')[0] || 'unknown';
};

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

/** More than this share between two frame rates cannot be rounding. */
const steadyWithin = 0.005;

/** Beyond this a stated frame rate is a time base (1000 in recordings of a browser), not a rate. */
const maxFps = 250;

/**
 * What the frames themselves, or their tables, tell; on the clip's own clock. `endSec`: of the main pictures;
 * `tracksEndSec`: of the last track of any kind, null where not all were read; `wrongSec`: lengths in headers that contradict
 * these.
 */
export type Times = {
  readonly firstFrameSec: number;
  readonly endSec: number;
  readonly tracksEndSec: number | null;
  readonly hasHiddenFrames: boolean;
  readonly hasRestarts: boolean;
  readonly wrongSec: readonly number[];
};

/** What a look at every frame's time tells. `lengthSec`: from the first one's start to the last one's end. */
export type Measured = {
  readonly lengthSec: number;
  readonly fps: number;
  readonly oddShare?: number;
  readonly times?: Times | null;
};

type Stated = { readonly durationSec: number | undefined; readonly fps: number | undefined };

/** Matroska and streams without an index state a rate that only their first frames keep to. */
const needsMeasuring = (video: ProbedStream, stated: Stated): boolean =>
  video.nb_frames === undefined || stated.durationSec === undefined || stated.fps === undefined;

const isFar = (fps: number, nominal: number): boolean =>
  fps > 0 && nominal > 0 && Math.abs(fps - nominal) / nominal > steadyWithin;

/** `pace` is what an index says, `seen` what every frame's time says; each is null where nobody looked. */
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
    // Frames that an edit list hides count in the average that ffprobe states, so it need not be the truth.
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

/** As players show it: `shape` is the pixels', as ffprobe tells it. */
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
  // VP8 and VP9 keep it beside the pictures, where only a tag tells of it.
  const isTagged = (video.tags.alpha_mode ?? video.tags.ALPHA_MODE) === '1';
  return {
    pixelFormat,
    transfer,
    isHdr: transfer === 'smpte2084' || transfer === 'arib-std-b67',
    bitDepth: bitDepthOf(pixelFormat),
    hasAlpha: hasAlphaFormat(pixelFormat) || isTagged,
  };
};

/** `unknown` where only the frames themselves can tell. */
export const fieldsOf = ({ field_order: order }: ProbedStream): 'whole' | 'interlaced' | 'unknown' =>
  untold.includes(order) ? 'unknown' : order === 'progressive' ? 'whole' : 'interlaced';

/** Sound may begin before the pictures; until they do, players show the first one. In seconds. */
const lateSec = (video: ProbedStream, { format }: Probed): number =>
  video.start_time === undefined || format.start_time === undefined
    ? 0
    : Math.max(0, video.start_time - format.start_time);

/** Lengths further apart than this are not the same one, rounded. In seconds. */
const sameLengthSec = 0.1;

/** Of a length that a header states and one that was measured: the shorter of two that are the same, else what was measured. */
const agreed = (stated: number | undefined, measured: number | undefined): number | undefined =>
  stated === undefined || measured === undefined || Math.abs(stated - measured) > sameLengthSec
    ? (measured ?? stated)
    : Math.min(stated, measured);

/** These have no header that could say a length: ffprobe estimates one. */
const headless = /^(mpegts|mpeg|mpegvideo|m4v|h264|hevc|mjpeg)$/;

/** The length in a header that is furthest from the truth; null: none is wrong. */
const wrongHeader = (video: ProbedStream, { format }: Probed, times: Times | null): number | null => {
  if (times === null || times.hasRestarts || headless.test(format.format_name ?? '')) return null;
  const { firstFrameSec, endSec, tracksEndSec } = times;
  const told = [
    ...(video.duration === undefined ? [] : [{ sec: video.duration, isSec: endSec - firstFrameSec }]),
    ...(format.duration === undefined || tracksEndSec === null
      ? []
      : [{ sec: format.duration, isSec: tracksEndSec }]),
  ].filter(({ sec, isSec }) => Math.abs(sec - isSec) > sameLengthSec);
  const wrong = [...times.wrongSec, ...told.map(({ sec }) => sec)];
  return wrong.toSorted((a, b) => Math.abs(b - endSec) - Math.abs(a - endSec))[0] ?? null;
};

export type VideoProbe = Omit<SeenVideoFacts, 'sizeBytes'>;

/** `pace`: of the main pictures, where the file's own index tells it. */
export const videoFacts = async (request: {
  readonly probed: Probed;
  readonly measure: () => Promise<Result<Measured>>;
  readonly pace?: Pace | null;
  /** The file is shorter than it states: only what is there counts. */
  readonly isCutOff?: boolean;
  /** Which audio is used, with all that is known of it. */
  readonly audio?: ReturnType<typeof audioFacts>;
  /** What the file's own index tells. */
  readonly told?: Times | null;
  /** Nothing but the frames tells how long it is, or they have been read already. */
  readonly mustMeasure?: boolean;
}): Promise<Result<VideoProbe>> => {
  const { probed, measure, pace = null, isCutOff = false, told = null, mustMeasure = false } = request;
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
  // A file too long to be looked through is taken at its word.
  if (measured && !measured.ok && !isStated) return measured;
  const seen = measured?.ok ? measured.value : null;
  const { fps, isVariableFps } = frameTimingOf({ video, stated, pace, seen: isPaceStated ? null : seen });
  const times = told ?? seen?.times ?? null;
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

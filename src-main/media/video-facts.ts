/** What ffprobe printed about a clip, turned into facts. Pure but for what has to be measured. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import { hasAlphaFormat, type Probed, type ProbedStream } from './probed.ts';

/** `30000/1001` to a number; 0 where it says nothing. */
const rate = (text: string | undefined): number => {
  const [top = 0, bottom = 1] = (text ?? '').split('/').map(Number);
  const value = top / bottom;
  return Number.isFinite(value) && value > 0 ? value : 0;
};

/** Clockwise turn that players apply. ffprobe counts its side data the other way round, older ones give a tag. */
const rotationOf = (stream: ProbedStream): VideoFacts['rotationDeg'] => {
  const matrix = stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? Number(stream.tags.rotate ?? 0) : -matrix;
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

/** Matroska keeps a stream's length as a tag, `00:00:10.000000000`. */
const taggedSec = (stream: ProbedStream): number | undefined => {
  const mark = stream.tags.DURATION ?? stream.tags.duration;
  if (mark === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = mark.split(':').map(Number);
  const value = hours * 3600 + minutes * 60 + seconds;
  return Number.isFinite(value) && value > 0 ? value : undefined;
};

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

/** More than this share between two frame rates cannot be rounding. */
const steadyWithin = 0.005;

/** Beyond this a stated frame rate is a time base (1000 in recordings of a browser), not a rate. */
const mostFps = 250;

/** What a look at every frame's time tells. `lengthSec`: from the first one's start to the last one's end. */
export type Measured = { readonly lengthSec: number; readonly fps: number };

type Stated = { readonly durationSec: number | undefined; readonly fps: number | undefined };

/** Matroska and streams without an index state a rate that only their first frames keep to. */
const needsMeasuring = (video: ProbedStream, stated: Stated): boolean =>
  video.nb_frames === undefined || stated.durationSec === undefined || stated.fps === undefined;

const isFar = (fps: number, nominal: number): boolean =>
  fps > 0 && nominal > 0 && Math.abs(fps - nominal) / nominal > steadyWithin;

export const videoFacts = async (
  probed: Probed,
  measure: () => Promise<Result<Measured>>,
): Promise<Result<Omit<VideoFacts, 'sizeBytes' | 'sha256'>>> => {
  const sound = probed.streams.find((stream) => stream.codec_type === 'audio');
  const video = probed.streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition.attached_pic !== 1,
  );
  if (!video) return fail(sound ? 'file-no-video' : 'file-not-media');
  const average = rate(video.avg_frame_rate);
  const nominal = rate(video.r_frame_rate);
  const stated: Stated = {
    durationSec: positive(video.duration) ?? taggedSec(video) ?? positive(probed.format.duration),
    fps: [average, nominal].find((fps) => fps > 0 && fps <= mostFps),
  };
  const isStated = stated.durationSec !== undefined && stated.fps !== undefined;
  const measured = needsMeasuring(video, stated) ? await measure() : null;
  // A file too long to be looked through is taken at its word.
  if (measured && !measured.ok && !isStated) return measured;
  const seen = measured?.ok ? measured.value : null;
  const isVariableFps = isFar(average, nominal) || (seen !== null && isFar(seen.fps, stated.fps ?? seen.fps));
  const durationSec = stated.durationSec ?? seen?.lengthSec ?? 0;
  const fps = (isVariableFps ? positive(seen?.fps) : undefined) ?? stated.fps ?? seen?.fps ?? 0;
  if (!video.width || !video.height || !(durationSec > 0) || !(fps > 0 && Number.isFinite(fps)))
    return fail('file-not-media');

  const rotationDeg = rotationOf(video);
  const shape = pixelShape(video.sample_aspect_ratio);
  const shown = { width: Math.max(1, Math.round(video.width * shape)), height: video.height };
  const isTurned = rotationDeg === 90 || rotationDeg === 270;
  return ok({
    kind: 'video',
    container: containerOf(probed, [video.codec_name, sound?.codec_name]),
    durationSec,
    fps,
    isVariableFps,
    videoCodec: video.codec_name ?? 'unknown',
    pixelFormat: video.pix_fmt ?? 'unknown',
    audioCodec: sound ? (sound.codec_name ?? 'unknown') : null,
    isHdr: ['smpte2084', 'arib-std-b67'].includes(video.color_transfer ?? ''),
    isAnamorphic: Math.abs(shape - 1) > 0.001,
    width: isTurned ? shown.height : shown.width,
    height: isTurned ? shown.width : shown.height,
    rotationDeg,
    hasAlpha: hasAlphaFormat(video.pix_fmt ?? ''),
  });
};

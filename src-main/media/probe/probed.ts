/** The parts of ffprobe's output that are used; any may be missing for a broken or hostile file. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';

const number = z.coerce.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
/** Tag keys occur in any case: `rotate`, `DURATION`. */
const tags = z.record(z.string(), z.coerce.string()).catch({}).default({});

const streamSchema = z.object({
  index: number,
  codec_type: text,
  codec_name: text,
  codec_tag_string: text,
  width: number,
  height: number,
  pix_fmt: text,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  channels: number,
  sample_rate: number,
  start_time: number,
  duration: number,
  nb_frames: number,
  nb_read_packets: number,
  field_order: text,
  bits_per_raw_sample: number,
  color_transfer: text,
  color_space: text,
  color_range: text,
  disposition: z
    .object({
      ...{ attached_pic: number, default: number, timed_thumbnails: number, still_image: number },
      ...{ comment: number, visual_impaired: number },
    })
    .catch({})
    .default({}),
  side_data_list: z
    .array(z.object({ rotation: number }))
    .catch([])
    .default([]),
  tags,
});
export type ProbedStream = z.infer<typeof streamSchema>;

const probedSchema = z.object({
  streams: z.array(streamSchema).default([]),
  packets: z
    .array(
      z.object({
        stream_index: number,
        pts_time: number,
        dts_time: number,
        duration_time: number,
        pos: number,
        size: number,
        flags: text,
      }),
    )
    .default([]),
  frames: z
    .array(
      z.object({
        interlaced_frame: number,
        pts_time: number,
        best_effort_timestamp_time: number,
        pkt_dts_time: number,
        width: number,
        height: number,
        sample_aspect_ratio: text,
      }),
    )
    .default([]),
  format: z.object({ format_name: text, start_time: number, duration: number, tags }).default({ tags: {} }),
});
export type Probed = z.infer<typeof probedSchema>;

/** `printed`: the JSON text of ffprobe. */
export const parseProbed = (printed: string): Result<Probed> => {
  let json: unknown;
  try {
    json = JSON.parse(printed || '{}');
  } catch {
    return fail('file-not-media', { detail: printed.slice(0, 500) });
  }
  const parsed = probedSchema.safeParse(json);
  return parsed.success
    ? ok(parsed.data)
    : fail('file-not-media', { detail: parsed.error.message.slice(0, 500) });
};

/** Whether this pixel format, by ffmpeg's name, has an alpha channel. */
export const hasAlphaFormat = (pixelFormat: string): boolean =>
  /^(rgba|bgra|argb|abgr|ya\d|yuva|gbrap|vuya|ayuv)/.test(pixelFormat);

/** Bits per channel of a pixel format, by ffmpeg's name. */
export const bitDepthOf = (pixelFormat: string): number => {
  // rgb48 and rgba64 state the bits of the whole pixel.
  if (/^(rgb48|bgr48|rgba64|bgra64|ayuv64|ya16|gray16)/.test(pixelFormat)) return 16;
  const match = /(?:f|p0?|gray|gbrap?|y2|x2rgb|x2bgr|nv2|xyz|xv)(9|1[0246]|32)(?:le|be)$/.exec(pixelFormat);
  return match ? Number(match[1]) : 8;
};

/** Matroska stores a stream's duration as a tag, `00:00:10.000000000`. */
export const taggedSec = (stream: ProbedStream): number | undefined => {
  const mark = stream.tags.DURATION ?? stream.tags.duration;
  if (mark === undefined) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = mark.split(':').map(Number);
  const value = hours * 3600 + minutes * 60 + seconds;
  return Number.isFinite(value) && value > 0 ? value : undefined;
};

/** Tags about the container and the streams, not about people, places or devices. */
const plainKeys =
  /^(major_brand|minor_version|compatible_brands|language|vendor_id|rotate|alpha_mode|stereo_mode|duration(-.*)?|bps(-.*)?|number_of_(frames|bytes)(-.*)?|_statistics_tags(-.*)?|variant_bitrate|service_(name|provider))$/;

/** Names that programs write; a camera's name in the same tag is metadata about the user's device. */
const plainEncoders =
  /^(lav[cf]|libebml|libmatroska|mkvmerge|handbrake|qtmuxing|chrome|google|gstreamer|x26[45]|avc coding|h\.?26[45]|hevc|vp[89]|libvpx|opus|mpeg-4)/;
const plainHandlers =
  /^(video|sound|data|subtitle)handler(\0.*)?$|^\w?core media (video|audio)$|^(gpac|l-smash|mainconcept)/;
/** Values that ffmpeg itself writes where a broadcast names its station. */
const plainServices = /^(service01|ffmpeg|lav[cf].*)$/;

const isPlain = (key: string, value: string): boolean => {
  const name = key.toLowerCase();
  const text = value.trim().toLowerCase();
  if (text === '') return true;
  if (name.startsWith('service_')) return plainServices.test(text);
  if (name === 'encoder' || name === 'software') return plainEncoders.test(text);
  if (name === 'handler_name') return plainHandlers.test(text);
  return plainKeys.test(name);
};

/** Whether the tags hold more than data about the container. */
export const hasMetadataTags = ({ format, streams }: Probed): boolean =>
  [format.tags, ...streams.map(({ tags }) => tags)].some((tags) =>
    Object.entries(tags).some(([key, value]) => !isPlain(key, value)),
  );

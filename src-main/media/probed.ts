/** What ffprobe prints, as far as we read it; everything may be missing in a broken or hostile file. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';

const number = z.coerce.number().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
/** Keys of tags come in any case: `rotate`, `DURATION`. */
const tags = z.record(z.string(), z.coerce.string()).catch({}).default({});

const streamSchema = z.object({
  codec_type: text,
  codec_name: text,
  width: number,
  height: number,
  pix_fmt: text,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  duration: number,
  nb_frames: number,
  nb_read_packets: number,
  color_transfer: text,
  color_space: text,
  color_range: text,
  disposition: z.object({ attached_pic: number }).catch({}).default({}),
  side_data_list: z
    .array(z.object({ rotation: number }))
    .catch([])
    .default([]),
  tags,
});
export type ProbedStream = z.infer<typeof streamSchema>;

const probedSchema = z.object({
  streams: z.array(streamSchema).default([]),
  packets: z.array(z.object({ pts_time: number, duration_time: number })).default([]),
  format: z.object({ format_name: text, duration: number, tags }).default({ tags: {} }),
});
export type Probed = z.infer<typeof probedSchema>;

/** `printed`: the JSON text of ffprobe. */
export const parseProbed = (printed: string): Result<Probed> => {
  let json: unknown;
  try {
    json = JSON.parse(printed || '{}');
  } catch {
    return fail('file-not-media', { detail: 'ffprobe printed no JSON' });
  }
  const parsed = probedSchema.safeParse(json);
  return parsed.success
    ? ok(parsed.data)
    : fail('file-not-media', { detail: parsed.error.message.slice(0, 500) });
};

/** Whether pixels of this format, by ffmpeg's name for it, may be transparent. */
export const hasAlphaFormat = (pixelFormat: string): boolean =>
  /^(rgba|bgra|argb|abgr|ya|yuva|gbrap)/.test(pixelFormat);

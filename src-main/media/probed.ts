/** What ffprobe prints, as far as we read it; everything may be missing in a broken or hostile file. */
import { z } from 'zod';

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
  disposition: z.object({ attached_pic: number }).catch({}).default({}),
  side_data_list: z
    .array(z.object({ rotation: number }))
    .catch([])
    .default([]),
  tags,
});
export type ProbedStream = z.infer<typeof streamSchema>;

export const probedSchema = z.object({
  streams: z.array(streamSchema).default([]),
  packets: z.array(z.object({ pts_time: number, duration_time: number })).default([]),
  format: z.object({ format_name: text, duration: number, tags }).default({ tags: {} }),
});
export type Probed = z.infer<typeof probedSchema>;

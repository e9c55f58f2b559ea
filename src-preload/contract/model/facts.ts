/** Facts: what probing a file found. Sizes are as displayed: rotation and pixel shape are already applied. */
import { z } from 'zod';

const common = {
  sizeBytes: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise turn that the file asks players for; already applied to width and height. */
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  hasAlpha: z.boolean(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
};

export const imageFactsSchema = z.object({
  kind: z.literal('image'),
  /** What the content is, whatever the name says: `jpg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `avif`, `heic` ... */
  container: z.string(),
  isAnimated: z.boolean(),
  ...common,
});
export type ImageFacts = z.infer<typeof imageFactsSchema>;

export const videoFactsSchema = z.object({
  kind: z.literal('video'),
  /** `mp4`, `mov`, `webm`, `mkv`, `avi` ... */
  container: z.string(),
  durationSec: z.number().positive(),
  /** Average frames per second. */
  fps: z.number().positive(),
  isVariableFps: z.boolean(),
  videoCodec: z.string(),
  pixelFormat: z.string(),
  audioCodec: z.string().nullable(),
  isHdr: z.boolean(),
  /** True where a pixel is not square in the file; width is already corrected. */
  isAnamorphic: z.boolean(),
  ...common,
});
export type VideoFacts = z.infer<typeof videoFactsSchema>;

export const factsSchema = z.discriminatedUnion('kind', [imageFactsSchema, videoFactsSchema]);
export type Facts = z.infer<typeof factsSchema>;

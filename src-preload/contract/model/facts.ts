/**
 * Facts: the result of probing a file. Sizes are as displayed: rotation and pixel aspect ratio are already applied.
 */
import { z } from 'zod';

const common = {
  sizeBytes: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise rotation stored in the file; already applied to width and height. */
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  hasAlpha: z.boolean(),
};
/** Of the whole file. Hashing a large file takes seconds, so it is computed last. */
const hash = { sha256: z.string().regex(/^[0-9a-f]{64}$/) };

/** Known immediately, before the whole file has been read. */
export const seenImageFactsSchema = z.object({
  kind: z.literal('image'),
  /**
   * Type of the content, independent of the file name: `jpg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `avif`, `heic` ...
   */
  container: z.string(),
  isAnimated: z.boolean(),
  /** Bits per channel: 8, or 16 in some PNG and TIFF. */
  bitDepth: z.int().positive().default(8),
  /** CMYK colours, which few decoders display correctly. */
  isCmyk: z.boolean().default(false),
  /** True where the orientation tag mirrors the image, before the rotation. */
  isMirrored: z.boolean().default(false),
  /** Has metadata with a location, a device, dates or similar. */
  hasMetadata: z.boolean().default(false),
  ...common,
});
export type SeenImageFacts = z.infer<typeof seenImageFactsSchema>;
export const imageFactsSchema = seenImageFactsSchema.extend(hash);
export type ImageFacts = z.infer<typeof imageFactsSchema>;

export const seenVideoFactsSchema = z.object({
  kind: z.literal('video'),
  /** `mp4`, `mov`, `webm`, `mkv`, `avi` ... */
  container: z.string(),
  /**
   * End of the last frame, on the video's timeline that starts at 0. Measured from the frames or the sample tables;
   * the header is used only where neither can be read.
   */
  durationSec: z.number().positive(),
  /** Start of the first frame: audio may begin before it. */
  firstFrameSec: z.number().nonnegative().default(0),
  /** Duration of the whole file according to its header (ffprobe's `format=duration`); null: not stated. */
  containerSec: z.number().positive().nullable().default(null),
  /** End of the last track of any kind; null: unknown. */
  tracksEndSec: z.number().positive().nullable().default(null),
  /**
   * A duration in a header that contradicts the stored samples; of several, the one with the largest difference.
   * null: none.
   */
  wrongHeaderSec: z.number().nonnegative().nullable().default(null),
  /** Has frames hidden by an edit list, which readers without support for edit lists show and count. */
  hasHiddenFrames: z.boolean().default(false),
  /** Timestamps restart inside the file, as in files joined byte by byte. */
  hasRestarts: z.boolean().default(false),
  /** Average frames per second. */
  fps: z.number().positive(),
  isVariableFps: z.boolean(),
  videoCodec: z.string(),
  pixelFormat: z.string(),
  /** Of the selected audio track; null: there is none that can be decoded. */
  audioCodec: z.string().nullable(),
  /** The selected audio track: ffmpeg's `0:a:<n>`. */
  audioStream: z.int().nonnegative().default(0),
  /** null: not stated in the file. */
  audioChannels: z.int().positive().nullable().default(null),
  /** Sample rate; null: not stated in the file. */
  audioRateHz: z.int().positive().nullable().default(null),
  /** Start and end of that track, on the video's timeline that starts at 0; null: unknown. */
  audioSec: z.object({ startSec: z.number(), endSec: z.number() }).nullable().default(null),
  /** Codecs of the audio tracks, where none of them can be decoded; `unknown` where ffprobe has no name for one. */
  undecodableAudio: z.array(z.string()).default([]),
  /** PQ or HLG, see `transfer`. */
  isHdr: z.boolean(),
  /**
   * Transfer characteristics, as ffprobe names them: `bt709`, `smpte2084` (PQ), `arib-std-b67` (HLG); null: not
   * stated in the file.
   */
  transfer: z.string().nullable().default(null),
  bitDepth: z.int().positive().default(8),
  isInterlaced: z.boolean().default(false),
  /** Has metadata with a location, a device, a title or similar. */
  hasMetadata: z.boolean().default(false),
  /** The video track that players show, counted from 0 without cover art: ffmpeg's `0:V:<n>`. */
  videoStream: z.int().nonnegative().default(0),
  /** Tracks besides the selected video and audio: cover art, second cameras, subtitles, telemetry. */
  otherStreams: z.int().nonnegative().default(0),
  /**
   * Keyframes at which a stream copy may begin, ascending, on the video's timeline that starts at 0; null: unknown,
   * or too many to list.
   */
  keyframesSec: z.array(z.number()).nullable().default(null),
  /**
   * Changes of the frame size inside the video track, ascending, with the new size as displayed. `width` and `height`
   * are those at the beginning.
   */
  sizeChanges: z
    .array(z.object({ atSec: z.number().positive(), width: z.int().positive(), height: z.int().positive() }))
    .default([]),
  /** True for non-square pixels; `width` is already corrected. */
  isAnamorphic: z.boolean(),
  ...common,
});
export type SeenVideoFacts = z.infer<typeof seenVideoFactsSchema>;
export const videoFactsSchema = seenVideoFactsSchema.extend(hash);
export type VideoFacts = z.infer<typeof videoFactsSchema>;

export const seenFactsSchema = z.discriminatedUnion('kind', [seenImageFactsSchema, seenVideoFactsSchema]);
export type SeenFacts = z.infer<typeof seenFactsSchema>;
export const factsSchema = z.discriminatedUnion('kind', [imageFactsSchema, videoFactsSchema]);
export type Facts = z.infer<typeof factsSchema>;

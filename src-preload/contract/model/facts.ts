/** Facts: what probing a file found. Sizes are as displayed: rotation and pixel shape are already applied. */
import { z } from 'zod';

const common = {
  sizeBytes: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise turn that the file asks players for; already applied to width and height. */
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  hasAlpha: z.boolean(),
};
/** Of the whole content. Reading a large file takes seconds, so it comes after everything else. */
const hash = { sha256: z.string().regex(/^[0-9a-f]{64}$/) };

/** What is known at once, before the whole file has been read. */
export const seenImageFactsSchema = z.object({
  kind: z.literal('image'),
  /** What the content is, whatever the name says: `jpg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `avif`, `heic` ... */
  container: z.string(),
  isAnimated: z.boolean(),
  /** Bits of one colour of one pixel: 8, or 16 in some PNG and TIFF. */
  bitDepth: z.int().positive().default(8),
  /** Colours made for print, which few decoders show right. */
  isCmyk: z.boolean().default(false),
  /** True where the file asks to be shown as in a mirror, before it is turned. */
  isMirrored: z.boolean().default(false),
  /** Carries a place, a device, dates or other notes beside the picture. */
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
   * When the last frame ends, on the clip's own clock that starts at 0. Measured where the frames or their tables can be
   * read; a header is believed only where neither can.
   */
  durationSec: z.number().positive(),
  /** When the first frame is shown: audio may begin before it. */
  firstFrameSec: z.number().nonnegative().default(0),
  /** What readers of the header take for the length of the whole file (ffprobe's `format=duration`); null: it states none. */
  containerSec: z.number().positive().nullable().default(null),
  /** When the last track of any kind ends; null: not known. */
  tracksEndSec: z.number().positive().nullable().default(null),
  /** A length in a header that contradicts what is stored; of several, the one that is furthest off. null: none does. */
  wrongHeaderSec: z.number().nonnegative().nullable().default(null),
  /** Holds frames that an edit list hides, which readers that overlook the list show and count. */
  hasHiddenFrames: z.boolean().default(false),
  /** Timestamps start again inside the file, as in files joined byte by byte. */
  hasRestarts: z.boolean().default(false),
  /** Average frames per second. */
  fps: z.number().positive(),
  isVariableFps: z.boolean(),
  videoCodec: z.string(),
  pixelFormat: z.string(),
  /** Of the audio track that is used; null: there is none that can be decoded. */
  audioCodec: z.string().nullable(),
  /** Which audio track is used: ffmpeg's `0:a:<n>`. */
  audioStream: z.int().nonnegative().default(0),
  /** null: the file does not say. */
  audioChannels: z.int().positive().nullable().default(null),
  /** Samples a second; null: the file does not say. */
  audioRateHz: z.int().positive().nullable().default(null),
  /** When that track begins and ends, on the clip's own clock that starts at 0; null: not known. */
  audioSec: z.object({ startSec: z.number(), endSec: z.number() }).nullable().default(null),
  /** Codecs of the audio tracks, where none of them can be decoded here; `unknown` where ffprobe has no name for one. */
  undecodableAudio: z.array(z.string()).default([]),
  /** PQ or HLG, see `transfer`. */
  isHdr: z.boolean(),
  /** How numbers become light, as ffprobe names it: `bt709`, `smpte2084` (PQ), `arib-std-b67` (HLG); null: the file does not say. */
  transfer: z.string().nullable().default(null),
  bitDepth: z.int().positive().default(8),
  isInterlaced: z.boolean().default(false),
  /** Carries a place, a device, a title or other notes. */
  hasMetadata: z.boolean().default(false),
  /** Which of the clip's picture tracks players show, counted from 0 without cover art: ffmpeg's `0:V:<n>`. */
  videoStream: z.int().nonnegative().default(0),
  /** Tracks beside the main pictures and the main sound: cover art, second cameras, subtitles, telemetry. */
  otherStreams: z.int().nonnegative().default(0),
  /** Where a copy without encoding may begin, ascending, on the clip's own clock that starts at 0; null: not known, or too many to list. */
  keyframesSec: z.array(z.number()).nullable().default(null),
  /**
   * Where the frame size changes inside the video track, ascending, with the size from then on, as displayed. `width` and
   * `height` are those of the beginning.
   */
  sizeChanges: z
    .array(z.object({ atSec: z.number().positive(), width: z.int().positive(), height: z.int().positive() }))
    .default([]),
  /** True where a pixel is not square in the file; width is already corrected. */
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

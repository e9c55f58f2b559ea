/** The plan: what will be done to make two files fit, and why. A value; the runner only follows it. */
import { z } from 'zod';
import { trimSchema } from './choices.ts';

export const reasonCodes = [
  'image-format',
  'image-too-large',
  'image-side-too-short',
  'image-side-too-long',
  'image-aspect',
  'image-animated',
  'image-rotated',
  'image-colours',
  'image-metadata',
  'video-format',
  'video-codec',
  'video-pixel-format',
  'video-too-large',
  'video-side-too-short',
  'video-side-too-long',
  'video-aspect',
  'video-not-square-pixels',
  'video-rotated',
  'video-odd-side',
  'video-variable-fps',
  'video-hdr',
  'video-interlaced',
  'video-fps',
  'video-size-changes',
  'video-metadata',
  'video-extra-streams',
  'video-duration-header',
  'video-tracks-uneven',
  'video-starts-late',
  'video-hidden-frames',
  'video-timestamps-restart',
  'video-too-short',
  'video-too-long',
  'video-trimmed',
  'trim-too-short',
  'trim-too-long',
  'trim-past-end',
  'sound-off',
  'audio-codec',
  'audio-undecodable',
  'audio-absent-in-selection',
  'output-fixed',
  'prompt-too-long',
  'prompt-unavailable',
  'negative-prompt-too-long',
  'negative-prompt-unavailable',
] as const;
export const reasonCodeSchema = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

export const reasonSchema = z.object({
  code: reasonCodeSchema,
  subject: z.enum(['image', 'video', 'prompt']),
  /** Whether the plan mends it, the run cannot go on with it, or it is only worth knowing. */
  severity: z.enum(['mended', 'blocking', 'notice']),
  /** What the provider takes, in words and figures with units: `10 s`, `340 px`, `mp4, mov`. */
  limit: z.string(),
  actual: z.string(),
  source: z.string(),
});
export type Reason = z.infer<typeof reasonSchema>;

const because = { because: z.array(reasonCodeSchema) };
const size = { width: z.int().positive(), height: z.int().positive() };
const turn = z.object({
  kind: z.literal('turn'),
  /** Clockwise; a mirrored picture is mirrored left to right first. */
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  isMirrored: z.boolean(),
  ...because,
});
/** The part of the upright picture that stays, in its pixels, before any scaling. */
const crop = z.object({
  kind: z.literal('crop'),
  x: z.int().nonnegative(),
  y: z.int().nonnegative(),
  ...size,
  ...because,
});
/** What is drawn stands in the middle of a canvas of this size. */
const pad = z.object({
  kind: z.literal('pad'),
  edge: z.enum(['blur', 'plain']).default('plain'),
  ...size,
  ...because,
});

export const imageStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  /** Notes beside the picture are taken out; the picture itself stays as it is, bit for bit. */
  z.object({ kind: z.literal('strip'), ...because }),
  turn,
  crop,
  /** The picture itself is drawn at this size. */
  z.object({ kind: z.literal('scale'), ...size, ...because }),
  pad,
  z.object({ kind: z.literal('encode'), container: z.enum(['jpg', 'png']), maxBytes: z.int(), ...because }),
]);
export type ImageStep = z.infer<typeof imageStepSchema>;

export const videoStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  /** The container, its notes, the audio or the set of tracks change; pictures are copied as they are. */
  z.object({
    kind: z.literal('remux'),
    container: z.literal('mp4'),
    /** `aac`: encoded anew, as stereo of 48 kHz at most. */
    audio: z.enum(['copy', 'aac', 'none']),
    /** Where the copy comes out larger, or not on the chosen frames, it is encoded instead; null: any size will do. */
    maxBytes: z.int().nullable().default(null),
    ...because,
  }),
  /** Followed by `remux`, a cut at a key frame, of which pictures are copied; followed by `encode`, a cut anywhere. */
  z.object({ kind: z.literal('cut'), startSec: z.number(), endSec: z.number(), ...because }),
  z.object({ kind: z.literal('deinterlace'), ...because }),
  /** Every frame is drawn as large as this frame allows, in its own shape, with black around it. Comes before all others. */
  z.object({ kind: z.literal('letterbox'), ...size, ...because }),
  turn,
  crop,
  z.object({ kind: z.literal('scale'), ...size, ...because }),
  pad,
  z.object({ kind: z.literal('tone-map'), ...because }),
  z.object({
    kind: z.literal('encode'),
    videoCodec: z.literal('h264'),
    fps: z.number().positive(),
    audio: z.enum(['aac', 'none']),
    /** Never above this, pictures and sound and container together. */
    maxBytes: z.int(),
    ...because,
  }),
]);
export type VideoStep = z.infer<typeof videoStepSchema>;

export const planSchema = z.object({
  verdict: z.enum(['ready', 'fixable', 'impossible']),
  reasons: z.array(reasonSchema),
  image: z.object({ steps: z.array(imageStepSchema) }),
  video: z.object({ steps: z.array(videoStepSchema) }),
  /** The part of the clip that is sent. */
  window: trimSchema,
  /** Sizes are upper bounds where something is encoded. */
  expected: z.object({ imageBytes: z.int(), videoBytes: z.int(), outputSec: z.number() }),
});
export type Plan = z.infer<typeof planSchema>;

/** The plan: what will be done to make two files fit, and why. Pure data; the executor only follows it. */
import { z } from 'zod';
import { trimSchema } from './choices.ts';

export const reasonCodes = [
  /** The model does not take the image's container. */
  'image-format',
  /** The image's file is over the model's size limit. */
  'image-too-large',
  /** The image's shorter side is under the model's minimum. */
  'image-side-too-short',
  /** The image's longer side is over the model's maximum. */
  'image-side-too-long',
  /** The image's aspect ratio is outside the model's range. */
  'image-aspect',
  /** The image has several frames; the first is sent. */
  'image-animated',
  /** The image is stored rotated or mirrored. */
  'image-rotated',
  /** The image is CMYK, or has more than 8 bits per channel (bpc). */
  'image-colours',
  /** The image carries metadata. */
  'image-metadata',
  /** The model does not take the video's container. */
  'video-format',
  /** The model does not take the video's codec. */
  'video-codec',
  /** The pixel format is not yuv420p, or has transparency. */
  'video-pixel-format',
  /** The part that is sent is over the model's size limit. */
  'video-too-large',
  /** The video's shorter side is under the model's minimum. */
  'video-side-too-short',
  /** The video's longer side is over the model's maximum. */
  'video-side-too-long',
  /** The video's aspect ratio is outside the model's range. */
  'video-aspect',
  /** The sample aspect ratio is not 1:1. */
  'video-not-square-pixels',
  /** The video is stored rotated. */
  'video-rotated',
  /** Width or height is odd, which yuv420p cannot hold. */
  'video-odd-side',
  /** The frame rate varies. */
  'video-variable-fps',
  /** The video is HDR. */
  'video-hdr',
  /** The video is interlaced. */
  'video-interlaced',
  /** The frame rate is over 60 frames a second. */
  'video-fps',
  /** Frames in the selection have several sizes. */
  'video-size-changes',
  /** The video carries metadata. */
  'video-metadata',
  /** The file has more than one video and one audio track. */
  'video-extra-streams',
  /** The header's duration is not that of the frames. */
  'video-duration-header',
  /** A track, or the container, ends later than the video. */
  'video-tracks-uneven',
  /** The selection starts before the first frame is shown. */
  'video-starts-late',
  /** An edit list hides frames that are still in the file. */
  'video-hidden-frames',
  /** Timestamps start again inside the file; blocking where no reader can repair it. */
  'video-timestamps-restart',
  /** Blocking: the whole video is under the model's minimum length. */
  'video-too-short',
  /** The whole video is over the model's maximum length. */
  'video-too-long',
  /** The user selected a part of the video. */
  'video-trimmed',
  /** Blocking: the selection is under the model's minimum length. */
  'trim-too-short',
  /** The selection is over the model's maximum length. */
  'trim-too-long',
  /** The selection ends after the video. */
  'trim-past-end',
  /** The user turned audio off. */
  'audio-off',
  /** The audio's codec, channels or sample rate are not sent as they are. */
  'audio-codec',
  /** ffmpeg has no decoder for any of the audio tracks. */
  'audio-undecodable',
  /** Notice: the selection holds no audio, although the video has some. */
  'audio-absent-in-selection',
  /** Notice: the provider documents a fixed length of the result in this orientation, against Kling's own rules. */
  'output-fixed',
  /** Blocking: the prompt is over the model's limit. */
  'prompt-too-long',
  /** Blocking: the model takes no prompt. */
  'prompt-unavailable',
  /** Blocking: the negative prompt is over the model's limit. */
  'negative-prompt-too-long',
  /** Blocking: the model takes no negative prompt. */
  'negative-prompt-unavailable',
] as const;
export const reasonCodeSchema = z.enum(reasonCodes);
export type ReasonCode = z.infer<typeof reasonCodeSchema>;

/** Sources of limits that no provider states: this program's care for every reader, the user's choice, and the file. */
export const reasonSources = ['compatibility-rule', 'own-choice', 'video-itself'] as const;
export type ReasonSource = (typeof reasonSources)[number];

export const reasonSchema = z.object({
  code: reasonCodeSchema,
  subject: z.enum(['image', 'video', 'prompt']),
  /** The plan fixes it, it prevents the run, or it is information only. */
  severity: z.enum(['mended', 'blocking', 'notice']),
  /**
   * What the provider accepts, and what the file has: figures with units (`10 s`, `340 px`, `60 fps`) and names of formats
   * (`mp4, mov`, `CMYK`), never words of a language; empty where the code says everything.
   */
  limit: z.string(),
  actual: z.string(),
  /** One of `reasonSources`, or the name of the document that states the limit. */
  source: z.string(),
});
export type Reason = z.infer<typeof reasonSchema>;

const because = { because: z.array(reasonCodeSchema) };
const size = { width: z.int().positive(), height: z.int().positive() };
const turn = z.object({
  kind: z.literal('turn'),
  /** Clockwise; a mirrored image is first mirrored left to right. */
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  isMirrored: z.boolean(),
  ...because,
});
/** The part of the upright image that is kept, in its pixels, before any scaling. */
const crop = z.object({
  kind: z.literal('crop'),
  x: z.int().nonnegative(),
  y: z.int().nonnegative(),
  ...size,
  ...because,
});
/** The image is centred on a canvas of this size. */
const pad = z.object({
  kind: z.literal('pad'),
  edge: z.enum(['blur', 'plain']).default('plain'),
  ...size,
  ...because,
});

export const imageStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  /** Metadata is removed; the image data stays the same, bit for bit. */
  z.object({ kind: z.literal('strip'), ...because }),
  turn,
  crop,
  /** The image itself is scaled to this size. */
  z.object({ kind: z.literal('scale'), ...size, ...because }),
  pad,
  z.object({ kind: z.literal('encode'), container: z.enum(['jpg', 'png']), maxBytes: z.int(), ...because }),
]);
export type ImageStep = z.infer<typeof imageStepSchema>;

export const videoStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  /** The container, its metadata, the audio or the set of tracks change; the video track is copied. */
  z.object({
    kind: z.literal('remux'),
    container: z.literal('mp4'),
    /** `aac`: transcoded, as stereo at 48 kHz at most. */
    audio: z.enum(['copy', 'aac', 'none']),
    /**
     * Where the copy is larger, or does not start and end on the chosen frames, the video is encoded instead; null:
     * no maximum.
     */
    maxBytes: z.int().nullable().default(null),
    ...because,
  }),
  /**
   * Followed by `remux`: a cut at a keyframe, with the video track copied; followed by `encode`: a cut at any frame.
   */
  z.object({ kind: z.literal('cut'), startSec: z.number(), endSec: z.number(), ...because }),
  z.object({ kind: z.literal('deinterlace'), ...because }),
  /**
   * Every frame is scaled to fit this frame, keeping its aspect ratio, with black around it. Comes before all others.
   */
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
    /** Maximum of video, audio and container together. */
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
  /** The part of the video that is sent. */
  window: trimSchema,
  /** Sizes are upper bounds where something is encoded. */
  expected: z.object({ imageBytes: z.int(), videoBytes: z.int(), outputSec: z.number() }),
});
export type Plan = z.infer<typeof planSchema>;

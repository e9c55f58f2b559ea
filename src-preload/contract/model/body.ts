/** What pose detection found in an image or in samples of a video: people, their joints, and the findings about them. */
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** In the order of the model's output (COCO). Left and right are the person's own. */
export const joints = [
  'nose',
  'leftEye',
  'rightEye',
  'leftEar',
  'rightEar',
  'leftShoulder',
  'rightShoulder',
  'leftElbow',
  'rightElbow',
  'leftWrist',
  'rightWrist',
  'leftHip',
  'rightHip',
  'leftKnee',
  'rightKnee',
  'leftAnkle',
  'rightAnkle',
] as const;
export type Joint = (typeof joints)[number];

/** x and y as fractions of the frame, which may be outside 0..1, and the score 0..1. */
const jointSchema = z.tuple([z.number(), z.number(), share]);

export const personSchema = z.object({
  score: share,
  /** Fractions of the frame, clipped to it. */
  box: z.object({ x: share, y: share, width: share, height: share }),
  /** One entry for each of `joints`, in their order. */
  joints: z.array(jointSchema).length(joints.length),
});
export type Person = z.infer<typeof personSchema>;

/** People of one frame, the most certain first. */
export const bodySampleSchema = z.object({ atSec: z.number().nonnegative(), people: z.array(personSchema) });
export type BodySample = z.infer<typeof bodySampleSchema>;

export const bodySchema = z.object({
  /** Display size of the image or video, which the fractions refer to. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** One sample at 0 for an image; ascending times for a video. */
  samples: z.array(bodySampleSchema).min(1),
  /** Time from one sample to the next; null for an image. */
  stepSec: z.number().positive().nullable(),
});
export type Body = z.infer<typeof bodySchema>;

/** The lowest part of the body that is visible. `bust`: head or shoulders only. `none`: no person. */
export const bodyLevelSchema = z.enum(['full', 'knees', 'upper', 'bust', 'none']);
export type BodyLevel = z.infer<typeof bodyLevelSchema>;

export const bodyFindingCodeSchema = z.enum([
  /** No person was found. */
  'nobody',
  /** Something like a person was found, with a low score. */
  'unsure',
  'several-people',
  'head-missing',
  /** Head and shoulders without hips. */
  'bust-only',
  /** Shoulders or hips are missing although it is not a bust. */
  'upper-body-incomplete',
  /** Knees or ankles are not in the frame. */
  'legs-missing',
  /** One half of the body is outside of the frame. */
  'cut-at-side',
  /** The person takes less than 5 % of the frame. */
  'too-small',
  /** Without a person for part of the selection. */
  'leaves-frame',
  /** Full body in one part and upper body in another. */
  'framing-changes',
  /** The torso is nearer to horizontal than to vertical. */
  'sideways',
  'too-fast',
  'hardly-moves',
]);
export type BodyFindingCode = z.infer<typeof bodyFindingCodeSchema>;

export const bodyFindingSchema = z.object({
  code: bodyFindingCodeSchema,
  /** Share of the samples, or of the frame for `too-small`. */
  share: share.optional(),
  /** The longest stretch with this finding; absent for an image or where it holds for the whole selection. */
  fromSec: z.number().nonnegative().optional(),
  toSec: z.number().nonnegative().optional(),
});
export type BodyFinding = z.infer<typeof bodyFindingSchema>;

/** A finding, or that image and video show the body differently. */
export type BodyAdvice = Omit<BodyFinding, 'code'> & { readonly code: BodyFindingCode | 'framing-differs' };

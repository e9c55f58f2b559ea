/** Types of files to be sent, which media, delivery, jobs, providers and library exchange. */
import type { Choices } from '#contract/model/choices.ts';
import type { ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ImageLimits, ModelSpec, VideoLimits } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';

/** A fitted file on this machine. */
export type LocalFile = {
  readonly path: string;
  /** File name to offer the provider: contains nothing about the machine or its user. */
  readonly name: string;
  readonly contentType: 'image/jpeg' | 'image/png' | 'video/mp4' | 'video/quicktime';
  readonly sizeBytes: number;
  readonly sha256: string;
};

/** Both files of a job, ready to be sent. */
export type FittedFiles = { readonly image: LocalFile; readonly video: LocalFile };

/** A file as the provider receives it: a link it can read, its bytes, or a local path for the offline model. */
export type Delivered =
  | {
      readonly kind: 'link';
      readonly url: string;
      /** ISO time; null: unknown. */
      readonly expiresAt: string | null;
      readonly via: 'fal-storage' | 'bucket' | 'pasted-link';
    }
  /** The file is read and encoded when the request is made, so no job record holds its content. */
  | {
      readonly kind: 'inline';
      readonly path: string;
      readonly contentType: LocalFile['contentType'];
      readonly form: 'data-uri' | 'base64';
    }
  | { readonly kind: 'local'; readonly path: string };

/** What a model accepts; `maxSec`: for the chosen orientation. */
export type FitLimits = {
  readonly image: ImageLimits;
  readonly video: VideoLimits;
  readonly maxSec: number;
};

export const fitLimits = (
  { image, video }: Pick<ModelSpec, 'image' | 'video'>,
  { orientation }: Pick<Choices, 'orientation'>,
): FitLimits => ({ image, video, maxSec: video.maxSec[orientation].value });

/** `fraction`: 0 to 1; null: unknown. */
export type Progress = { readonly onProgress: (fraction: number | null) => void };

export type FitRequest = {
  readonly image: { readonly path: string; readonly facts: ImageFacts };
  readonly video: { readonly path: string; readonly facts: VideoFacts };
  readonly plan: Plan;
  /** The finished files are verified against these. */
  readonly limits: FitLimits;
  /** Created if missing. Only finished files remain in it. */
  readonly folder: string;
  readonly signal: AbortSignal;
} & Progress;

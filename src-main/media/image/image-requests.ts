/** Requests to the image process, and its replies. Replies are parsed, because the image process reads untrusted files. */
import { z } from 'zod';
import type { ImageStep } from '#contract/model/plan.ts';

/** Containers that the image process decodes. */
export type DecodedContainer = 'jpg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic';

export type ImageFile = { readonly path: string; readonly container: DecodedContainer };

export type DrawTarget =
  /** The best quality that is within `maxBytes`. */
  | { readonly kind: 'fit'; readonly container: 'jpg' | 'png'; readonly maxBytes: number }
  /** One encoding at preview quality. */
  | { readonly kind: 'preview'; readonly container: 'jpg' | 'png' }
  /** Uncompressed RGB, 8 bits a channel; transparency is on grey. */
  | { readonly kind: 'pixels' };

export type DrawRequest = ImageFile & {
  /** The upright size and the transparency that the steps were planned with. */
  readonly facts: { readonly width: number; readonly height: number; readonly hasAlpha: boolean };
  readonly steps: readonly ImageStep[];
  readonly target: DrawTarget;
};

export type TextRequest = {
  /** Any text: it is drawn in one line, and markup in it is not interpreted. */
  readonly text: string;
  /** Type sizes: a text that is too wide is drawn smaller, and in the smallest size ends in … */
  readonly maxEmPx: number;
  readonly minEmPx: number;
  /** Of the plate on which the text is drawn. */
  readonly maxWidthPx: number;
};

export type ImageRequest =
  | ({ readonly kind: 'facts' } & ImageFile)
  | ({ readonly kind: 'draw' } & DrawRequest)
  | ({ readonly kind: 'text' } & TextRequest);

export const decodedFactsSchema = z.object({
  /** As displayed, after rotation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  rotationDeg: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  isMirrored: z.boolean(),
  bitDepth: z.number().int(),
  isCmyk: z.boolean(),
  hasAlpha: z.boolean(),
  isAnimated: z.boolean(),
  hasMetadata: z.boolean(),
});
export type DecodedFacts = z.infer<typeof decodedFactsSchema>;

export const drawnSchema = z.object({ bytes: z.instanceof(Uint8Array) });

/** A PNG with transparency, and its size in pixels. */
const drawnTextSchema = z.object({
  bytes: z.instanceof(Uint8Array),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type DrawnText = z.infer<typeof drawnTextSchema>;
/** null: the text has no visible character, or there is no room for even one. */
export const textReplySchema = drawnTextSchema.nullable();

/** `detail`: the library's error message, verbatim. */
export const failureSchema = z.discriminatedUnion('reason', [
  /** The file is no image of its container, or damaged. */
  z.object({ reason: z.literal('unreadable'), detail: z.string() }),
  /** More pixels than are decoded. */
  z.object({ reason: z.literal('too-large'), width: z.number(), height: z.number() }),
  /** A library is not installed or cannot be loaded. */
  z.object({
    reason: z.literal('library-missing'),
    library: z.enum(['sharp', 'libheif-js']),
    detail: z.string(),
  }),
  /** The text was not drawn: the font is missing, or Pango failed. */
  z.object({ reason: z.literal('text-failed'), detail: z.string() }),
  /** No quality and no size is within the limit. */
  z.object({ reason: z.literal('over-limit'), maxBytes: z.number() }),
]);
export type ImageFailure = z.infer<typeof failureSchema>;

/** Larger images are refused: by side, the limit of graphics hardware, or by number of pixels. */
const maxSidePx = 16_384;
export const maxPixels = 200_000_000;

export const isTooLarge = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  Math.max(width, height) > maxSidePx || width * height > maxPixels;

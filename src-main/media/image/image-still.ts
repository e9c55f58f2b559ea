/** A small copy of an image for display: not every browser can show HEIC, TIFF and others. */
import type { Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import type { ImageDecoder } from './image-decoder.ts';
import { withImageFile } from './image-input.ts';

type StillRequest = {
  readonly path: string;
  readonly facts: SeenImageFacts;
  /** The longer side at most; a smaller image keeps its size. */
  readonly sidePx: number;
  readonly signal: AbortSignal;
};

/** Returns a JPEG, or a PNG where the image has transparency; upright, without metadata. */
export const createImageStill =
  (ffmpeg: Ffmpeg, images: ImageDecoder) =>
  ({ path, facts, sidePx, signal }: StillRequest): Promise<Result<Uint8Array>> => {
    const share = Math.min(1, sidePx / Math.max(facts.width, facts.height));
    const side = (length: number) => Math.max(1, Math.round(length * share));
    const scale = {
      kind: 'scale' as const,
      width: side(facts.width),
      height: side(facts.height),
      because: [],
    };
    return withImageFile({ ffmpeg, path, facts, signal }, (file) =>
      images.draw(
        {
          ...file,
          facts,
          steps: share < 1 ? [scale] : [],
          target: { kind: 'preview', container: facts.hasAlpha ? 'png' : 'jpg' },
        },
        signal,
      ),
    );
  };

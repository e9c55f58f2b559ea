/** A failure that the image process reports, thrown where it is found. */
import type { ImageFailure } from './image-requests.ts';

export class ImageError extends Error {
  readonly failure: ImageFailure;
  constructor(failure: ImageFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

/** A library that is not installed or does not load. */
export const libraryMissing = (
  library: Extract<ImageFailure, { reason: 'library-missing' }>['library'],
  cause: unknown,
): ImageError =>
  new ImageError({
    reason: 'library-missing',
    library,
    detail: cause instanceof Error ? cause.message : '',
  });

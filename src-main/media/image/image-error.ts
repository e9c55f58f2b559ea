/** A failure that the image process reports, thrown where it is found. */
import type { ImageFailure } from './image-requests.ts';

export class ImageError extends Error {
  readonly failure: ImageFailure;
  constructor(failure: ImageFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

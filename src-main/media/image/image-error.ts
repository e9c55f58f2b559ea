/** A failure that the image process answers with, thrown where it is found. */
import type { ImageFailure } from './image-requests.ts';

export class ImageError extends Error {
  readonly reason: ImageFailure['reason'];
  constructor(reason: ImageFailure['reason'], detail: string) {
    super(detail);
    this.reason = reason;
  }
}

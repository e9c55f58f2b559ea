/** Creates the two files that are sent. */
import { ok, type Result } from '#contract/errors.ts';
import type { FitRequest, FittedFiles } from '../artifacts.ts';
import { removeLeftover } from '../storage/busy-retry.ts';
import type { createFitImage } from './image/fit-image.ts';
import type { createFitVideo } from './video/fit-video.ts';

/** No file is left in the folder when it fails or is cancelled. */
export const createFit = (deps: {
  readonly fitImage: ReturnType<typeof createFitImage>;
  readonly fitVideo: ReturnType<typeof createFitVideo>;
}) => {
  const { fitImage, fitVideo } = deps;
  return async (request: FitRequest): Promise<Result<FittedFiles>> => {
    const { plan, limits, folder, signal, onProgress } = request;
    onProgress(0);
    const image = await fitImage({
      ...request.image,
      steps: plan.image.steps,
      limits: limits.image,
      folder,
      signal,
    });
    if (!image.ok) return image;
    const { window } = plan;
    const video = await fitVideo({
      ...request.video,
      steps: plan.video.steps,
      window,
      limits: limits.video,
      maxSec: limits.maxSec,
      folder,
      signal,
      onProgress,
    });
    if (!video.ok) {
      await removeLeftover(image.value.path);
      return video;
    }
    onProgress(1);
    return ok({ image: image.value, video: video.value });
  };
};

/** A small copy of a picture that every browser shows: telephones' HEIC, TIFF and others are shown by none. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '#contract/errors.ts';
import type { SeenImageFacts } from '#contract/model/facts.ts';
import { removeLeftover } from '../../storage/busy-retry.ts';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.ts';
import { imageArguments } from './image-arguments.ts';
import { withImageInput } from './image-input.ts';

/** Good enough to look at. ffmpeg's -q:v. */
const quality = 4;

type StillRequest = {
  readonly path: string;
  readonly facts: SeenImageFacts;
  /** The longer side at most; a smaller picture keeps its size. */
  readonly sidePx: number;
  readonly signal: AbortSignal;
};

/** Answers a JPEG, or a PNG of what can be seen through; upright, without notes. */
export const createImageStill =
  (ffmpeg: Ffmpeg) =>
  async ({ path, facts, sidePx, signal }: StillRequest): Promise<Result<Uint8Array>> => {
    const share = Math.min(1, sidePx / Math.max(facts.width, facts.height));
    const [width, height] = [facts.width, facts.height].map((side) => Math.max(1, Math.round(side * share)));
    const scale = { kind: 'scale' as const, width: width ?? 1, height: height ?? 1, because: [] };
    const target = facts.hasAlpha ? { container: 'png' as const } : { container: 'jpg' as const, quality };
    const folder = await mkdtemp(join(tmpdir(), 'understudy-still-'));
    try {
      return await withImageInput({ path, facts, folder }, ({ input, prepared }) =>
        ffmpeg.capture(input, imageArguments({ facts, prepared }, [scale], target), signal),
      );
    } finally {
      await removeLeftover(folder);
    }
  };

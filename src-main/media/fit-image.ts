/** Makes the picture that is sent. Follows the plan and decides nothing by itself. */
import { stat } from 'node:fs/promises';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { ImageFacts } from '#contract/model/facts.ts';
import type { ImageStep } from '#contract/model/plan.ts';
import type { LocalFile } from '../providers/spec.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { checkSource, copySource, finishFile, type Place } from './finish.ts';
import {
  type ImageTarget,
  imageArguments,
  imageDemuxer,
  imageInputOptions,
  jpegQualities,
} from './image-arguments.ts';

type Encode = Extract<ImageStep, { kind: 'encode' }>;

/** A PNG over the cap is not a failure: JPEG is next, then JPEG of less quality. */
const targetsOf = (encode: Encode): readonly ImageTarget[] => [
  ...(encode.container === 'png' ? [{ container: 'png' as const }] : []),
  ...jpegQualities.map((quality) => ({ container: 'jpg' as const, quality })),
];

export const createFitImage =
  (ffmpeg: Ffmpeg) =>
  async (
    request: Place & {
      readonly path: string;
      readonly facts: ImageFacts;
      readonly steps: readonly ImageStep[];
    },
  ): Promise<Result<LocalFile>> => {
    const { path, facts, steps, folder, signal } = request;
    const place = { folder, signal };
    const encode = steps.find((step): step is Encode => step.kind === 'encode');
    const source = await checkSource(request);
    if (!source.ok) return source;
    if (encode === undefined)
      return copySource(place, 'character', { path, facts, container: facts.container });

    const write = async (target: ImageTarget, to: string): Promise<Result<'fits' | 'too-large'>> => {
      const encoded = await ffmpeg.encode({
        inputs: [{ path, demuxer: imageDemuxer(facts), options: imageInputOptions }],
        args: imageArguments(facts, steps, target),
        outPath: to,
        outFolder: folder,
        lengthSec: null,
        signal,
        onProgress: () => undefined,
      });
      if (!encoded.ok) return encoded;
      const { size } = await stat(to);
      // Some broken pictures end ffmpeg well with nothing written.
      if (size === 0) return fail('tool-failed', { subject: 'ffmpeg', detail: 'No picture came out.' });
      return ok(size <= encode.maxBytes ? 'fits' : 'too-large');
    };

    for (const target of targetsOf(encode)) {
      let isOver = false;
      const finished = await finishFile(
        { ...place, stem: 'character', extension: target.container },
        async (to) => {
          const tried = await write(target, to);
          isOver = tried.ok && tried.value === 'too-large';
          return isOver ? fail('tool-failed', { subject: 'ffmpeg' }) : tried;
        },
      );
      if (!isOver) return finished;
    }
    const detail = `The picture stays over ${encode.maxBytes} bytes.`;
    return fail('tool-failed', { subject: 'ffmpeg', detail });
  };

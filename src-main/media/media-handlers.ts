/** The calls about files that are open in the page. */
import { join } from 'node:path';
import { ok } from '#contract/errors.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Prefit } from './prefit.ts';
import type { Looks } from './preview/analysis-cache.ts';
import type { Sources } from './sources.ts';

export const createMediaHandlers = (deps: {
  readonly sources: Sources;
  readonly looks: Looks;
}): HandlersOf<'media'> => {
  const { sources, looks } = deps;
  return {
    open: ({ path }) => sources.open(path),
    openBytes: ({ name, bytes }) => sources.openBytes(name, bytes),
    openAnimation: ({ sourceId }) => sources.openAnimation(sourceId),
    close: async ({ sourceId }) => {
      looks.close(sourceId);
      sources.close(sourceId);
      return ok({});
    },
    scan: ({ sourceId }) => looks.scan(sourceId),
    waveform: ({ sourceId }) => looks.waveform(sourceId),
    preview: ({ sourceId }) => looks.preview(sourceId),
  };
};

export const createSampleHandlers = (deps: {
  readonly sources: Pick<Sources, 'open'>;
  /** Full path of the folder with the files shipped as they are. */
  readonly resourcesFolder: string;
}): HandlersOf<'sample'> => {
  const open = (name: string) => deps.sources.open(join(deps.resourcesFolder, 'sample', name));
  return {
    open: async () => {
      const [image, video] = await Promise.all([open('character.png'), open('motion.mp4')]);
      if (!image.ok) return image;
      return video.ok ? ok({ image: image.value, video: video.value }) : video;
    },
  };
};

export const createFitHandlers = (prefit: Pick<Prefit, 'want'>): HandlersOf<'fit'> => ({
  ahead: async ({ request }) => {
    prefit.want(request);
    return ok({});
  },
});

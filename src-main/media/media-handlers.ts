/** The calls about files that are open in the page. */
import { join } from 'node:path';
import { ok } from '#contract/errors.ts';
import type { HandlersOf } from '../ipc/handlers.ts';
import type { Prefit } from './prefit.ts';
import type { AnalysisCache } from './preview/analysis-cache.ts';
import type { Sources } from './sources.ts';

export const createMediaHandlers = (deps: {
  readonly sources: Sources;
  readonly analysisCache: AnalysisCache;
}): HandlersOf<'media'> => {
  const { sources, analysisCache } = deps;
  return {
    open: ({ path }) => sources.open(path),
    openBytes: ({ name, bytes }) => sources.openBytes(name, bytes),
    openAnimation: ({ sourceId }) => sources.openAnimation(sourceId),
    close: async ({ sourceId }) => {
      analysisCache.close(sourceId);
      sources.close(sourceId);
      return ok({});
    },
    scan: ({ sourceId }) => analysisCache.scan(sourceId),
    body: ({ sourceId }) => analysisCache.body(sourceId),
    waveform: ({ sourceId }) => analysisCache.waveform(sourceId),
    preview: ({ sourceId }) => analysisCache.preview(sourceId),
  };
};

export const createSampleHandlers = (deps: {
  readonly sources: Pick<Sources, 'open'>;
  /** Full path of the folder with the files that ship with the program. */
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

export const createPrefitHandlers = (prefit: Pick<Prefit, 'want'>): HandlersOf<'prefit'> => ({
  set: async ({ request }) => {
    prefit.want(request);
    return ok({});
  },
});

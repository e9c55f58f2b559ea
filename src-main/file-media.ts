/** Sources, scans and fitted files without a data folder: all files are in a temporary folder. */
import type { EventPayload } from '#contract/events.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Settings } from '#contract/model/settings.ts';
import { composeMedia } from './compose-media.ts';
import { createFitTo, type FitTo } from './fit-work.ts';
import { createMakeJob } from './jobs/submit.ts';
import type { AnalysisCache } from './media/preview/analysis-cache.ts';
import type { Sources } from './media/sources.ts';
import type { Ports } from './ports.ts';

export type FileMedia = {
  readonly sources: Pick<Sources, 'open' | 'openAnimation' | 'whole'>;
  readonly scan: AnalysisCache['scan'];
  readonly fitTo: FitTo;
};

export const createFileMedia = (deps: {
  readonly ports: Ports;
  /** Full path of a folder of its own. */
  readonly tempFolder: string;
  readonly settings: () => Settings;
  readonly modelOf: (modelId: string) => ModelSpec | null;
  readonly onProgress: (progress: EventPayload<'media.progress'>) => void;
}): FileMedia => {
  const { ports, tempFolder, settings, modelOf } = deps;
  const { media, sources, analysisCache } = composeMedia({
    ...{ ports, settings, tempFolder },
    workFolder: tempFolder,
    onProgress: deps.onProgress,
  });
  const makeJob = createMakeJob({ sources, modelOf, now: ports.clock.now });
  return { sources, scan: analysisCache.scan, fitTo: createFitTo({ makeJob, modelOf, media }) };
};

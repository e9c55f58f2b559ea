/** The part of the composition that reads and converts files: tools, media functions and open sources. */
import { join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { EventPayload } from '#contract/events.ts';
import type { About, Settings } from '#contract/model/settings.ts';
import type { HandlersOf } from './ipc/handlers.ts';
import { createBodyDetector } from './media/body/body-detector.ts';
import { readVersion } from './media/ffmpeg/ffmpeg.ts';
import { createTools, type Tools } from './media/ffmpeg/tools.ts';
import { createFitCache } from './media/fit-cache.ts';
import { createImageDecoder } from './media/image/image-decoder.ts';
import { createMedia, type Media } from './media/media.ts';
import { createMediaHandlers, createSampleHandlers } from './media/media-handlers.ts';
import { type AnalysisCache, createAnalysisCache } from './media/preview/analysis-cache.ts';
import { hashFile } from './media/probe/probe.ts';
import { createSources, type Sources } from './media/sources.ts';
import { forkWorker } from './media/worker/worker-child.ts';
import type { Ports } from './ports.ts';
import { shippedToolsFolder } from './program-folder.ts';

/** Size limit of the cache of fitted files, and of the cache of video analyses, in bytes. */
const keptBytes = 2_000_000_000;

/** Version, tools, and capabilities of the host. */
const createAbout = (ports: Ports, tools: Tools) => async (): Promise<Result<About>> => {
  const [ffmpeg, ffprobe] = await Promise.all([tools.ffmpeg(), tools.ffprobe()]);
  return ok({
    version: ports.version,
    host: ports.host,
    dataFolder: ports.dataFolder,
    ffmpeg: ffmpeg.ok ? { version: ffmpeg.value.version, origin: ffmpeg.value.origin } : null,
    ffprobe: ffprobe.ok ? { version: ffprobe.value.version, origin: ffprobe.value.origin } : null,
    keysKeptIn: ports.cipher?.isProtected ? 'system' : 'memory',
    canKeepPlainKeys: ports.cipher?.isProtected === false,
    canReveal: ports.reveal !== undefined,
    canChooseFolder: ports.chooseFolder !== undefined,
    canDrag: ports.drag !== undefined,
  });
};

export const composeMedia = (deps: {
  readonly ports: Ports;
  readonly settings: () => Settings;
  /** Full path. */
  readonly workFolder: string;
  /** Full path of a folder that is removed when the program closes. */
  readonly tempFolder: string;
  readonly onProgress: (progress: EventPayload<'media.progress'>) => void;
}): {
  readonly tools: Tools;
  readonly about: HandlersOf<'app'>['about'];
  readonly media: Media;
  readonly sources: Sources;
  readonly analysisCache: AnalysisCache;
  readonly handlers: {
    readonly media: HandlersOf<'media'>;
    readonly sample: HandlersOf<'sample'>;
  };
} => {
  const { ports, workFolder } = deps;
  const { environment, resourcesFolder, clock, log } = ports;
  const tools = createTools({
    environment,
    settings: deps.settings,
    shippedFolder: shippedToolsFolder,
    readVersion,
    log,
  });
  const startWorker = ports.startWorker ?? forkWorker;
  const media = createMedia({
    tools,
    images: createImageDecoder(() => startWorker('image')),
    detectBody: createBodyDetector(() => startWorker('body')),
    captionPath: join(resourcesFolder, 'demo-caption.png'),
    fitted: createFitCache({
      folder: join(workFolder, 'fitted'),
      tempFolder: join(deps.tempFolder, 'fitted'),
      maxBytes: keptBytes,
      now: clock.now,
      log,
    }),
  });
  const sources = createSources({
    probeFacts: (path) => media.probeFacts(path),
    probeAnimation: (path) => media.probeFacts(path, { isAnimationVideo: true }),
    hash: hashFile,
    dropFolder: join(workFolder, 'dropped'),
  });
  const analysisCache = createAnalysisCache({
    source: sources.get,
    scan: media.scan,
    waveform: media.waveform,
    preview: media.preview,
    body: media.body,
    folder: join(workFolder, 'analysis'),
    maxBytes: keptBytes,
    now: clock.now,
    onProgress: deps.onProgress,
  });
  return {
    tools,
    about: createAbout(ports, tools),
    media,
    sources,
    analysisCache,
    handlers: {
      media: createMediaHandlers({ sources, analysisCache }),
      sample: createSampleHandlers({ sources, resourcesFolder }),
    },
  };
};

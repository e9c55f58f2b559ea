/**
 * The media module: probing, fitting, previews and scans, and the offline model's video, with limited concurrency.
 */
import { basename } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Body } from '#contract/model/body.ts';
import type { SeenFacts } from '#contract/model/facts.ts';
import type { FitRequest, FittedFiles } from '../artifacts.ts';
import { createLimiter } from '../limiter.ts';
import { removeLeftover } from '../storage/busy-retry.ts';
import type { BodyDetector } from './body/body-detector.ts';
import { createBodyScan } from './body/body-scan.ts';
import { createDemoVideo, type DemoRequest } from './demo-video.ts';
import { createFfmpeg, type Ffmpeg } from './ffmpeg/ffmpeg.ts';
import type { Tools } from './ffmpeg/tools.ts';
import type { FitCache } from './fit-cache.ts';
import { createDrawSource, createImageStill } from './image/draw-source.ts';
import { createFitImage } from './image/fit-image.ts';
import type { ImageDecoder } from './image/image-decoder.ts';
import type { AnalysisRequest } from './preview/analysis-cache.ts';
import { createFrames } from './preview/frames.ts';
import { createPreview } from './preview/preview.ts';
import { createWaveform } from './preview/waveform.ts';
import { createAudioTrack } from './probe/main-streams.ts';
import { createProbe, createProbeFacts, type ProbeFacts, type ProbeFile } from './probe/probe.ts';
import { createScan } from './scan/scan.ts';
import { createFitVideo } from './video/fit-video.ts';

export type Media = {
  readonly probe: ProbeFile;
  readonly probeFacts: ProbeFacts;
  readonly fit: (request: FitRequest) => Promise<Result<FittedFiles>>;
  /** One frame as JPEG. */
  readonly frame: ReturnType<typeof createFrames>['frameAt'];
  /** An image in a format that every browser shows. */
  readonly still: ReturnType<typeof createImageStill>;
  readonly poster: (request: {
    readonly videoPath: string;
    readonly to: string;
    readonly signal: AbortSignal;
  }) => Promise<Result<Record<string, never>>>;
  readonly scan: ReturnType<typeof createScan>;
  readonly waveform: ReturnType<typeof createWaveform>;
  readonly preview: ReturnType<typeof createPreview>;
  /** The people in an image or a video. */
  readonly body: (request: AnalysisRequest<SeenFacts>) => Promise<Result<Body>>;
  /** A line of text as an image. */
  readonly drawText: ImageDecoder['text'];
  readonly composeDemo: (request: DemoRequest) => Promise<Result<Record<string, never>>>;
  /** For modules that make videos themselves: their encodings wait in the same limiter. */
  readonly ffmpeg: Pick<Ffmpeg, 'encode' | 'probe'>;
  readonly audioTrack: ReturnType<typeof createAudioTrack>;
};

type FitImage = ReturnType<typeof createFitImage>;
type FitVideo = ReturnType<typeof createFitVideo>;

/** Creates the two files that are sent. No file is left in the folder when it fails or is cancelled. */
const createFit =
  (fitImage: FitImage, fitVideo: FitVideo): Media['fit'] =>
  async ({ image, video, plan, limits, folder, signal, onProgress }) => {
    onProgress(0);
    const place = { folder, signal };
    const fittedImage = await fitImage({
      ...image,
      ...place,
      steps: plan.image.steps,
      limits: limits.image,
    });
    if (!fittedImage.ok) return fittedImage;
    const fittedVideo = await fitVideo({
      ...video,
      ...place,
      steps: plan.video.steps,
      window: plan.window,
      limits: limits.video,
      maxSec: limits.maxSec,
      onProgress,
    });
    if (!fittedVideo.ok) {
      await removeLeftover(fittedImage.value.path);
      return fittedVideo;
    }
    onProgress(1);
    return ok({ image: fittedImage.value, video: fittedVideo.value });
  };

export const createMedia = (deps: {
  readonly tools: Tools;
  readonly images: ImageDecoder;
  readonly detectBody: BodyDetector;
  readonly captionPath: string;
  /** Cache of fitted files by content; without it each is made again. */
  readonly fitted?: FitCache;
}): Media => {
  const { images } = deps;
  const ffmpeg = createFfmpeg(deps.tools);
  const probeFacts = createProbeFacts(ffmpeg, images);
  const audioTrack = createAudioTrack(ffmpeg);
  const probe = createProbe(ffmpeg, images);
  const fitImage = createFitImage(ffmpeg, images);
  const fitVideo = createFitVideo({ ffmpeg });
  const { fitted } = deps;
  const fit = fitted
    ? createFit(
        // A file that passes verification for one model may not pass for another.
        fitted.remember(fitImage, ({ facts, steps, limits }) => [facts.sha256, steps, limits]),
        fitted.remember(fitVideo, ({ facts, steps, window, limits, maxSec }) => [
          ...[facts.sha256, steps, window],
          ...[limits, maxSec],
        ]),
      )
    : createFit(fitImage, fitVideo);
  const frames = createFrames(ffmpeg);
  const composeDemo = createDemoVideo({ ffmpeg, probe, captionPath: deps.captionPath });
  const scan = createScan({ ffmpeg });
  const waveform = createWaveform({ ffmpeg });
  const preview = createPreview({ ffmpeg });
  const still = createImageStill(ffmpeg, images);
  const bodyScan = createBodyScan({
    ffmpeg,
    drawSource: createDrawSource(ffmpeg, images),
    detect: deps.detectBody,
  });
  const body: Media['body'] = ({ facts, ...request }) =>
    facts.kind === 'image' ? bodyScan.image({ ...request, facts }) : bodyScan.video({ ...request, facts });
  // Encoders use every core; single frames are short and may run in parallel to one.
  const encoding = createLimiter(1);
  const probing = createLimiter(2);
  // The user waits for these with the open files, and not for an encoding.
  const studying = createLimiter(2);
  const examining = createLimiter(1);
  return {
    probe: (path, call) => probing(() => probe(path, call), call?.signal),
    probeFacts: (path, call) => probing(() => probeFacts(path, call), call?.signal),
    fit: (request) => encoding(() => fit(request), request.signal),
    frame: (request) => probing(() => frames.frameAt(request), request.signal),
    still: (request) => probing(() => still(request), request.signal),
    poster: (request) =>
      probing(async () => {
        const facts = await probe(request.videoPath, { signal: request.signal });
        if (!facts.ok) return facts;
        return facts.value.kind === 'video'
          ? frames.writePoster({ ...request, facts: facts.value })
          : fail('file-is-image', { subject: basename(request.videoPath) });
      }, request.signal),
    scan: (request) => studying(() => scan(request), request.signal),
    waveform: (request) => studying(() => waveform(request), request.signal),
    // Of two bodies one would wait for the other's frames all the time.
    body: (request) => examining(() => body(request), request.signal),
    preview: (request) => studying(() => preview(request), request.signal),
    drawText: images.text,
    composeDemo: (request) => encoding(() => composeDemo(request), request.signal),
    audioTrack: (path, signal) => probing(() => audioTrack(path, signal), signal),
    ffmpeg: {
      probe: (input, args, signal) => probing(() => ffmpeg.probe(input, args, signal), signal),
      encode: (request) => encoding(() => ffmpeg.encode(request), request.signal),
    },
  };
};

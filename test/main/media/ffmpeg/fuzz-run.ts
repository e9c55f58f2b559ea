/** Opens and fits damaged files with the media module and reports the result of each. */

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppError, appErrorSchema, type Result } from '#contract/errors.ts';
import { defaultFraming } from '#contract/model/choices.ts';
import { type Facts, factsSchema, type ImageFacts, type VideoFacts } from '#contract/model/facts.ts';
import { judgeImage, judgeVideo } from '#contract/rules/limits.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fitLimits } from '#main/artifacts.ts';
import type { Media } from '#main/media/media.ts';
import { everyBuild, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { type BrokenFile, breakFile, makeWholeFiles } from './fuzz-files.ts';

/** `verdict`: facts, an error code, or a fault of the program. */
export type Fuzzed = {
  readonly name: string;
  readonly how: string;
  readonly probed: string;
  readonly fitted: string | null;
  /** The detail of a failed fit. */
  readonly detail: string;
  readonly isGood: boolean;
  readonly tookMs: number;
  readonly left: readonly string[];
};

/** Valid error codes for a file that cannot be used. */
const rightCodes: readonly string[] = [
  'file-empty',
  'file-not-media',
  'file-no-video',
  'file-too-large',
  'input-refused',
  'tool-failed',
];

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);
/** A damaged header may name a codec for which no build has a decoder. */
const lacksDecoder = (error: AppError): boolean =>
  error.code === 'tool-missing' && error.reason === 'capability';
const isClosed = (result: Result<unknown>): boolean =>
  result.ok ||
  (appErrorSchema.safeParse(result.error).success &&
    (rightCodes.includes(result.error.code) || lacksDecoder(result.error)));

type Good = { readonly path: string; readonly facts: Facts };
type Bench = {
  readonly media: Media;
  readonly imageFile: Good;
  readonly videoFile: Good;
  readonly folder: string;
};
type Pair = { readonly image: ImageFacts; readonly video: VideoFacts };

/** Fits the file beside a valid one; a window of 3 s, the model's minimum. */
const fitWith = async (
  { media, imageFile, videoFile, folder }: Bench,
  file: Good,
): Promise<{
  readonly outcome: string;
  readonly isGood: boolean;
  readonly left: readonly string[];
  readonly detail?: string;
}> => {
  const image = file.facts.kind === 'image' ? file : imageFile;
  const video = file.facts.kind === 'video' ? file : videoFile;
  if (image.facts.kind !== 'image' || video.facts.kind !== 'video') throw new Error('no pair');
  const pair: Pair = { image: image.facts, video: video.facts };
  const trim = pair.video.durationSec > 3.2 ? { startSec: 0.1, endSec: 3.1 } : null;
  const choices = {
    orientation: 'image' as const,
    trim,
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
  };
  const plan = planFit({ ...pair, model: testModel, choices });
  if (plan.verdict === 'impossible') return { outcome: 'impossible', isGood: true, left: [] };
  const target = await mkdtemp(join(folder, 'fit-'));
  const fitted = await media.fit({
    image: { path: image.path, facts: pair.image },
    video: { path: video.path, facts: pair.video },
    plan,
    limits: fitLimits(testModel, choices),
    folder: target,
    // A run that reaches this limit is stuck, even on a loaded machine.
    signal: AbortSignal.timeout(300_000),
    onProgress: () => undefined,
  });
  const left = await readdir(target);
  const mayBeLeft = fitted.ok ? [fitted.value.image.name, fitted.value.video.name] : [];
  const strays = left.filter((name) => !mayBeLeft.includes(name));
  if (!fitted.ok) {
    await rm(target, { recursive: true, force: true });
    return {
      outcome: fitted.error.code,
      isGood: isClosed(fitted),
      left: strays,
      detail: fitted.error.detail ?? '',
    };
  }
  const [madeImage, madeVideo] = await Promise.all([
    media.probe(fitted.value.image.path),
    media.probe(fitted.value.video.path),
  ]);
  await rm(target, { recursive: true, force: true });
  if (!madeImage.ok || !madeVideo.ok || madeImage.value.kind !== 'image' || madeVideo.value.kind !== 'video')
    return { outcome: 'output not readable', isGood: false, left: strays };
  const broken = [
    ...judgeImage(madeImage.value, testModel.image),
    ...judgeVideo(madeVideo.value, testModel.video),
  ];
  const codes = broken.filter(({ code }) => code !== 'video-extra-streams').map(({ code }) => code);
  return codes.length === 0
    ? { outcome: 'fitted', isGood: true, left: strays }
    : { outcome: `output exceeds a limit: ${codes.join(', ')}`, isGood: false, left: strays };
};

const tryOne = async (bench: Bench, file: BrokenFile, isFitted: boolean): Promise<Fuzzed> => {
  const started = performance.now();
  const path = join(bench.folder, file.name);
  await writeFile(path, file.bytes);
  try {
    const facts = await bench.media.probe(path);
    const isTrue = facts.ok ? factsSchema.safeParse(facts.value).success : isClosed(facts);
    const fit = facts.ok && isFitted ? await fitWith(bench, { path, facts: facts.value }) : null;
    return {
      name: file.name,
      how: file.how,
      probed: facts.ok ? facts.value.kind : codeOf(facts),
      fitted: fit?.outcome ?? null,
      detail: fit?.detail ?? '',
      isGood: isTrue && fit?.isGood !== false,
      tookMs: performance.now() - started,
      left: fit?.left ?? [],
    };
  } catch (cause) {
    const thrown = `threw ${cause instanceof Error ? cause.stack : 'something'}`;
    const tookMs = performance.now() - started;
    return {
      name: file.name,
      how: file.how,
      probed: thrown,
      fitted: null,
      detail: '',
      isGood: false,
      tookMs,
      left: [],
    };
  } finally {
    await rm(path, { force: true });
  }
};

/**
 * `fitEvery`: one in so many of the files that open is also fitted. The ffmpeg builds alternate. `onEach` receives
 * each result when it is complete.
 */
export const fuzz = async (request: {
  readonly folder: string;
  readonly cases: number;
  readonly firstSeed: number;
  readonly fitEvery: number;
  readonly onEach?: (fuzzed: Fuzzed) => void;
}): Promise<readonly Fuzzed[]> => {
  const { folder, cases, firstSeed, fitEvery, onEach } = request;
  await mkdir(folder, { recursive: true });
  const whole = await makeWholeFiles(folder);
  const videoPath = await makeVideo(join(folder, 'good.mp4'), {
    seconds: 4,
    width: 360,
    height: 400,
    fps: 12,
  });
  const imagePath = await makeImage(join(folder, 'good.jpg'));
  const benches = await Promise.all(
    everyBuild.map(async ({ path }): Promise<Bench> => {
      const media = mediaWith(path);
      const [imageFile, videoFile] = await Promise.all([media.probe(imagePath), media.probe(videoPath)]);
      if (!imageFile.ok || !videoFile.ok) throw new Error('the valid files cannot be read');
      return {
        media,
        folder,
        imageFile: { path: imagePath, facts: imageFile.value },
        videoFile: { path: videoPath, facts: videoFile.value },
      };
    }),
  );
  const all: Fuzzed[] = [];
  let seed = firstSeed;
  const next = async (): Promise<void> => {
    const own = seed;
    seed += 1;
    if (own >= firstSeed + cases) return;
    const bench = benches[Math.floor(own / whole.length) % benches.length];
    if (!bench) return;
    const fuzzed = await tryOne(bench, breakFile(whole, own), own % fitEvery === 0);
    all.push(fuzzed);
    onEach?.(fuzzed);
    return next();
  };
  await Promise.all([next(), next(), next()]);
  await Promise.all(whole.map(({ name }) => rm(join(folder, name))));
  await Promise.all([videoPath, imagePath].map((path) => rm(path)));
  return all;
};

/** How many files had each result. */
export const countsOf = (all: readonly Fuzzed[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { probed, fitted } of all)
    for (const label of [`look: ${probed}`, ...(fitted === null ? [] : [`fit: ${fitted}`])])
      counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([one], [other]) => one.localeCompare(other)));
};

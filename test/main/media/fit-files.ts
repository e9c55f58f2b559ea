/** Fits a pair of files by the plan that the rules make for them. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Choices, defaultFraming } from '#contract/model/choices.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fitLimits } from '#main/artifacts.ts';
import type { Media } from '#main/media/media.ts';
import { testModel } from '#test/fixtures/model.ts';

type FitFilesRequest = {
  readonly media: Media;
  /** Where a folder for the fitted files is created. */
  readonly within: string;
  readonly imagePath: string;
  readonly videoPath: string;
  readonly choices?: Partial<Choices>;
  readonly model?: ModelSpec;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number | null) => void;
};

export const factsOf = async <K extends Facts['kind']>(
  media: Media,
  path: string,
  kind: K,
): Promise<Extract<Facts, { kind: K }>> => {
  const facts = await media.probe(path);
  if (!facts.ok || facts.value.kind !== kind) throw new Error(`${path}: ${JSON.stringify(facts)}`);
  // Checked above; the compiler does not narrow a generic type by it.
  return facts.value as Extract<Facts, { kind: K }>;
};

export const fit = async (request: FitFilesRequest) => {
  const { media, imagePath, videoPath, model = testModel } = request;
  const image = { path: imagePath, facts: await factsOf(media, imagePath, 'image') };
  const video = { path: videoPath, facts: await factsOf(media, videoPath, 'video') };
  const choices = {
    orientation: 'image' as const,
    trim: null,
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
    ...request.choices,
  };
  const plan = planFit({ image: image.facts, video: video.facts, model, choices });
  const target = await mkdtemp(join(request.within, 'fitted-'));
  const fitted = await media.fit({
    image,
    video,
    plan,
    limits: fitLimits(model, choices),
    folder: target,
    signal: request.signal ?? new AbortController().signal,
    onProgress: request.onProgress ?? (() => undefined),
  });
  return { fitted, plan, folder: target };
};

export const made = async (media: Media, outcome: Awaited<ReturnType<typeof fit>>) => {
  if (!outcome.fitted.ok) throw new Error(JSON.stringify(outcome.fitted.error));
  const { image, video } = outcome.fitted.value;
  return {
    image: { ...image, facts: await factsOf(media, image.path, 'image') },
    video: { ...video, facts: await factsOf(media, video.path, 'video') },
  };
};

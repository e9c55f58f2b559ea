/** Fits a video by the plan that the rules make for it. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Choices, defaultFraming } from '#contract/model/choices.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { planFit } from '#contract/rules/plan.ts';
import { createProbe } from '#main/media/probe/probe.ts';
import { createFitVideo } from '#main/media/video/fit-video.ts';
import { fittingImage } from '#test/fixtures/facts.ts';
import { ffmpegWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';

export const defaultChoices = {
  orientation: 'image' as const,
  trim: null,
  prompt: '',
  negativePrompt: '',
  keepAudio: true,
  framing: defaultFraming,
};

/** `folder`: where each run gets a folder of its own. */
export const fittingWith = (
  ffmpegPath: string | undefined,
  folder: () => string,
  model: ModelSpec = testModel,
) => {
  const tool = ffmpegWith(ffmpegPath);
  const probe = createProbe(tool);
  const fitVideo = createFitVideo({ ffmpeg: tool });
  const factsOf = async (path: string): Promise<VideoFacts> => {
    const facts = await probe(path);
    if (!facts.ok || facts.value.kind !== 'video') throw new Error(`not a video: ${JSON.stringify(facts)}`);
    return facts.value;
  };
  /** Fits by the plan that the rules make; returns the plan's steps and the outcome. */
  const fit = async (path: string, changes: Partial<Choices> = {}, known?: VideoFacts) => {
    const facts = known ?? (await factsOf(path));
    const choices = { ...defaultChoices, ...changes };
    const plan = planFit({ image: fittingImage, video: facts, model, choices });
    const target = await mkdtemp(join(folder(), 'fitted-'));
    const fitted = await fitVideo({
      ...{ path, facts, steps: plan.video.steps, window: plan.window, folder: target },
      ...{ limits: model.video, maxSec: model.video.maxSec[choices.orientation].value },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    });
    return { kinds: plan.video.steps.map(({ kind }) => kind), plan, fitted, folder: target };
  };
  const made = async (...args: Parameters<typeof fit>) => {
    const outcome = await fit(...args);
    if (!outcome.fitted.ok) throw new Error(JSON.stringify(outcome.fitted.error));
    const { path } = outcome.fitted.value;
    return { ...outcome, path, facts: await factsOf(path) };
  };
  return { factsOf, fit, made };
};

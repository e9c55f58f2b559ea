/** Runs the fit as the program does, with real facts, plan and files, and counts its encodings. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultFraming, type Trim } from '#contract/model/choices.ts';
import type { VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { planFit } from '#contract/rules/plan.ts';
import type { Ffmpeg } from '#main/media/ffmpeg/ffmpeg.ts';
import { createProbe } from '#main/media/probe/probe.ts';
import { createFitVideo } from '#main/media/video/fit-video.ts';
import { fittingImage } from '#test/fixtures/facts.ts';
import { ffmpegWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';

export const modelUnder = (maxBytes: number): ModelSpec => ({
  ...testModel,
  video: { ...testModel.video, maxBytes: { ...testModel.video.maxBytes, value: maxBytes } },
});

export const createFitter = (folder: string, ffmpegPath?: string) => {
  const tool = ffmpegWith(ffmpegPath);
  const probe = createProbe(tool);

  const factsOf = async (path: string): Promise<VideoFacts> => {
    const facts = await probe(path);
    if (!facts.ok || facts.value.kind !== 'video') throw new Error(`not a video: ${JSON.stringify(facts)}`);
    return facts.value;
  };

  const fit = async (path: string, facts: VideoFacts, request: { trim: Trim | null; maxBytes: number }) => {
    let encodes = 0;
    const counting: Ffmpeg = {
      ...tool,
      encode: (request) => {
        encodes += 1;
        return tool.encode(request);
      },
    };
    const choices = {
      orientation: 'video' as const,
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: defaultFraming,
    };
    const plan = planFit({
      image: fittingImage,
      video: facts,
      model: modelUnder(request.maxBytes),
      choices: { ...choices, trim: request.trim },
    });
    const fitted = await createFitVideo({ ffmpeg: counting })({
      ...{ path, facts, steps: plan.video.steps, window: plan.window },
      ...{ limits: modelUnder(request.maxBytes).video, maxSec: testModel.video.maxSec.video.value },
      folder: await mkdtemp(join(folder, 'fitted-')),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    if (!fitted.ok) throw new Error(JSON.stringify(fitted.error));
    return { ...fitted.value, encodes, plan };
  };

  return { factsOf, fit };
};

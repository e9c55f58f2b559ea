/** Opens each file of a batch once, and finds its models. */
import { ok, type Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { type BatchVideo, needsPart } from '#contract/rules/batch.ts';
import { bestWindows } from '#contract/rules/best-windows.ts';
import { windowOnFrames } from '#contract/rules/window.ts';
import { findModels, type Inputs, type InputsApp, openImage, openVideo } from '../inputs.ts';

export type BatchFiles = {
  readonly images: readonly Inputs['image'][];
  readonly videos: readonly (Inputs['video'] & Pick<BatchVideo, 'best'>)[];
  readonly models: readonly ModelSpec[];
  /** Sentences for the user. */
  readonly notes: readonly string[];
};

/** The first failure, or all values. */
const each = async <In, Out>(
  inputs: readonly In[],
  open: (input: In) => Promise<Result<Out>>,
): Promise<Result<readonly Out[]>> => {
  const opened: Out[] = [];
  for (const input of inputs) {
    const one = await open(input);
    if (!one.ok) return one;
    opened.push(one.value);
  }
  return ok(opened);
};

/** Scans the video once for all models, and only where a model needs a part of it. */
const bestOf = async (
  app: InputsApp,
  video: Inputs['video'],
  models: readonly ModelSpec[],
  orientation: Orientation,
): Promise<BatchVideo['best']> => {
  const { facts, id } = video;
  if (!models.some((model) => needsPart(facts, model, orientation))) return null;
  const scan = await app.handlers['media.scan']({ sourceId: id });
  if (!scan.ok) return null;
  return (limits) =>
    bestWindows(scan.value, limits).map((window) => ({
      ...window,
      ...windowOnFrames(window, { scan: scan.value, fps: facts.fps, minSec: limits.minSec }),
    }));
};

export const openBatchFiles = async (
  app: InputsApp,
  request: {
    readonly image: readonly string[];
    readonly video: readonly string[];
    readonly model: readonly string[];
    readonly orientation: Orientation;
  },
): Promise<Result<BatchFiles>> => {
  const { orientation } = request;
  const models = await each([...new Set(request.model)], (id) => findModels(app, id));
  if (!models.ok) return models;
  const images = await each(request.image, (file) => openImage(app, file));
  if (!images.ok) return images;
  const opened = await each(request.video, (file) => openVideo(app, file));
  if (!opened.ok) return opened;
  const found = [...new Map(models.value.flat().map((model) => [model.id, model])).values()];
  const videos: (Inputs['video'] & Pick<BatchVideo, 'best'>)[] = [];
  for (const video of opened.value)
    videos.push({ ...video, best: await bestOf(app, video, found, orientation) });
  const unseen = videos.filter(
    ({ facts, best }) => best === null && found.some((model) => needsPart(facts, model, orientation)),
  );
  const notes = unseen.map(
    ({ name }) => `${name} could not be analysed: if it is too long, it is used from its start.`,
  );
  return ok({ images: images.value, videos, models: found, notes });
};

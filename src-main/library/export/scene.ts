/** Converts a layout to what one encoding needs: inputs, labels and filters. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { ok, type Result } from '#contract/errors.ts';
import type { ExportChoices } from '#contract/model/export.ts';
import type { Item } from '#contract/model/item.ts';
import { exportSec, modelNames, pairOf, type Side } from '#contract/rules/export.ts';
import { exportFrame, type Place } from '#contract/rules/export-frame.ts';
import type { ImageDecoder } from '../../media/image/image-decoder.ts';
import {
  aloneFilters,
  exportRate,
  type LabelAt,
  type Rate,
  stackFilters,
  type Video,
  wipeFilters,
} from './arguments.ts';

export type Input = { readonly path: string; readonly demuxer: string | null };
export type Scene = {
  readonly inputs: readonly Input[];
  /** The filters, ending in `[video]`. */
  readonly image: string;
  readonly rate: Rate;
  readonly lengthSec: number;
};

type SceneRequest = {
  readonly item: Item;
  /** The result in place of the reference; null: the reference. */
  readonly other: Item | null;
  readonly choices: ExportChoices;
  readonly paths: { readonly [side in Side]: string };
  /** The colour matrices, as the scale filter names them. */
  readonly matrix: { readonly [side in Side]: string };
  readonly workFolder: string;
  readonly maxPixels?: number;
  readonly signal: AbortSignal;
};

/** Type size of a label as a fraction of the shorter side of its pane, within limits in pixels. */
const typeShare = 1 / 24;
const minEmPx = 13;
const maxEmPx = 36;
/** A text that is too wide shrinks down to this fraction of its type size before it is truncated. */
const minShrink = 0.65;

const labelEmPx = ({ width, height }: Place): number =>
  Math.round(Math.min(maxEmPx, Math.max(minEmPx, Math.min(width, height) * typeShare)));

/** The part of the frame that a label belongs to, and the side of it on which the label is. */
type Corner = { readonly pane: Place; readonly at: 'left' | 'right' };

/** The texts of the two labels. */
const textsOf = ({ item, other, choices }: SceneRequest): { readonly [side in Side]: string } => {
  if (other !== null) return modelNames(item, other);
  const { reference, result } = choices.labels;
  return { beside: reference, result: `${result} · ${item.modelName}` };
};

/** The corners of the two labels. A wipe uncovers from the left, so the label of the lower video is on the right. */
const cornersOf = (
  layout: ExportChoices['layout'],
  frame: ReturnType<typeof exportFrame>,
): { readonly [side in Side]: Corner } => {
  if (layout !== 'wipe')
    return { beside: { pane: frame.beside, at: 'left' }, result: { pane: frame.result, at: 'left' } };
  // Both labels belong to the whole frame, not to the video inside its edges.
  const pane = { x: 0, y: 0, width: frame.width, height: frame.height };
  return { beside: { pane, at: 'left' }, result: { pane, at: 'right' } };
};

export const createScene = (deps: { readonly drawText: ImageDecoder['text'] }) => {
  /** Adds the label to the inputs. null: there is no room for it. */
  const addLabel = async (
    inputs: Input[],
    text: string,
    { pane, at }: Corner,
    { workFolder, signal }: SceneRequest,
  ): Promise<Result<LabelAt | null>> => {
    const emPx = labelEmPx(pane);
    const marginPx = Math.round(emPx * 0.3) * 2;
    const minPx = Math.max(minEmPx, Math.round(emPx * minShrink));
    const maxWidthPx = pane.width - 2 * marginPx;
    const drawn = await deps.drawText({ text, maxEmPx: emPx, minEmPx: minPx, maxWidthPx }, signal);
    if (!drawn.ok) return drawn;
    if (drawn.value === null) return ok(null);
    const { bytes, width } = drawn.value;
    const path = join(workFolder, `label-${inputs.length}.png`);
    await writeFile(path, bytes);
    const input = inputs.push({ path, demuxer: 'png_pipe' }) - 1;
    return ok({ input, x: at === 'left' ? marginPx : pane.width - marginPx - width, y: marginPx });
  };

  /** Rejects on disk errors. */
  return async (request: SceneRequest): Promise<Result<Scene>> => {
    const { item, other, choices, paths, matrix, maxPixels } = request;
    const { layout } = choices;
    const facts = pairOf(item, other);
    const frame = exportFrame({ layout, ...facts, ...(maxPixels === undefined ? {} : { maxPixels }) });
    const lengthSec = exportSec(facts, layout);
    const rate = exportRate(facts.result.fps, ...(layout === 'result' ? [] : [facts.beside.fps]));
    const side = (name: Side, input: number, label: LabelAt | null): Video => ({
      input,
      location: frame[name],
      matrix: matrix[name],
      isInterlaced: facts[name].isInterlaced,
      label,
    });
    const inputOf = (name: Side): Input => ({ path: paths[name], demuxer: null });
    if (layout === 'result') {
      const image = aloneFilters({ rate, lengthSec, result: side('result', 0, null) });
      return ok({ inputs: [inputOf('result')], image, rate, lengthSec });
    }

    const inputs = [inputOf('beside'), inputOf('result')];
    const texts = textsOf(request);
    const corners = cornersOf(layout, frame);
    const labelOf = async (name: Side): Promise<Result<LabelAt | null>> =>
      choices.hasLabels ? addLabel(inputs, texts[name], corners[name], request) : ok(null);
    const besideLabel = await labelOf('beside');
    if (!besideLabel.ok) return besideLabel;
    const resultLabel = await labelOf('result');
    if (!resultLabel.ok) return resultLabel;
    const both = {
      frame,
      rate,
      lengthSec,
      beside: side('beside', 0, besideLabel.value),
      result: side('result', 1, resultLabel.value),
    };
    const sceneOf = (image: string): Result<Scene> => ok({ inputs, image, rate, lengthSec });
    switch (layout) {
      case 'side-by-side':
        return sceneOf(stackFilters(both, 'hstack'));
      case 'stacked':
        return sceneOf(stackFilters(both, 'vstack'));
      case 'wipe':
        return sceneOf(wipeFilters(both));
      default:
        return assertNever(layout);
    }
  };
};

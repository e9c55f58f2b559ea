/** Converts a layout to what one encoding needs: inputs, overlay images and filters. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import type { ExportChoices, ExportLayout } from '#contract/model/export.ts';
import type { Item } from '#contract/model/item.ts';
import { exportSec, modelNames, pairOf, type Side } from '#contract/rules/export.ts';
import { exportFrame, type Place } from '#contract/rules/export-frame.ts';
import {
  aloneFilters,
  exportRate,
  type LabelAt,
  type Rate,
  stackFilters,
  type Video,
  wipeFilters,
} from './arguments.ts';
import { drawLabel, drawWipeLine, drawWipeMask, labelEmPx, labelMarginPx, type Overlay } from './label.ts';
import type { Type } from './text.ts';

export type Input = { readonly path: string; readonly demuxer: string | null };
export type Scene = {
  readonly inputs: readonly Input[];
  /** The filters, ending in `[video]`. */
  readonly image: string;
  readonly rate: Rate;
  readonly lengthSec: number;
};

/** Inputs in the order in which they were added; filters refer to each by its number. */
const createInputs = (workFolder: string) => {
  const inputs: Input[] = [];
  const add = (input: Input): number => inputs.push(input) - 1;
  return {
    inputs,
    video: (path: string): number => add({ path, demuxer: null }),
    overlay: async ({ png }: Overlay): Promise<number> => {
      const path = join(workFolder, `overlay-${inputs.length}.png`);
      await writeFile(path, png);
      return add({ path, demuxer: 'png_pipe' });
    },
  };
};

/** A wipe uncovers from the left, so the label of the lower video is on the right. */
const cornerOf = (pane: Place, label: Overlay, at: 'left' | 'right') => {
  const marginPx = labelMarginPx(labelEmPx(pane));
  return { x: at === 'left' ? marginPx : pane.width - marginPx - label.width, y: marginPx };
};

/** The texts of the two labels. */
const textsOf = (request: {
  readonly item: Item;
  readonly other: Item | null;
  readonly choices: ExportChoices;
}): { readonly [side in Side]: string } => {
  const { item, other, choices } = request;
  if (other !== null) return modelNames(item, other);
  const { reference, result } = choices.labels;
  return { beside: reference, result: `${result} · ${item.modelName}` };
};

export const createScene =
  (deps: { readonly type: Type }) =>
  async (request: {
    readonly item: Item;
    /** The result in place of the reference; null: the reference. */
    readonly other: Item | null;
    readonly choices: ExportChoices;
    readonly paths: { readonly [side in Side]: string };
    /** From `matrixOf` in export-style.ts. */
    readonly matrix: { readonly [side in Side]: string };
    readonly workFolder: string;
    readonly maxPixels?: number;
  }): Promise<Scene> => {
    const { item, other, choices, paths, matrix, workFolder, maxPixels } = request;
    const { layout } = choices;
    const { inputs, video, overlay } = createInputs(workFolder);
    const facts = pairOf(item, other);
    const frame = exportFrame({ layout, ...facts, ...(maxPixels === undefined ? {} : { maxPixels }) });
    const lengthSec = exportSec(facts, layout);
    const rate = exportRate(facts.result.fps, ...(layout === 'result' ? [] : [facts.beside.fps]));

    const labelFor = async (text: string, pane: Place, at: 'left' | 'right'): Promise<LabelAt | null> => {
      const label = choices.hasLabels && layout !== 'result' ? drawLabel(deps.type, text, pane) : null;
      return label === null ? null : { input: await overlay(label), ...cornerOf(pane, label, at) };
    };
    const side = (name: Side, input: number, label: LabelAt | null): Video => ({
      input,
      location: frame[name],
      matrix: matrix[name],
      isInterlaced: facts[name].isInterlaced,
      label,
    });

    if (layout === 'result') {
      const result = side('result', video(paths.result), null);
      return { inputs, image: aloneFilters({ rate, lengthSec, result }), rate, lengthSec };
    }
    const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
    // In a wipe both labels belong to the whole frame, not to the video inside its edges.
    const panes = layout === 'wipe' ? { beside: whole, result: whole } : frame;
    const atRight = layout === 'wipe' ? 'right' : 'left';
    const numbers = { beside: video(paths.beside), result: video(paths.result) };
    const texts = textsOf({ item, other, choices });
    const image = {
      frame,
      rate,
      lengthSec,
      beside: side('beside', numbers.beside, await labelFor(texts.beside, panes.beside, 'left')),
      result: side('result', numbers.result, await labelFor(texts.result, panes.result, atRight)),
    };
    const filters = await filtersOf(layout, {
      stack: (name) => stackFilters(image, name),
      wipe: async () =>
        wipeFilters(image, {
          mask: await overlay(drawWipeMask(frame)),
          line: await overlay(drawWipeLine(frame.height)),
        }),
    });
    return { inputs, image: filters, rate, lengthSec };
  };

const filtersOf = async (
  layout: Exclude<ExportLayout, 'result'>,
  make: {
    readonly stack: (name: 'hstack' | 'vstack') => string;
    readonly wipe: () => Promise<string>;
  },
): Promise<string> => {
  switch (layout) {
    case 'side-by-side':
      return make.stack('hstack');
    case 'stacked':
      return make.stack('vstack');
    case 'wipe':
      return make.wipe();
    default:
      return assertNever(layout);
  }
};

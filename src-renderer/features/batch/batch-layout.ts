/** Runs as blocks: one for each model, in it a row for each picture, in that a cell for each clip. */
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { BatchRun } from '../../state/batch-store.ts';
import type { OpenImage, OpenVideo } from '../../state/selectors.ts';

export type BatchBlock = {
  readonly model: ModelSpec;
  readonly rows: readonly { readonly image: OpenImage; readonly runs: readonly BatchRun[] }[];
};

export type BatchLayout = { readonly videos: readonly OpenVideo[]; readonly blocks: readonly BatchBlock[] };

const grouped = <K, V>(values: readonly V[], keyOf: (value: V) => K): readonly (readonly V[])[] => [
  ...Map.groupBy(values, keyOf).values(),
];

/** `runs`: as `batchRuns` orders them. */
export const layOut = (runs: readonly BatchRun[]): BatchLayout => {
  const blocks = grouped(runs, ({ model }) => model.id).flatMap((ofModel) => {
    const [first] = ofModel;
    if (first === undefined) return [];
    const rows = grouped(ofModel, ({ image }) => image.id).flatMap((ofImage) => {
      const [one] = ofImage;
      return one ? [{ image: one.image, runs: ofImage }] : [];
    });
    return [{ model: first.model, rows }];
  });
  return { videos: blocks[0]?.rows[0]?.runs.map(({ video }) => video) ?? [], blocks };
};

/** Arranges runs as one block per model, with a row per image and a cell per video. */

/** Above this number of cells the table is no longer readable. */
export const maxCells = 600;

type MatrixFile = { readonly id: string; readonly name: string };

/** The fields of a run that its position in the matrix depends on. */
export type MatrixRun = {
  readonly key: string;
  readonly model: MatrixFile;
  readonly image: MatrixFile;
  readonly video: MatrixFile;
};

export type BatchBlock<Run extends MatrixRun> = {
  readonly model: Run['model'];
  readonly rows: readonly { readonly image: Run['image']; readonly runs: readonly Run[] }[];
};

export type BatchLayout<Run extends MatrixRun> = {
  readonly videos: readonly Run['video'][];
  readonly blocks: readonly BatchBlock<Run>[];
};

const grouped = <K, V>(values: readonly V[], keyOf: (value: V) => K): readonly (readonly V[])[] => [
  ...Map.groupBy(values, keyOf).values(),
];

/** `runs`: complete blocks, in the order of `batchRuns`. */
export const layOut = <Run extends MatrixRun>(runs: readonly Run[]): BatchLayout<Run> => {
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

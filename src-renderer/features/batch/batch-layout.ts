/** Arranges runs as one block per model, with a row per image and a cell per video, and moves the focus in it. */

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

type MatrixPlace = { readonly row: number; readonly column: number };

/** Does not wrap at the edges. Returns null for keys the matrix does not use. `isFar`: Ctrl is held. */
export const moveInMatrix = (
  { row, column }: MatrixPlace,
  { key, isFar }: { readonly key: string; readonly isFar: boolean },
  { rows, columns }: { readonly rows: number; readonly columns: number },
): MatrixPlace | null => {
  switch (key) {
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'Home':
      return { row: isFar ? 0 : row, column: 0 };
    case 'End':
      return { row: isFar ? rows - 1 : row, column: columns - 1 };
    default:
      return null;
  }
};

/** The rows and columns of runs of which the names of their files are known, and of those that were kept the content. */

export type NamedRun = {
  readonly modelId: string;
  readonly imageName: string;
  readonly videoName: string;
  /** Of the files before they were fitted; null: not known. */
  readonly inputs: { readonly imageSha256: string; readonly videoSha256: string } | null;
};

/** One picture as a row, or one clip as a column. */
export type Line = {
  readonly name: string;
  /** null: no run of it tells. */
  readonly sha256: string | null;
};

export type LaidRuns<Run> = {
  readonly rows: readonly Line[];
  readonly columns: readonly Line[];
  readonly runAt: (modelId: string, row: Line, column: Line) => Run | null;
  /** Some files of one name are told apart by the order of their runs only. */
  readonly hasNamesakes: boolean;
};

/** Those that may be this file, the surest first. */
const linesFor = (lines: readonly Line[], { name, sha256 }: Line): readonly Line[] => {
  const named = lines.filter((line) => line.name === name);
  if (sha256 === null) return named;
  const same = named.filter((line) => line.sha256 === sha256);
  return [...same, ...named.filter((line) => line.sha256 === null)];
};

const isNamedTwice = (lines: readonly Line[], name: string): boolean =>
  lines.filter((line) => line.name === name).length > 1;

/** `runs`: in the order in which they were sent. Each has a cell of its own. */
export const layRuns = <Run extends NamedRun>(runs: readonly Run[]): LaidRuns<Run> => {
  const rows: Line[] = [];
  const columns: Line[] = [];
  const cells = new Map<string, Run>();
  const firstAt = new Map<Line, number>();
  const keyOf = (modelId: string, row: Line, column: Line) =>
    `${modelId} ${rows.indexOf(row)} ${columns.indexOf(column)}`;
  const added = (lines: Line[], line: Line): Line => {
    lines.push(line);
    return line;
  };

  const put = (run: Run, at: number) => {
    const { modelId, imageName, videoName, inputs } = run;
    const image = { name: imageName, sha256: inputs?.imageSha256 ?? null };
    const video = { name: videoName, sha256: inputs?.videoSha256 ?? null };
    const itsRows = linesFor(rows, image);
    const itsColumns = linesFor(columns, video);
    const free = itsRows
      .flatMap((row) => itsColumns.map((column) => ({ row, column })))
      .find((place) => !cells.has(keyOf(modelId, place.row, place.column)));
    // Where every place is taken, it is another picture of this name, or the same one once more.
    const row = free?.row ?? (itsColumns.length === 0 ? itsRows[0] : undefined) ?? added(rows, image);
    const column = free?.column ?? itsColumns[0] ?? added(columns, video);
    cells.set(keyOf(modelId, row, column), run);
    for (const line of [row, column]) firstAt.set(line, Math.min(at, firstAt.get(line) ?? at));
  };

  const numbered = [...runs.entries()];
  // Content settles what a line is; what has names only then takes the places that are free.
  for (const [at, run] of numbered) if (run.inputs !== null) put(run, at);
  for (const [at, run] of numbered) if (run.inputs === null) put(run, at);

  const inOrder = (lines: readonly Line[]) =>
    lines.toSorted((one, other) => (firstAt.get(one) ?? 0) - (firstAt.get(other) ?? 0));
  return {
    rows: inOrder(rows),
    columns: inOrder(columns),
    runAt: (modelId, row, column) => cells.get(keyOf(modelId, row, column)) ?? null,
    hasNamesakes: runs.some(
      ({ inputs, imageName, videoName }) =>
        inputs === null && (isNamedTwice(rows, imageName) || isNamedTwice(columns, videoName)),
    ),
  };
};

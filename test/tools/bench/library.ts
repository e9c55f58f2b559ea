/**
 * Measures a library of many results: opening, searching, marking, rebuilding the catalogue.
 * `node test/tools/bench/library.ts [--items N] [--keep FOLDER]`: `--keep` leaves the data folder for later use.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { z } from 'zod';
import { makeLibraryFolder } from './library-folder.ts';
import { median } from './measure.ts';

const run = promisify(execFile);
const figuresSchema = z.record(z.string(), z.number());
type Figures = z.infer<typeof figuresSchema>;

const measure = async (name: string, dataFolder: string): Promise<Figures> => {
  const script = fileURLToPath(import.meta.resolve('./library-measures.ts'));
  const { stdout } = await run(process.execPath, [script, name, dataFolder]);
  return figuresSchema.parse(JSON.parse(stdout));
};

/** Medians over several processes, one after another. */
const medians = async (name: string, dataFolder: string, times: number): Promise<Figures> => {
  const runs: Figures[] = [];
  for (let time = 0; time < times; time += 1) runs.push(await measure(name, dataFolder));
  const keys = Object.keys(runs[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, median(runs.map((one) => one[key] ?? Number.NaN))]));
};

type Row = {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | '';
  /** Upper limit; null: reported only. */
  readonly bar: number | null;
};

const isMissed = ({ value, bar }: Row): boolean => bar !== null && !(value < bar);

const rowsOf = (figures: { rebuild: Figures; open: Figures; use: Figures }): readonly Row[] => {
  const { rebuild, open, use } = figures;
  const of = (from: Figures, key: string) => from[key] ?? Number.NaN;
  const ms = (what: string, value: number, bar: number | null = null): Row => ({
    what,
    value,
    unit: 'ms',
    bar,
  });
  const peak = Math.max(...[rebuild, open, use].map((from) => of(from, 'peakMb')));
  return [
    ms('open the database and the catalogue', of(open, 'openMs')),
    ms('the same, and the first page of 60 (median of 7 processes)', of(open, 'openAndPageMs'), 150),
    ms('search, p50 of 200', of(use, 'searchP50Ms')),
    ms('search, p95 of 200', of(use, 'searchP95Ms'), 20),
    ms('the same, of the processor alone', of(use, 'searchCpuP95Ms')),
    ms('search, slowest of 200', of(use, 'searchMaxMs')),
    { what: 'searches that found something', value: of(use, 'searchesThatFound'), unit: '', bar: null },
    { what: 'rebuild from nothing', value: of(rebuild, 'rebuildMs') / 1000, unit: 's', bar: 60 },
    { what: 'rebuild where nothing changed', value: of(rebuild, 'againMs') / 1000, unit: 's', bar: null },
    ms('longest wait of others during these', of(rebuild, 'longestBlockMs')),
    { what: 'most memory of a process', value: peak, unit: 'MB', bar: 250 },
    ms('mark 100 items', of(use, 'mark100Ms')),
    ms('ids of all', of(use, 'idsMs')),
    ms('overview', of(use, 'overviewMs')),
    ms('results of the same files', of(use, 'relatedMs')),
    ms('last page', of(use, 'lastPageMs')),
    ms('a page from the middle, slowest of all orders', of(use, 'slowestSortMs')),
  ];
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const table = (rows: readonly Row[]): void => {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const row of rows) {
    const value = `${row.value.toFixed(row.unit === '' ? 0 : 1)} ${row.unit}`.padStart(12);
    const bar =
      row.bar === null ? '' : `  below ${row.bar} ${row.unit}: ${isMissed(row) ? 'MISSED' : 'kept'}`;
    print(`${row.what.padEnd(width)}${value}${bar}`);
  }
};

const { values } = parseArgs({ options: { items: { type: 'string' }, keep: { type: 'string' } } });
const items = Number(values.items ?? 10_000);
const dataFolder = values.keep ?? (await mkdtemp(join(tmpdir(), 'understudy-bench-')));
try {
  print(`Making ${items} items in ${dataFolder}`);
  await makeLibraryFolder({ folder: dataFolder, items });
  const rebuild = await measure('rebuild', dataFolder);
  if (rebuild.total !== items) throw new Error(`The catalogue holds ${rebuild.total} of ${items} items.`);
  const open = await medians('open', dataFolder, 7);
  const use = await measure('use', dataFolder);
  const rows = rowsOf({ rebuild, open, use });
  table(rows);
  if (rows.some(isMissed)) process.exitCode = 1;
} finally {
  if (values.keep === undefined) await rm(dataFolder, { recursive: true, force: true });
}

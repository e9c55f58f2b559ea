/**
 * One measurement of the library in a separate process, printed as one line of JSON.
 * `node test/tools/bench/library-measures.ts MEASURE DATA-FOLDER`
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ok, type Result } from '#contract/errors.ts';
import { libraryQuerySchema, librarySorts, wholeLibrary } from '#contract/model/library-query.ts';
import { marksChangeSchema } from '#contract/model/marks.ts';
import { type Catalogue, createCatalogue } from '#main/library/catalogue/catalogue.ts';
import type { LibraryLocation } from '#main/library/location/location.ts';
import { rebuildCatalogue } from '#main/library/rebuild/rebuild.ts';
import { openDatabase } from '#main/storage/database.ts';
import { silentLog } from '#test/fixtures/media.ts';
import { createRandom } from '#test/main/media/ffmpeg/fuzz-files.ts';
import { questions } from './library-texts.ts';

const taken = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const msOf = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** CPU time: on a loaded machine more reliable than the clock. */
const cpuMsOf = (work: () => unknown): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

const share = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN;

const clock = { now: () => new Date() };
const pageSize = 60;

const openLibrary = (dataFolder: string) => {
  const folder = join(dataFolder, 'library');
  const location: LibraryLocation = { folder: () => folder, ready: () => ok(folder) };
  const db = taken(openDatabase({ dataFolder, clock, log: silentLog }));
  const catalogue = createCatalogue({ db, log: silentLog, clock, location, inputKeyOf: ({ id }) => id });
  return { location, db, catalogue, log: silentLog };
};

const searching = async (catalogue: Catalogue) => {
  const texts = questions(createRandom(1), 200);
  const times: number[] = [];
  const cpuTimes: number[] = [];
  let found = 0;
  for (const text of texts) {
    const query = libraryQuerySchema.parse({ text });
    const search = () => taken(catalogue.list({ offset: 0, limit: pageSize, query }));
    const start = performance.now();
    cpuTimes.push(
      cpuMsOf(() => {
        found += search().total > 0 ? 1 : 0;
      }),
    );
    times.push(performance.now() - start);
  }
  return {
    searchP50Ms: share(times, 0.5),
    searchP95Ms: share(times, 0.95),
    searchMaxMs: Math.max(...times),
    searchCpuP95Ms: share(cpuTimes, 0.95),
    searchesThatFound: found,
  };
};

const measures = {
  /** From the start of the program to the first page. */
  open: async (dataFolder: string) => {
    const start = performance.now();
    const { db, catalogue } = openLibrary(dataFolder);
    const openMs = performance.now() - start;
    const page = taken(catalogue.list({ offset: 0, limit: pageSize, query: wholeLibrary }));
    const openAndPageMs = performance.now() - start;
    db.close();
    return { openMs, openAndPageMs, items: page.items.length };
  },
  use: async (dataFolder: string) => {
    const { db, catalogue } = openLibrary(dataFolder);
    const searched = await searching(catalogue);
    const ids = taken(catalogue.ids(wholeLibrary));
    const idsMs = await msOf(() => catalogue.ids(wholeLibrary));
    const overviewMs = await msOf(() => catalogue.overview());
    const relatedMs = await msOf(() => ids[0] !== undefined && catalogue.related(ids[0]));
    const lastPageMs = await msOf(() => catalogue.list({ offset: ids.length - pageSize, limit: pageSize }));
    const sorts: number[] = [];
    for (const sort of librarySorts) {
      const query = { ...wholeLibrary, sort };
      sorts.push(await msOf(() => catalogue.list({ offset: 3000, limit: pageSize, query })));
    }
    const change = marksChangeSchema.parse({
      isFavourite: true,
      rating: 5,
      addTags: [`bench ${Date.now()}`],
    });
    const mark100Ms = await msOf(async () => taken(await catalogue.mark(ids.slice(0, 100), change)));
    db.close();
    return {
      ...searched,
      idsMs,
      overviewMs,
      relatedMs,
      lastPageMs,
      slowestSortMs: Math.max(...sorts),
      mark100Ms,
    };
  },
  rebuild: async (dataFolder: string) => {
    const library = openLibrary(dataFolder);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    let total = 0;
    const rebuildMs = await msOf(async () => {
      total = taken(await rebuildCatalogue(library)).total;
    });
    const againMs = await msOf(() => rebuildCatalogue(library));
    delay.disable();
    library.db.close();
    return { rebuildMs, againMs, total, longestBlockMs: delay.max / 1e6 };
  },
};

const [measure, dataFolder] = process.argv.slice(2);
const known = Object.entries(measures).find(([name]) => name === measure);
if (known === undefined || dataFolder === undefined) throw new Error('Usage: MEASURE DATA-FOLDER');
const figures = await known[1](dataFolder);
const peakMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ ...figures, peakMb })}\n`);

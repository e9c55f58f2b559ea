/** A library in a temporary folder, with a downloaded result ready to be saved. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ok } from '#contract/errors.ts';
import type { KeepRequest } from '#main/jobs/ports.ts';
import { type Catalogue, createCatalogue } from '#main/library/catalogue/catalogue.ts';
import type { LibraryLocation } from '#main/library/location/location.ts';
import { createKeep, type KeepDeps } from '#main/library/save.ts';
import { type Disk, type FolderOperations, folderOperations, realDisk } from '#main/storage/atomic.ts';
import type { Database } from '#main/storage/database.ts';
import { fittedIn, jobRecord, model, videoFacts } from '../jobs/samples.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { openTestDatabase } from '../storage/test-database.ts';
import { createTestLog, type TestLog } from '../storage/test-log.ts';

export type TempLibrary = {
  readonly libraryFolder: string;
  readonly location: LibraryLocation;
  readonly clock: { readonly now: () => Date };
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly log: TestLog;
  readonly resultPath: string;
  readonly keep: (request: KeepRequest) => ReturnType<ReturnType<typeof createKeep>>;
  /** The request to save the n-th job of the test, with its files. */
  readonly request: (id?: string, createdAt?: string) => KeepRequest;
  /** All files of the library, by relative path. */
  readonly files: () => readonly string[];
  readonly read: (path: string) => string;
};

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort()
    : [];

/** The default location. */
export const placeAt = (libraryFolder: string): LibraryLocation => ({
  folder: () => libraryFolder,
  ready: () => {
    mkdirSync(libraryFolder, { recursive: true });
    return ok(libraryFolder);
  },
});

type TempLibraryDeps = Partial<KeepDeps> & {
  readonly location?: LibraryLocation;
  readonly disk?: Disk;
  readonly now?: () => Date;
};

export const createTempLibrary = (more: TempLibraryDeps = {}, dataFolder = tempFolder()): TempLibrary => {
  const libraryFolder = join(dataFolder, 'library');
  const { location = placeAt(libraryFolder), disk = realDisk } = more;
  const clock = { now: more.now ?? (() => new Date('2026-11-21T10:05:00.000Z')) };
  const work = join(dataFolder, 'work');
  const log = createTestLog();
  const db = openTestDatabase(dataFolder, log);
  const catalogue = createCatalogue({ db, log, clock, location, disk, inputKeyOf: () => null });
  const resultPath = join(work, 'result.mp4');
  return {
    libraryFolder,
    location,
    clock,
    db,
    catalogue,
    log,
    resultPath,
    keep: createKeep({
      location,
      catalogue,
      log,
      clock,
      probe: async () => ok(videoFacts),
      poster: async ({ to }) => {
        writeFileSync(to, 'poster');
        return ok({});
      },
      ...more,
    }),
    request: (id = 'j1', createdAt = '2026-11-21T10:00:00.000Z') => {
      mkdirSync(work, { recursive: true });
      const fitted = fittedIn(work);
      writeFileSync(fitted.image.path, 'character');
      writeFileSync(fitted.video.path, 'motion');
      writeFileSync(resultPath, `result of ${id}`);
      return {
        record: jobRecord(id, { createdAt }),
        model,
        fitted,
        resultPath,
        billedMicros: 896_000,
        transferRecords: [],
        signal: new AbortController().signal,
      };
    },
    files: () => filesIn(libraryFolder),
    read: (path) => readFileSync(join(libraryFolder, path), 'utf8'),
  };
};

/** Operations of which the n-th, counted from 1, fails with ENOSPC; `doneBefore`: after its effect. */
export const failingAt = (
  n: number,
  doneBefore = false,
): FolderOperations & { readonly count: () => number } => {
  let calls = 0;
  const breaking =
    <A extends readonly unknown[]>(act: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      calls += 1;
      const isBroken = calls === n;
      if (!isBroken || doneBefore) await act(...args);
      if (isBroken) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    };
  return {
    count: () => calls,
    makeFolder: breaking(folderOperations.makeFolder),
    place: breaking(folderOperations.place),
    write: breaking(folderOperations.write),
    moveIn: breaking(folderOperations.moveIn),
    remove: breaking(folderOperations.remove),
  };
};

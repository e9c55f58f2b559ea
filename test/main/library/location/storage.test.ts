import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { markerName, markerText } from '#main/library/location/location.ts';
import { createLibraryStorage } from '#main/library/location/storage.ts';
import { tempFolder } from '../../storage/temp-folder.ts';
import { call, createMemoryLibrary, type MemoryLibrary } from '../memory-library.ts';

const bytes = (count: number) => Buffer.alloc(count);

/** A library of 1000 bytes, with 200 in the trash and 30 in the work folder. */
const filled = () => {
  const memoryLibrary = createMemoryLibrary();
  const folders = { kept: '2026-11/item-0001', removed: '2026-11/item-0002' };
  const library = join(memoryLibrary.dataFolder, 'library');
  const work = join(memoryLibrary.dataFolder, 'work');
  for (const folder of [join(library, folders.kept), join(library, folders.removed), join(work, 'fitted')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(library, folders.kept, 'result.mp4'), bytes(1000));
  writeFileSync(join(library, folders.removed, 'result.mp4'), bytes(200));
  writeFileSync(join(work, 'fitted/motion.mp4'), bytes(30));
  const list = () =>
    ok([
      { folder: folders.kept, isInTrash: false },
      { folder: folders.removed, isInTrash: true },
    ]);
  return { memoryLibrary, library, work, folders, list };
};

const storageOf = (
  { memoryLibrary, work, list }: { memoryLibrary: MemoryLibrary } & Omit<ReturnType<typeof filled>, 'house'>,
  oldCopies: readonly string[] = [],
) =>
  createLibraryStorage({
    dataFolder: memoryLibrary.dataFolder,
    workFolder: work,
    location: memoryLibrary.location,
    list,
    oldCopies: () => oldCopies,
    freeBytes: async () => 5000,
  });

const defaults = (library: string) => ({
  folder: library,
  isDefault: true,
  isThere: true,
  isWritable: true,
  items: 1,
  libraryBytes: 1000,
  trashBytes: 200,
  workBytes: 30,
  freeBytes: 5000,
  oldCopies: [],
});

test('measures the library, the trash, the work files and the free space', async () => {
  const tempLibrary = filled();
  expect(await storageOf(tempLibrary)(call())).toEqual(ok(defaults(tempLibrary.library)));
});

test('counts a file with two hard links once', async () => {
  const tempLibrary = filled();
  linkSync(
    join(tempLibrary.library, tempLibrary.folders.kept, 'result.mp4'),
    join(tempLibrary.work, 'fitted/same.mp4'),
  );
  expect(await storageOf(tempLibrary)(call())).toEqual(ok(defaults(tempLibrary.library)));
});

test('does not follow symlinks, including cyclic ones', async () => {
  const tempLibrary = filled();
  const elsewhere = tempFolder();
  writeFileSync(join(elsewhere, 'film.mp4'), bytes(9999));
  symlinkSync(elsewhere, join(tempLibrary.library, 'elsewhere'));
  symlinkSync(tempLibrary.library, join(tempLibrary.library, 'circle'));
  expect(await storageOf(tempLibrary)(call())).toEqual(ok(defaults(tempLibrary.library)));
});

test('reports a library whose disk is away as missing', async () => {
  const tempLibrary = filled();
  const away = join(tempFolder(), 'films');
  tempLibrary.memoryLibrary.settings.libraryFolder = away;
  expect(await storageOf(tempLibrary)(call())).toEqual(
    ok({
      ...defaults(away),
      isDefault: false,
      isThere: false,
      isWritable: false,
      libraryBytes: 0,
      trashBytes: 0,
      freeBytes: null,
    }),
  );
});

test('measures old copies of the library, and reports those whose disk is away', async () => {
  const tempLibrary = filled();
  const [old, away] = [tempFolder(), join(tempFolder(), 'films')];
  writeFileSync(join(old, markerName), markerText('6f1e0c52-8d53-4c3e-9b0a-0d0f5b3a7c11'));
  writeFileSync(join(old, 'result.mp4'), bytes(100));
  const markerBytes = markerText('6f1e0c52-8d53-4c3e-9b0a-0d0f5b3a7c11').length;
  expect(await storageOf(tempLibrary, [old, away])(call())).toMatchObject({
    value: {
      oldCopies: [
        { folder: old, sizeBytes: 100 + markerBytes },
        { folder: away, sizeBytes: null },
      ],
    },
  });
});

test('counts many files in many folders', async () => {
  const tempLibrary = filled();
  for (let folder = 0; folder < 40; folder += 1) {
    mkdirSync(join(tempLibrary.work, String(folder), 'deep/down'), { recursive: true });
    for (let file = 0; file < 20; file += 1)
      writeFileSync(join(tempLibrary.work, String(folder), 'deep/down', `${file}`), bytes(1));
  }
  expect(await storageOf(tempLibrary)(call())).toEqual(
    ok({ ...defaults(tempLibrary.library), workBytes: 830 }),
  );
});

test('can be cancelled', async () => {
  expect(await storageOf(filled())(call({ signal: AbortSignal.abort() }))).toEqual({
    ok: false,
    error: { code: 'cancelled', charged: 'no' },
  });
});

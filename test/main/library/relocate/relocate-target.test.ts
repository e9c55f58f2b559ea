import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markerName, markerText } from '#main/library/location/location.ts';
import { checkTarget, judgeTarget, type TargetFacts } from '#main/library/relocate/relocate-target.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

const good: TargetFacts = {
  name: 'films',
  isAbsolute: true,
  relation: 'apart',
  found: 'empty',
  isWritable: true,
  freeBytes: 1000,
};

const unsuitable = (reason: string) => ({
  ok: false,
  error: { code: 'folder-unsuitable', charged: 'no', subject: 'films', reason },
});
const failed = (code: string) => ({ ok: false, error: { code, charged: 'no', subject: 'films' } });
const fine = { ok: true, value: undefined };

test.each<[string, Partial<TargetFacts>, object]>([
  ['an empty folder with just enough free space', {}, fine],
  ['a missing folder', { found: 'missing' }, fine],
  ['an earlier, unfinished move of the same library', { found: 'this-library' }, fine],
  ['a disk with unknown free space', { freeBytes: null }, fine],
  ['a relative path', { isAbsolute: false }, unsuitable('not-absolute')],
  ['the folder of the library', { relation: 'same' }, unsuitable('same')],
  ['a folder in the library', { relation: 'inside' }, unsuitable('inside-library')],
  ['a folder that holds the library', { relation: 'around' }, unsuitable('around-library')],
  ['the data folder', { relation: 'in-data' }, unsuitable('in-data-folder')],
  ['another library', { found: 'another-library' }, unsuitable('another-library')],
  ['a folder with files', { found: 'not-empty' }, unsuitable('not-empty')],
  ['a file', { found: 'no-folder' }, unsuitable('not-a-folder')],
  ['a folder that cannot be written to', { isWritable: false }, failed('folder-unwritable')],
  ['a disk with too little free space', { freeBytes: 999 }, failed('disk-full')],
])('judges %s before anything is copied', (_, facts, judged) => {
  expect(judgeTarget({ ...good, ...facts }, 1000)).toEqual(judged);
});

const libraryId = '7f6f1a52-1c8c-4f0e-9a53-0f4d8a4d7a11';
const otherId = '11111111-1c8c-4f0e-9a53-0f4d8a4d7a11';

const lay = () => {
  const root = tempFolder();
  const dataFolder = join(root, 'data');
  const library = join(dataFolder, 'library');
  for (const folder of [library, join(root, 'empty'), join(root, 'full'), join(root, 'fresh-disk')])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'full', 'film.mp4'), 'film');
  writeFileSync(join(root, 'fresh-disk', '.DS_Store'), '');
  mkdirSync(join(root, 'fresh-disk', 'lost+found'));
  for (const [name, id] of [
    ['same', libraryId],
    ['other', otherId],
  ] as const) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, markerName), markerText(id));
  }
  symlinkSync(join(root, 'empty'), join(root, 'link'));
  symlinkSync(library, join(root, 'link-into'));
  return { root, dataFolder, library };
};

test.each([
  ['empty', 'apart', 'empty', 'empty'],
  ['new', 'apart', 'missing', 'new'],
  ['new/deep/down', 'apart', 'missing', 'new/deep/down'],
  ['full', 'apart', 'not-empty', 'full'],
  ['full/film.mp4', 'apart', 'no-folder', 'full/film.mp4'],
  ['fresh-disk', 'apart', 'empty', 'fresh-disk'],
  ['same', 'apart', 'this-library', 'same'],
  ['other', 'apart', 'another-library', 'other'],
  ['link', 'apart', 'empty', 'empty'],
  ['link/new', 'apart', 'missing', 'empty/new'],
  ['link-into', 'same', 'empty', 'data/library'],
  ['link-into/new', 'inside', 'missing', 'data/library/new'],
  ['data/library/2026-11', 'inside', 'missing', 'data/library/2026-11'],
  ['data', 'around', 'not-empty', 'data'],
  ['data/work/new', 'in-data', 'missing', 'data/work/new'],
  ['empty/../data/library', 'same', 'empty', 'data/library'],
])('reads facts of %s with links resolved', async (to, relation, found, real) => {
  const { root, dataFolder, library } = lay();
  const target = await checkTarget({
    ...{ to: join(root, to), libraryFolder: library, libraryId, dataFolder },
    defaultFolder: library,
    freeBytes: async () => 5000,
  });
  expect({ relation: target.facts.relation, found: target.facts.found, folder: target.folder }).toEqual({
    relation,
    found,
    folder: join(root, real),
  });
});

/** Creates files and folders by their paths in a folder; the path of a folder ends with a slash. */
const laid = (...paths: readonly string[]): string => {
  const root = tempFolder();
  for (const path of paths) {
    mkdirSync(join(root, path.endsWith('/') ? path : join(path, '..')), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(join(root, path), 'x');
  }
  return root;
};

test.each<[string, 'empty' | 'not-empty', readonly string[]]>([
  ['Dropbox', 'empty', ['.dropbox', '.dropbox.cache/2026-11-30/old.mp4', 'desktop.ini']],
  ['Syncthing', 'empty', ['.stfolder/', '.stignore', '.stversions/2026-11/item-0001/result.mp4']],
  ['Nextcloud', 'empty', ['.nextcloudsync.log', '.sync_0a1b2c3d.db', '.sync_0a1b2c3d.db-wal']],
  ['Resilio', 'empty', ['.sync/ID', '.sync/Archive/result.mp4']],
  ['Google Drive', 'empty', ['.tmp.drivedownload/', 'desktop.ini', 'Icon\r']],
  ['an office program', 'empty', ['~$table.xlsx', '.~lock.table.ods#']],
  [
    'Synology, in folders that a library was moved out of',
    'empty',
    ['@eaDir/x', '2026-11/@eaDir/x', '2026-11/item-0001/@eaDir/result.mp4@SynoEAStream'],
  ],
  [
    'a system, in folders that a library was moved out of',
    'empty',
    ['2026-11/.DS_Store', '2026-11/item-0001/'],
  ],
  ['the user, beside them', 'not-empty', ['.dropbox.cache/', 'film.mp4']],
  ['the user, in a month', 'not-empty', ['2026-11/film.mp4']],
  ['the user, deep in a month', 'not-empty', ['2026-11/item-0001/notes/text.txt']],
  ['the user, as an empty folder', 'not-empty', ['films/']],
  ['the user, hidden', 'not-empty', ['.git/config']],
])('a folder with files of %s is %s', async (_, found, paths) => {
  const { dataFolder, library } = lay();
  const target = await checkTarget({
    ...{ to: laid(...paths), libraryFolder: library, libraryId, dataFolder },
    defaultFolder: library,
    freeBytes: async () => 5000,
  });
  expect(target.facts.found).toBe(found);
});

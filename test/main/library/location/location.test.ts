import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLibraryLocation, markerName, markerText } from '#main/library/location/location.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

const placeWith = (libraryFolder: string, dataFolder = tempFolder()) => ({
  dataFolder,
  location: createLibraryLocation({ dataFolder, settings: () => ({ libraryFolder }) }),
});

const away = (subject: string) => ({ ok: false, error: { code: 'library-away', charged: 'no', subject } });

test('the default library is in the data folder and is created when missing', () => {
  const { location, dataFolder } = placeWith('');
  expect([location.ready(), location.ready()]).toEqual(
    Array.from({ length: 2 }, () => ({ ok: true, value: join(dataFolder, 'library') })),
  );
});

test('a chosen folder with the marker is the library', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, markerName), markerText('7f6f1a52-1c8c-4f0e-9a53-0f4d8a4d7a11'));
  expect(placeWith(folder).location.ready()).toEqual({ ok: true, value: folder });
});

test('an empty mount point is no library', () => {
  const folder = join(tempFolder(), 'films');
  mkdirSync(folder);
  expect(placeWith(folder).location.ready()).toEqual(away('films'));
});

test('a missing chosen folder is away, and is not created', () => {
  const folder = join(tempFolder(), 'films');
  const { location } = placeWith(folder);
  expect([location.ready(), location.folder()]).toEqual([away('films'), folder]);
});

test.each([
  ['that is no JSON', 'hello'],
  ['without an id', '{"version":1}'],
  ['that is far too long', markerText('7f6f1a52-1c8c-4f0e-9a53-0f4d8a4d7a11').padEnd(9000)],
])('ignores a marker %s', (_, text) => {
  const folder = join(tempFolder(), 'films');
  mkdirSync(folder);
  writeFileSync(join(folder, markerName), text);
  expect(placeWith(folder).location.ready()).toEqual(away('films'));
});

test('ignores a marker file that is a symlink', () => {
  const folder = join(tempFolder(), 'films');
  mkdirSync(folder);
  const elsewhere = join(tempFolder(), 'marker');
  writeFileSync(elsewhere, markerText('7f6f1a52-1c8c-4f0e-9a53-0f4d8a4d7a11'));
  symlinkSync(elsewhere, join(folder, markerName));
  expect(placeWith(folder).location.ready()).toEqual(away('films'));
});

test('a library folder that was replaced by a dangling link is away, and nothing is written elsewhere', () => {
  const { location, dataFolder } = placeWith('');
  symlinkSync(join(dataFolder, 'gone'), join(dataFolder, 'library'));
  expect(location.ready()).toEqual(away('library'));
});

test('a chosen folder that comes back is the library again', () => {
  const folder = join(tempFolder(), 'films');
  const { location } = placeWith(folder);
  const connect = () => {
    mkdirSync(folder);
    writeFileSync(join(folder, markerName), markerText('7f6f1a52-1c8c-4f0e-9a53-0f4d8a4d7a11'));
  };
  connect();
  const before = location.ready().ok;
  rmSync(folder, { recursive: true });
  const without = location.ready().ok;
  connect();
  expect([before, without, location.ready().ok]).toEqual([true, false, true]);
});

test('a folder that is known not to answer is away, without another call', () => {
  const dataFolder = tempFolder();
  let isSilent = true;
  const location = createLibraryLocation({
    dataFolder,
    settings: () => ({ libraryFolder: '' }),
    isSilent: () => isSilent,
  });
  expect([location.ready(), existsSync(join(dataFolder, 'library'))]).toEqual([away('library'), false]);
  isSilent = false;
  expect(location.ready()).toEqual({ ok: true, value: join(dataFolder, 'library') });
});

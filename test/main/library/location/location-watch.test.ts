import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markerName, markerText } from '#main/library/location/location-marker.ts';
import { checkLocation, type LocationState, watchLocation } from '#main/library/location/location-watch.ts';
import { canForbid, forbidWriting } from '../../storage/disks.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

test('a chosen folder is there while its marker is, and the usual one is made when needed', async () => {
  const folder = join(tempFolder(), 'library');
  expect(await checkLocation(folder, false)).toBe('ready');
  expect(await checkLocation(folder, true)).toBe('away');
  mkdirSync(folder);
  expect(await checkLocation(folder, true)).toBe('away');
  writeFileSync(join(folder, markerName), '{}');
  expect(await checkLocation(folder, true)).toBe('away');
  writeFileSync(join(folder, markerName), markerText('4f0c3a0e-5a5b-4a53-9a53-0d1f6c8a7b21'));
  expect(await checkLocation(folder, true)).toBe('ready');
  rmSync(folder, { recursive: true });
  expect(await checkLocation(folder, true)).toBe('away');
});

test('the usual folder is away where a file, or a link to nowhere, is in its way', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), 'no folder');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  const looks = ['file', 'link', 'nothing', '.'].map((name) => checkLocation(join(folder, name), false));
  expect(await Promise.all(looks)).toEqual(['away', 'away', 'ready', 'ready']);
});

if (canForbid)
  test('a folder that takes no files is read-only', async () => {
    const folder = tempFolder();
    forbidWriting(folder);
    expect(await checkLocation(folder, false)).toBe('read-only');
  });

/** Looks as the list says, then ends. A look that never answers is `silent`. */
const watch = async (
  looks: readonly (LocationState | 'silent')[],
  onSilence: (folder: string | null) => void = () => undefined,
): Promise<readonly string[]> => {
  const stop = new AbortController();
  const told: string[] = [];
  let left = [...looks];
  await watchLocation({
    location: { folder: () => '/media/disk/library' },
    defaultFolder: '/home/person/library',
    clock: {
      sleep: async (ms) => {
        // The last look has been told of when the watch rests.
        if (ms === 2000 && left.length === 0) stop.abort();
      },
    },
    signal: stop.signal,
    onState: (state, name) => told.push(`${name} ${state}`),
    onSilence,
    look: () => {
      const [first = 'ready', ...rest] = left;
      left = rest;
      return first === 'silent' ? new Promise(() => undefined) : Promise.resolve(first);
    },
  });
  return told;
};

test('only changes are told, and a drive that does not answer is away', async () => {
  expect(await watch(['ready', 'ready', 'away', 'away', 'silent', 'read-only', 'ready'])).toEqual([
    'library ready',
    'library away',
    'library read-only',
    'library ready',
  ]);
});

test('a drive that does not answer is known as one, which a drive that is only away is not', async () => {
  const folders: (string | null)[] = [];
  await watch(['ready', 'silent', 'away', 'ready'], (folder) => folders.push(folder));
  expect(folders).toEqual([null, '/media/disk/library', null, null]);
});

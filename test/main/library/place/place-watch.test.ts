import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markerName } from '#main/library/place/place-marker.ts';
import { lookAtPlace, type PlaceState, watchPlace } from '#main/library/place/place-watch.ts';
import { tempFolder } from '../../files/temp-folder.ts';

const isRoot = process.getuid?.() === 0;

test('a chosen folder is there while its marker is, and the usual one is made when needed', async () => {
  const folder = join(tempFolder(), 'library');
  expect(await lookAtPlace(folder, false)).toBe('ready');
  expect(await lookAtPlace(folder, true)).toBe('away');
  mkdirSync(folder);
  expect(await lookAtPlace(folder, true)).toBe('away');
  writeFileSync(join(folder, markerName), '{}');
  expect(await lookAtPlace(folder, true)).toBe('ready');
  rmSync(folder, { recursive: true });
  expect(await lookAtPlace(folder, true)).toBe('away');
});

// To root nothing is forbidden.
test.skipIf(isRoot)('a folder that takes no files is read-only', async () => {
  const folder = tempFolder();
  chmodSync(folder, 0o500);
  expect(await lookAtPlace(folder, false)).toBe('read-only');
});

/** Looks as the list says, then ends. A look that never answers is `silent`. */
const watch = async (looks: readonly (PlaceState | 'silent')[]): Promise<readonly string[]> => {
  const stop = new AbortController();
  const told: string[] = [];
  let left = [...looks];
  await watchPlace({
    place: { folder: () => '/media/disk/library' },
    usualFolder: '/home/person/library',
    clock: {
      sleep: async (ms) => {
        // The last look has been told of when the watch rests.
        if (ms === 2000 && left.length === 0) stop.abort();
      },
    },
    signal: stop.signal,
    onState: (state, name) => told.push(`${name} ${state}`),
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

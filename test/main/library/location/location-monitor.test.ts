import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBackground } from '#main/background.ts';
import { markerName, markerText } from '#main/library/location/location.ts';
import {
  checkLocation,
  createLocationMonitor,
  type LocationState,
  watchLocation,
} from '#main/library/location/location-monitor.ts';
import { canForbid, forbidWriting } from '../../storage/disks.ts';
import { tempFolder } from '../../storage/temp-folder.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('resolves after the first check and reports the return of an absent library only', async () => {
  const libraryFolder = tempFolder();
  const marker = join(libraryFolder, markerName);
  const connect = () => writeFileSync(marker, markerText('4f0c3a0e-5a5b-4a53-9a53-0d1f6c8a7b21'));
  connect();
  const closing = new AbortController();
  const background = createBackground(log);
  /** Changes between two checks, in this order. */
  const changes = [() => rmSync(marker), connect, () => closing.abort()];
  const states: string[] = [];
  let returns = 0;
  const monitor = createLocationMonitor({
    ports: {
      dataFolder: tempFolder(),
      clock: {
        now: () => new Date(0),
        sleep: async () => changes.shift()?.(),
      },
      // The disk answers within the limit.
      diskClock: { now: () => new Date(0), sleep: () => new Promise(() => undefined) },
    },
    settings: () => ({ libraryFolder }),
    background,
    closing: closing.signal,
    onState: (state) => states.push(state),
  });
  await monitor.watch(() => {
    returns += 1;
  });
  expect(states[0]).toBe('ready');
  await background.idle();
  expect(states).toEqual(['ready', 'away', 'ready']);
  expect(returns).toBe(1);
  expect(monitor.isSilent(libraryFolder)).toBe(false);
});

test('a chosen folder is ready while it has its marker, and the default folder is ready before it exists', async () => {
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

test('the default folder is away where a file or a dangling link has its name', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), 'no folder');
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  const answers = ['file', 'link', 'nothing', '.'].map((name) => checkLocation(join(folder, name), false));
  expect(await Promise.all(answers)).toEqual(['away', 'away', 'ready', 'ready']);
});

if (canForbid)
  test('a folder that is not writable is read-only', async () => {
    const folder = tempFolder();
    forbidWriting(folder);
    expect(await checkLocation(folder, false)).toBe('read-only');
  });

/** Checks with these answers, then ends. `silent`: a check that never answers. */
const watch = async (
  answers: readonly (LocationState | 'silent')[],
  onSilence: (folder: string | null) => void = () => undefined,
): Promise<readonly string[]> => {
  const stop = new AbortController();
  const reported: string[] = [];
  let left = [...answers];
  await watchLocation({
    location: { folder: () => '/media/disk/library' },
    defaultFolder: '/home/person/library',
    clock: {
      sleep: async (ms) => {
        // The last answer has been reported when the watch sleeps.
        if (ms === 2000 && left.length === 0) stop.abort();
      },
    },
    signal: stop.signal,
    onState: (state, name) => reported.push(`${name} ${state}`),
    onSilence,
    check: () => {
      const [first = 'ready', ...rest] = left;
      left = rest;
      return first === 'silent' ? new Promise(() => undefined) : Promise.resolve(first);
    },
  });
  return reported;
};

test('reports changes only, and a drive that does not answer as away', async () => {
  expect(await watch(['ready', 'ready', 'away', 'away', 'silent', 'read-only', 'ready'])).toEqual([
    'library ready',
    'library away',
    'library read-only',
    'library ready',
  ]);
});

test('reports a drive that does not answer as silent, but not a drive that is only away', async () => {
  const folders: (string | null)[] = [];
  await watch(['ready', 'silent', 'away', 'ready'], (folder) => folders.push(folder));
  expect(folders).toEqual([null, '/media/disk/library', null, null]);
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBackground } from '#main/background.ts';
import { markerName, markerText } from '#main/library/location/location-marker.ts';
import { createLocationMonitor } from '#main/library/location/location-monitor.ts';
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

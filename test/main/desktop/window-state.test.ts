import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWindowState, minSize, placeWindow } from '#main/desktop/window-state.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 850 };
const external = { x: 1440, y: 0, width: 2560, height: 1400 };
const left = { x: -1920, y: 0, width: 1920, height: 1040 };

const saved = (bounds: Partial<typeof laptop> = {}, isMaximized = false) => ({
  bounds: { x: 100, y: 100, width: 1000, height: 700, ...bounds },
  isMaximized,
});

describe('placeWindow', () => {
  test('opens in the default size at the first start, limited to the display', () => {
    expect(placeWindow(null, [external])).toEqual({ width: 1360, height: 860, isMaximized: false });
    expect(placeWindow(null, [laptop])).toEqual({ width: 1360, height: 850, isMaximized: false });
    expect(placeWindow(null, [])).toEqual({ width: 1360, height: 860, isMaximized: false });
  });

  test.each([
    [saved(), [laptop]],
    [saved({ x: 2000, y: 50 }), [laptop, external]],
    [saved({ x: -1800 }), [laptop, left]],
  ] as const)('keeps %j where its display is present', (state, displays) => {
    expect(placeWindow(state, displays)).toEqual({ ...state.bounds, isMaximized: false });
  });

  test.each([
    ['to the right', { x: 2000 }],
    ['to the left', { x: -1800 }],
    ['below', { y: 4000 }],
    ['almost wholly to the right', { x: 1400 }],
    ['with its title bar above', { y: -300 }],
    ['with its title bar below', { y: 860 }],
  ])('keeps the size and not the position of a window that is now outside: %s', (_where, bounds) => {
    expect(placeWindow(saved(bounds), [laptop])).toEqual({ width: 1000, height: 700, isMaximized: false });
  });

  test('limits a window from a larger display to the present one', () => {
    expect(placeWindow(saved({ width: 2500, height: 1300 }), [laptop])).toEqual({
      x: 100,
      y: 100,
      width: 1440,
      height: 850,
      isMaximized: false,
    });
    expect(placeWindow(saved({ x: 2000, width: 2500, height: 1300 }), [laptop])).toEqual({
      width: 1440,
      height: 850,
      isMaximized: false,
    });
  });

  test('measures a window on two displays by the one with its larger part', () => {
    expect(placeWindow(saved({ x: 1300, width: 2000, height: 1200 }), [laptop, external])).toEqual({
      x: 1300,
      y: 100,
      width: 2000,
      height: 1200,
      isMaximized: false,
    });
  });

  test('is never smaller than the minimum', () => {
    expect(placeWindow(saved({ width: 10, height: 0 }), [])).toMatchObject(minSize);
    expect(placeWindow(saved({ width: 200, height: 10 }), [laptop])).toMatchObject(minSize);
    expect(placeWindow(null, [{ x: 0, y: 0, width: 640, height: 480 }])).toMatchObject(minSize);
  });

  test('stays maximised when its display is gone', () => {
    expect(placeWindow(saved({ x: 2000 }, true), [laptop])).toEqual({
      width: 1000,
      height: 700,
      isMaximized: true,
    });
  });
});

describe('createWindowState', () => {
  const create = (dataFolder = tempFolder()) => {
    const waits: (() => void)[] = [];
    const clock = {
      sleep: (_ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          waits.push(resolve);
          signal?.addEventListener('abort', () => resolve());
        }),
    };
    const log = createTestLog();
    return { state: createWindowState({ dataFolder, clock, log }), waits, log, dataFolder };
  };
  const stored = (dataFolder: string): unknown =>
    JSON.parse(readFileSync(join(dataFolder, 'window.json'), 'utf8'));

  test('is null before the first save, and returned at the next start', () => {
    const { state, dataFolder } = create();
    expect(state.read()).toBeNull();
    state.save(saved({}, true));
    expect(create(dataFolder).state.read()).toEqual(saved({}, true));
  });

  test('writes once after several changes, with the last state', async () => {
    const { state, waits, dataFolder } = create();
    let x = 1;
    const changes = [2, 3, 4].map((next) => {
      x = next;
      return state.changed(() => saved({ x }));
    });
    await Promise.all(changes.slice(0, 2));
    expect(state.read()).toBeNull();
    waits[2]?.();
    await Promise.all(changes);
    expect(stored(dataFolder)).toEqual(saved({ x: 4 }));
  });

  test('does not write a delayed change after the window was closed', async () => {
    const { state, dataFolder } = create();
    const late = state.changed(() => saved({ x: 9 }));
    state.save(saved());
    await late;
    expect(stored(dataFolder)).toEqual(saved());
  });

  test.each(['half of {', '[]', '{"bounds":{"x":"1"},"isMaximized":false}'])('ignores %s', (text) => {
    const { state, log, dataFolder } = create();
    writeFileSync(join(dataFolder, 'window.json'), text);
    expect(state.read()).toBeNull();
    expect(log.lines).toHaveLength(1);
  });

  test('logs a state that cannot be written', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), '');
    const { state, log } = create(join(folder, 'file'));
    state.save(saved());
    expect(log.lines[0]).toMatchObject({ message: 'window state not stored' });
  });
});

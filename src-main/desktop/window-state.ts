/** Where the window was: kept in the data folder, and compared with the displays that exist now. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock, Log } from '../ports.ts';
import { createJsonFile } from '../storage/json-file.ts';

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
/** In points of the system's display coordinates. */
export type Bounds = z.infer<typeof boundsSchema>;

/** `bounds`: of the window when it is neither maximised nor in full screen. */
const windowStateSchema = z.object({ bounds: boundsSchema, isMaximized: z.boolean() });
export type WindowState = z.infer<typeof windowStateSchema>;

export const minSize = { width: 720, height: 560 } as const;
const defaultSize = { width: 1360, height: 860 } as const;

/** The part of the title bar that must be on a display, so that the window can be moved with the pointer. */
const grip = { width: 120, height: 32 } as const;

/** Without `x` and `y` the system chooses the position. */
export type Placement = {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
};

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

const sharedArea = (one: Bounds, other: Bounds): number =>
  Math.max(0, overlap(one.x, one.width, other.x, other.width)) *
  Math.max(0, overlap(one.y, one.height, other.y, other.height));

const within = (length: number, min: number, max: number): number => Math.max(min, Math.min(length, max));

/** A window is never larger than the display's work area, except where that is smaller than its minimum. */
const sizeOn = (area: Bounds | undefined, size: { readonly width: number; readonly height: number }) => ({
  width: within(size.width, minSize.width, area?.width ?? size.width),
  height: within(size.height, minSize.height, area?.height ?? size.height),
});

const isReachable = (bounds: Bounds, area: Bounds): boolean =>
  overlap(bounds.x, bounds.width, area.x, area.width) >= grip.width &&
  overlap(bounds.y, grip.height, area.y, area.height) >= grip.height;

/** `workAreas`: of the present displays, the primary one first. */
export const placeWindow = (saved: WindowState | null, workAreas: readonly Bounds[]): Placement => {
  const primary = workAreas[0];
  if (saved === null) return { ...sizeOn(primary, defaultSize), isMaximized: false };
  const { bounds, isMaximized } = saved;
  const area = workAreas
    .filter((one) => isReachable(bounds, one))
    .sort((one, other) => sharedArea(bounds, other) - sharedArea(bounds, one))[0];
  // Its display is gone, or its title bar is outside.
  if (area === undefined) return { ...sizeOn(primary, bounds), isMaximized };
  return { x: bounds.x, y: bounds.y, ...sizeOn(area, bounds), isMaximized };
};

/** A resize by the pointer makes many events; the state is written when they end. In milliseconds. */
const writeDelayMs = 500;

export const createWindowState = (deps: {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Log;
}) => {
  const { clock, log } = deps;
  const name = 'window.json';
  const file = createJsonFile({
    path: join(deps.dataFolder, name),
    schema: windowStateSchema.nullable(),
    name,
    log,
  });
  let waiting = new AbortController();
  const save = (state: WindowState): void => {
    waiting.abort();
    try {
      file.write(state);
    } catch (cause) {
      log.warn('window state not stored', { cause });
    }
  };
  return {
    read: (): WindowState | null => file.read(null),
    save,
    /** Saves the state that `read` returns, once nothing has changed for a while. */
    changed: async (read: () => WindowState): Promise<void> => {
      waiting.abort();
      waiting = new AbortController();
      const { signal } = waiting;
      await clock.sleep(writeDelayMs, signal);
      if (!signal.aborted) save(read());
    },
  };
};
export type WindowStateFile = ReturnType<typeof createWindowState>;

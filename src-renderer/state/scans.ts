/** Scans the open video, once, as soon as it is open. The result is dropped together with the video. */
import type { BestWindow, Scan } from '#contract/model/scan.ts';
import type { SourceId } from '#contract/model/source.ts';
import { bestWindows } from '#contract/rules/best-windows.ts';
import { windowOnFrames } from '#contract/rules/window.ts';
import type { Client } from '../bridge/client.ts';
import { type OpenVideo, selectVideo } from './selectors.ts';
import type { AppStore, Mirror, ScanStatus } from './store.ts';

type Limits = { readonly minSec: number; readonly maxSec: number };

/** Memoized: called with every movement of a handle, often with the same limits. */
const windowFinder = (scan: Scan, fps: number) => {
  const found = new Map<string, readonly BestWindow[]>();
  return (limits: Limits): readonly BestWindow[] => {
    const key = `${limits.minSec} ${limits.maxSec}`;
    const known =
      found.get(key) ??
      bestWindows(scan, limits).map((part) => windowOnFrames(part, { scan, fps, minSec: limits.minSec }));
    found.set(key, known);
    return known;
  };
};

/** `fps`: of the video; the best parts begin and end on its frames. */
export const scanStatusOf = (scan: Scan, fps: number): ScanStatus => ({
  kind: 'done',
  scan,
  best: windowFinder(scan, fps),
});

/** Returns the cleanup function. `write`: see mirror.ts. */
export const keepScans = (deps: {
  readonly client: Client;
  readonly store: AppStore;
  readonly write: (change: Pick<Mirror, 'scans'>) => void;
}): (() => void) => {
  const { client, store, write } = deps;
  let scannedId: SourceId | null = null;

  const scanVideo = async ({ id: sourceId, facts }: OpenVideo): Promise<void> => {
    write({ scans: { [sourceId]: { kind: 'working', fraction: null } } });
    const scan = await client.call('media.scan', { sourceId });
    // Another video has replaced it in the meantime.
    if (scannedId !== sourceId) return;
    write({
      scans: {
        [sourceId]: scan.ok ? scanStatusOf(scan.value, facts.fps) : { kind: 'failed', error: scan.error },
      },
    });
  };
  const follow = () => {
    const video = selectVideo(store.getState());
    if ((video?.id ?? null) === scannedId) return;
    scannedId = video?.id ?? null;
    if (video) void scanVideo(video);
    else write({ scans: {} });
  };

  const stops = [
    store.subscribe(follow),
    client.on('media.progress', ({ sourceId, work, fraction }) => {
      const known = store.getState().mirror.scans[sourceId];
      if (work === 'scan' && known?.kind === 'working')
        write({ scans: { [sourceId]: { kind: 'working', fraction } } });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};

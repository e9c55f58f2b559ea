/** The library's location together with the watch over it: whether its disk is there, and whether it answers. */
import type { Settings } from '#contract/model/settings.ts';
import type { Background } from '../../background.ts';
import type { Ports } from '../../ports.ts';
import { createLibraryLocation, defaultLibraryFolder, type LibraryLocation } from './location.ts';
import { type LocationState, watchLocation } from './location-watch.ts';

export type LocationMonitor = {
  readonly location: LibraryLocation;
  /** True for a folder that did not answer in time when it was last looked at. */
  readonly isSilent: (folder: string) => boolean;
  /** Resolves after the first look and keeps watching in the background. `onReturn`: an absent library is back. */
  readonly watch: (onReturn: () => void) => Promise<void>;
};

export const createLocationMonitor = (deps: {
  readonly ports: Pick<Ports, 'dataFolder' | 'clock' | 'diskClock'>;
  readonly settings: () => Pick<Settings, 'libraryFolder'>;
  readonly background: Background;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  /** `name`: of the folder, without its path. */
  readonly onState: (state: LocationState, name: string) => void;
}): LocationMonitor => {
  const { ports, background, closing } = deps;
  const { dataFolder, clock, diskClock = clock } = ports;
  let silentFolder: string | null = null;
  const isSilent = (folder: string): boolean => folder === silentFolder;
  const location = createLibraryLocation({ dataFolder, isSilent, settings: deps.settings });
  return {
    location,
    isSilent,
    watch: (onReturn) => {
      const firstLook = Promise.withResolvers<void>();
      let wasAway = false;
      const watching = watchLocation({
        location,
        clock,
        diskClock,
        signal: closing,
        defaultFolder: defaultLibraryFolder(dataFolder),
        onState: (state, name) => {
          deps.onState(state, name);
          if (wasAway && state === 'ready') onReturn();
          wasAway = state === 'away';
          firstLook.resolve();
        },
        onSilence: (folder) => {
          silentFolder = folder;
        },
      });
      background.run('watch the library', () => watching.finally(firstLook.resolve));
      return firstLook.promise;
    },
  };
};

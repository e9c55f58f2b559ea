/** The library's location, monitored: whether its disk is present and answers. */
import type { Settings } from '#contract/model/settings.ts';
import type { Background } from '../../background.ts';
import type { Ports } from '../../ports.ts';
import { createLibraryLocation, defaultLibraryFolder, type LibraryLocation } from './location.ts';
import { type LocationState, watchLocation } from './location-watch.ts';

export type LocationMonitor = {
  readonly location: LibraryLocation;
  /** True for a folder that did not answer in time at the last check. */
  readonly isSilent: (folder: string) => boolean;
  /** Resolves after the first check and continues in the background. `onReturn`: an absent library is back. */
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
      const firstCheck = Promise.withResolvers<void>();
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
          firstCheck.resolve();
        },
        onSilence: (folder) => {
          silentFolder = folder;
        },
      });
      background.run('watch the library', () => watching.finally(firstCheck.resolve));
      return firstCheck.promise;
    },
  };
};

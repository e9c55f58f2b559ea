/** Polls whether the library's folder exists, is writable and answers: its disk may be disconnected and reconnected. */
import { access, constants, lstat, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Settings } from '#contract/model/settings.ts';
import type { Background } from '../../background.ts';
import type { Clock, Ports } from '../../ports.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { createLibraryLocation, defaultLibraryFolder, findMarker, type LibraryLocation } from './location.ts';

export type LocationState = 'ready' | 'away' | 'read-only';

const pollEveryMs = 2000;
/** An unreachable network drive may never answer. */
const silentAfterMs = 5000;

const isForbidden = (cause: unknown): boolean => ['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(cause) ?? '');

const isAnythingThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** The default folder is created when a result is saved, unless a file or a dangling link has its name. */
const isDefaultUnavailable = async (folder: string): Promise<boolean> => {
  const found = await stat(folder).catch((cause: unknown) => {
    if (isForbidden(cause)) throw cause;
    return null;
  });
  return found === null ? isAnythingThere(folder) : !found.isDirectory();
};

/** Asynchronous, because a synchronous call could block the whole program. `isChosen`: a folder that the user chose has a marker. */
export const checkLocation = async (folder: string, isChosen: boolean): Promise<LocationState> => {
  try {
    if (isChosen ? (await findMarker(folder)) === null : await isDefaultUnavailable(folder)) return 'away';
    await access(folder, constants.W_OK);
    return 'ready';
  } catch (cause) {
    if (isForbidden(cause)) return 'read-only';
    return isChosen ? 'away' : 'ready';
  }
};

/** Resolves when the signal is aborted. Checks run one after another, so that checks that hang do not use up all threads. */
export const watchLocation = async (deps: {
  readonly location: Pick<LibraryLocation, 'folder'>;
  readonly defaultFolder: string;
  readonly clock: Pick<Clock, 'sleep'>;
  /** For the time limit of one check. */
  readonly diskClock?: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  /** Called after the first check, and at every change. `name`: of the folder, without its path. */
  readonly onState: (state: LocationState, name: string) => void;
  /** Called after each check with the full path of a folder that does not answer; null: it answers. */
  readonly onSilence?: (folder: string | null) => void;
  readonly check?: typeof checkLocation;
}): Promise<void> => {
  const { location, clock, signal, check = checkLocation, onSilence = () => undefined } = deps;
  const { diskClock = clock } = deps;
  let reported: string | null = null;
  const report = (state: LocationState, folder: string) => {
    const news = `${state} ${folder}`;
    if (news === reported || signal.aborted) return;
    reported = news;
    deps.onState(state, basename(folder));
  };
  while (!signal.aborted) {
    const folder = location.folder();
    const checking = check(folder, folder !== deps.defaultFolder);
    const answered = new AbortController();
    const silence = diskClock
      .sleep(silentAfterMs, AbortSignal.any([signal, answered.signal]))
      .then(() => null);
    const first = await Promise.race([checking, silence]);
    answered.abort();
    onSilence(first === null ? folder : null);
    report(first ?? 'away', folder);
    if (first === null) await Promise.race([checking, clock.sleep(pollEveryMs * 1000, signal)]);
    await clock.sleep(pollEveryMs, signal);
  }
};

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

/** Whether the library's folder is there and takes files, looked at again and again: its disk may come and go. */
import { access, constants, lstat, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock } from '../../ports.ts';
import { errnoOf } from '../../storage/file-error.ts';
import type { LibraryLocation } from './location.ts';
import { lookForMarker } from './location-marker.ts';

export type LocationState = 'ready' | 'away' | 'read-only';

const pollEveryMs = 2000;
/** A network drive that has gone may not answer at all. */
const silentAfterMs = 5000;

const isForbidden = (cause: unknown): boolean => ['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(cause) ?? '');

const isAnythingThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** The usual folder is made when something is kept, unless a file or a link to nowhere is in its way. */
const isDefaultUnavailable = async (folder: string): Promise<boolean> => {
  const found = await stat(folder).catch((cause: unknown) => {
    if (isForbidden(cause)) throw cause;
    return null;
  });
  return found === null ? isAnythingThere(folder) : !found.isDirectory();
};

/** Not by a call that would hold up the whole program. `isChosen`: a folder that a person chose bears a marker. */
export const checkLocation = async (folder: string, isChosen: boolean): Promise<LocationState> => {
  try {
    if (isChosen ? (await lookForMarker(folder)) === null : await isDefaultUnavailable(folder)) return 'away';
    await access(folder, constants.W_OK);
    return 'ready';
  } catch (cause) {
    if (isForbidden(cause)) return 'read-only';
    return isChosen ? 'away' : 'ready';
  }
};

/** Resolves when the signal is aborted. Looks one after another: one that hangs must not take up more and more threads. */
export const watchLocation = async (deps: {
  readonly location: Pick<LibraryLocation, 'folder'>;
  readonly defaultFolder: string;
  readonly clock: Pick<Clock, 'sleep'>;
  /** For the limit on one answer of the disk. */
  readonly diskClock?: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  /** Told at the first look, and at every change. `name`: of the folder, without its path. */
  readonly onState: (state: LocationState, name: string) => void;
  /** Told with the full path of a folder that does not answer; null: one that did answer. */
  readonly onSilence?: (folder: string | null) => void;
  readonly look?: typeof checkLocation;
}): Promise<void> => {
  const { location, clock, signal, look = checkLocation, onSilence = () => undefined } = deps;
  const { diskClock = clock } = deps;
  let told: string | null = null;
  const tell = (state: LocationState, folder: string) => {
    const news = `${state} ${folder}`;
    if (news === told || signal.aborted) return;
    told = news;
    deps.onState(state, basename(folder));
  };
  while (!signal.aborted) {
    const folder = location.folder();
    const looked = look(folder, folder !== deps.defaultFolder);
    const inTime = new AbortController();
    const silence = diskClock.sleep(silentAfterMs, AbortSignal.any([signal, inTime.signal])).then(() => null);
    const first = await Promise.race([looked, silence]);
    inTime.abort();
    onSilence(first === null ? folder : null);
    tell(first ?? 'away', folder);
    if (first === null) await Promise.race([looked, clock.sleep(pollEveryMs * 1000, signal)]);
    await clock.sleep(pollEveryMs, signal);
  }
};

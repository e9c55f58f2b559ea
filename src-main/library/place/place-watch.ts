/** Whether the library's folder is there and takes files, looked at again and again: its disk may come and go. */
import { access, constants } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errnoOf } from '../../files/file-error.ts';
import type { Clock } from '../../ports.ts';
import type { LibraryPlace } from './place.ts';
import { markerName } from './place-marker.ts';

export type PlaceState = 'ready' | 'away' | 'read-only';

const lookEveryMs = 2000;
/** A network drive that has gone may not answer at all. */
const silentAfterMs = 5000;

const isForbidden = (cause: unknown): boolean => ['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(cause) ?? '');

/** Not by a call that would hold up the whole program. `isChosen`: a folder that a person chose bears a marker. */
export const lookAtPlace = async (folder: string, isChosen: boolean): Promise<PlaceState> => {
  try {
    if (isChosen) await access(join(folder, markerName));
    await access(folder, constants.W_OK);
    return 'ready';
  } catch (cause) {
    if (isForbidden(cause)) return 'read-only';
    // The usual folder is made when something is kept.
    return isChosen ? 'away' : 'ready';
  }
};

/** Resolves when the signal is aborted. Looks one after another: one that hangs must not take up more and more threads. */
export const watchPlace = async (deps: {
  readonly place: Pick<LibraryPlace, 'folder'>;
  readonly usualFolder: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  /** Told at the first look, and at every change. `name`: of the folder, without its path. */
  readonly onState: (state: PlaceState, name: string) => void;
  readonly look?: typeof lookAtPlace;
}): Promise<void> => {
  const { place, clock, signal, look = lookAtPlace } = deps;
  let told: string | null = null;
  const tell = (state: PlaceState, folder: string) => {
    const news = `${state} ${folder}`;
    if (news === told || signal.aborted) return;
    told = news;
    deps.onState(state, basename(folder));
  };
  while (!signal.aborted) {
    const folder = place.folder();
    const looked = look(folder, folder !== deps.usualFolder);
    const inTime = new AbortController();
    const silence = clock.sleep(silentAfterMs, AbortSignal.any([signal, inTime.signal])).then(() => null);
    const first = await Promise.race([looked, silence]);
    inTime.abort();
    tell(first ?? 'away', folder);
    if (first === null) await Promise.race([looked, clock.sleep(lookEveryMs * 1000, signal)]);
    await clock.sleep(lookEveryMs, signal);
  }
};

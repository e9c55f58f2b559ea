/** What a move of the library needs from the rest of the program. */
import type { Result } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Log } from '../../ports.ts';
import type { replaceFile } from '../../storage/atomic.ts';
import type { LibraryLocation } from '../location/location.ts';
import type { MoveDisk } from './move-disk.ts';

type LibrarySettings = Pick<Settings, 'libraryFolder' | 'libraryLeftBehind'>;

export type MoveDeps = {
  readonly dataFolder: string;
  readonly location: LibraryLocation;
  readonly settings: {
    readonly get: () => LibrarySettings;
    readonly set: (change: Partial<LibrarySettings>) => Result<unknown>;
  };
  /** All items of the catalogue, including the trash. `folder`: relative to the library; `marks`: plain data. */
  readonly list: () => Result<readonly { readonly folder: string; readonly marks: unknown }[]>;
  /** Runs `work` while nothing else can change the catalogue; where it fails, nothing is changed. */
  readonly cutover: (work: () => Result<void>) => Result<void>;
  readonly freeBytes: (folder: string) => Promise<number | null>;
  /** Whether a job that saves its result as this item is still running. */
  readonly isBusy: (itemId: string) => boolean;
  readonly log: Log;
  readonly disk?: MoveDisk;
  readonly replace?: typeof replaceFile;
};

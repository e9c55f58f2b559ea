/** The library at the start of the program: completes interrupted work and finds items that the catalogue lacks. */
import type { Result } from '#contract/errors.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Background } from '../background.ts';
import type { Ports } from '../ports.ts';
import type { Bundles } from './bundle/bundle.ts';
import type { LibraryImport } from './bundle/import.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { settleMarks } from './catalogue/marks-unsettled.ts';
import type { LocationMonitor } from './location/location-monitor.ts';
import { type RebuildDeps, rebuildIfEmpty } from './rebuild/rebuild.ts';
import type { Relocation } from './relocate/relocate.ts';
import { cleanupDeleting, cleanupIncoming, type Trash } from './trash/trash.ts';
import { type LibraryWorks, withGracePeriod } from './work.ts';

export const createLibraryStartup = (deps: {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly settings: () => Pick<Settings, 'trashDays'>;
  readonly monitor: LocationMonitor;
  readonly rebuild: RebuildDeps & { readonly catalogue: Pick<Catalogue, 'describeMissing'> };
  readonly works: LibraryWorks;
  readonly trash: Trash;
  readonly bundles: Pick<Bundles, 'cleanup'>;
  readonly importing: Pick<LibraryImport, 'cleanup'>;
  readonly relocation: Relocation;
  readonly isBusy: (itemId: string) => boolean;
  readonly background: Background;
  /** Aborted when the program closes. */
  readonly closing: AbortSignal;
  /** Announces that the library has changed. */
  readonly announce: () => void;
}) => {
  const { monitor, rebuild, relocation, trash, works, background, closing, announce } = deps;
  const { clock, log } = deps.ports;
  const { location, db, catalogue } = rebuild;
  const call = { signal: closing };
  const leftovers = { location, log };

  /** Runs in the background: leftovers of earlier starts, and expired items of the trash. */
  const cleanup = async (): Promise<void> => {
    await deps.importing.cleanup();
    await deps.bundles.cleanup();
    await cleanupIncoming({ ...leftovers, isBusy: deps.isBusy });
    const cleaned = await trash.cleanupTrash(deps.settings().trashDays, call);
    if (!cleaned.ok) log.warn('trash cleanup failed', { error: cleaned.error });
    if (!cleaned.ok || cleaned.value.changed > 0) announce();
    if (relocation.isInterrupted()) await works.run('move', relocation.undoInterrupted);
  };

  /** While the library was away, the catalogue may have been recreated without its items. */
  const onReturn = (): void =>
    background.run('read a library that is back', () =>
      withGracePeriod(rebuildIfEmpty(rebuild).then(announce), { clock, closing }),
    );

  return async (): Promise<Result<Rebuilt>> => {
    // First: everything below reads the folder, and only the monitor detects a drive that does not answer without blocking.
    await monitor.watch(onReturn);
    const described = await catalogue.describeMissing(call);
    if (described.ok && described.value.isChanged) announce();
    const settled = settleMarks({ db, location, log });
    if (settled.ok && settled.value.isChanged) announce();
    await relocation.completeInterrupted(call);
    await cleanupDeleting({ ...leftovers, db });
    const rebuilt = await rebuildIfEmpty(rebuild);
    if (rebuilt.ok && rebuilt.value.added + rebuilt.value.dropped > 0) announce();
    background.run('tidy the library', () => withGracePeriod(cleanup(), { clock, closing }));
    return rebuilt;
  };
};

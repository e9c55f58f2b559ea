/** Assigns dropped files to zones. Pure. */
import { type Arriving, kindOf } from '../../shared/use-file-drop.ts';
import type { SlotName } from '../../state/store.ts';

export type DropTarget<F> = {
  readonly places: ReadonlyMap<SlotName, F>;
  /** Files that fit no free zone, in order of arrival. */
  readonly left: readonly F[];
};

/**
 * At most one file per zone: the first of the zone's kind, then files of unknown kind. `under`: the zone below the
 * pointer, which decides for a single file of unknown kind.
 */
export const planDrop = <F extends Arriving>(files: readonly F[], under: SlotName | null): DropTarget<F> => {
  const places = new Map<SlotName, F>();
  for (const file of files) {
    const kind = kindOf(file);
    if (kind !== null && !places.has(kind)) places.set(kind, file);
  }
  for (const file of files.filter((unknown) => kindOf(unknown) === null)) {
    const preferred = [...(under === null ? [] : [under]), 'image', 'video'] as const;
    const free = preferred.find((name) => !places.has(name));
    if (free !== undefined) places.set(free, file);
  }
  const placed = new Set(places.values());
  return { places, left: files.filter((file) => !placed.has(file)) };
};

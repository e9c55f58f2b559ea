/** Which place each file of a drop takes. Pure. */
import { type Arriving, kindOf } from '../../state/file-kind.ts';
import type { SlotName } from '../../state/store.ts';

export type DropTarget<F> = {
  readonly places: ReadonlyMap<SlotName, F>;
  /** For which no place is left, in the order in which they came. */
  readonly left: readonly F[];
};

/**
 * At most one file for each place: the first of its kind, then those of unknown kind. `under`: the place the pointer
 * is over, which decides for a single unknown file.
 */
export const planDrop = <F extends Arriving>(files: readonly F[], under: SlotName | null): DropTarget<F> => {
  const places = new Map<SlotName, F>();
  for (const file of files) {
    const kind = kindOf(file);
    if (kind !== null && !places.has(kind)) places.set(kind, file);
  }
  for (const file of files.filter((unknown) => kindOf(unknown) === null)) {
    const wanted = [...(under === null ? [] : [under]), 'image', 'video'] as const;
    const free = wanted.find((name) => !places.has(name));
    if (free !== undefined) places.set(free, file);
  }
  const placed = new Set(places.values());
  return { places, left: files.filter((file) => !placed.has(file)) };
};

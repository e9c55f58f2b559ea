/** Files that arrive by drop or paste anywhere in the window, and the zones that get them. */
import { useCallback, useState } from 'react';
import { type Arriving, kindOf, useFileDrop } from '../../shared/use-file-drop.ts';
import type { SlotName } from '../../state/store.ts';
import { useApp } from '../../state/use-app.ts';
import { carriedTypes } from '../../ui/transfer.ts';

const placeUnder = (target: EventTarget | null): SlotName | null => {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : null;
  return place === 'image' || place === 'video' ? place : null;
};

type DropTarget<F> = {
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

/** What arrived and was not used; at least one folder or file. */
export type LeftOver = {
  readonly folders: readonly string[];
  readonly left: readonly File[];
  /** All files of that drop, including those that were used. */
  readonly all: readonly File[];
};

export type Arrivals = {
  /** The zones that would receive the dragged files. */
  readonly dropTarget: ReadonlySet<SlotName>;
  readonly leftOver: LeftOver | null;
  readonly forgetLeftOver: () => void;
};

const noPlace: ReadonlySet<SlotName> = new Set();

export const useArrivals = (): Arrivals => {
  const { actions } = useApp();
  const [dropTarget, setDropTarget] = useState(noPlace);
  const [leftOver, setLeftOver] = useState<LeftOver | null>(null);
  useFileDrop({
    onOver: (transfer, target) => {
      const { places } = planDrop(carriedTypes(transfer), placeUnder(target));
      const isSame = (last: ReadonlySet<SlotName>) =>
        last.size === places.size && [...places.keys()].every((name) => last.has(name));
      setDropTarget((last) => (isSame(last) ? last : new Set(places.keys())));
      return true;
    },
    onEnd: () => setDropTarget(noPlace),
    onFiles: ({ files, folders }, target) => {
      const under = placeUnder(target);
      const { places, left } = planDrop(files, under);
      const droppedOn = files.length === 1 ? under : null;
      for (const [name, file] of places) void actions.openFile(file, name, droppedOn);
      const names = folders.map(({ name }) => name);
      setLeftOver(names.length + left.length === 0 ? null : { folders: names, left, all: files });
    },
    takesPaste: true,
  });
  const forgetLeftOver = useCallback(() => setLeftOver(null), []);
  return { dropTarget, leftOver, forgetLeftOver };
};

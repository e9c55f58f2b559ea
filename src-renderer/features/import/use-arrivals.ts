/** Files that arrive by drop or paste, anywhere in the window. */
import { useCallback, useEffect, useState } from 'react';
import type { SlotName } from '../../state/store.ts';
import { useApp } from '../../state/use-app.ts';
import { type Carried, carriedTypes, carriesFiles, isTextBox, readTransfer } from '../../ui/transfer.ts';
import { planDrop } from './drop-target.ts';

const placeUnder = (target: EventTarget | null): SlotName | null => {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : null;
  return place === 'image' || place === 'video' ? place : null;
};

/** What arrived and was not used; at least one folder or file. */
export type LeftOver = {
  readonly folders: readonly string[];
  readonly left: readonly File[];
  /** Every file of that drop, those that were used among them. */
  readonly all: readonly File[];
};

export type Arrivals = {
  /** The places in which what is being dragged will land. */
  readonly dropTarget: ReadonlySet<SlotName>;
  readonly leftOver: LeftOver | null;
  readonly forgetLeftOver: () => void;
};

const noPlace: ReadonlySet<SlotName> = new Set();

export const useArrivals = (): Arrivals => {
  const { actions } = useApp();
  const [dropTarget, setDropTarget] = useState(noPlace);
  const [leftOver, setLeftOver] = useState<LeftOver | null>(null);
  useEffect(() => {
    const take = ({ files, folders }: Carried, under: SlotName | null) => {
      const { places, left } = planDrop(files, under);
      const droppedOn = files.length === 1 ? under : null;
      for (const [name, file] of places) void actions.openFile(file, name, droppedOn);
      const names = folders.map(({ name }) => name);
      setLeftOver(names.length + left.length === 0 ? null : { folders: names, left, all: files });
    };
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      const { places } = planDrop(carriedTypes(event.dataTransfer), placeUnder(event.target));
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      const isSame = (last: ReadonlySet<SlotName>) =>
        last.size === places.size && [...places.keys()].every((name) => last.has(name));
      // This comes many times a second, mostly with nothing new.
      setDropTarget((last) => (isSame(last) ? last : new Set(places.keys())));
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDropTarget(noPlace);
    };
    const onDrop = (event: DragEvent) => {
      setDropTarget(noPlace);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(readTransfer(event.dataTransfer), placeUnder(event.target));
    };
    const onPaste = (event: ClipboardEvent) => {
      const carried = readTransfer(event.clipboardData);
      if (carried.files.length === 0 && carried.folders.length === 0) return;
      // Office programs offer a picture of the text along with the text; in a text box the text is meant.
      if (isTextBox(event.target) && event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      take(carried, null);
    };
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, [actions]);
  const forgetLeftOver = useCallback(() => setLeftOver(null), []);
  return { dropTarget, leftOver, forgetLeftOver };
};

/** Files that arrive by drop or paste, anywhere in the window. */
import { useEffect, useState } from 'react';
import type { SlotName } from '../../state/store.ts';
import { useApp } from '../../state/use-app.ts';
import { type Arriving, placeFiles } from './landing.ts';

const placeUnder = (target: EventTarget | null): SlotName | null => {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset.place : null;
  return place === 'image' || place === 'video' ? place : null;
};

const draggedFiles = (transfer: DataTransfer | null): readonly Arriving[] =>
  [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file').map(({ type }) => ({ type }));

const noPlace: ReadonlySet<SlotName> = new Set();

/** The places in which what is being dragged will land. */
export const useArrivals = (): ReadonlySet<SlotName> => {
  const { actions } = useApp();
  const [landing, setLanding] = useState(noPlace);
  useEffect(() => {
    const take = (files: readonly File[], under: SlotName | null) => {
      const droppedOn = files.length === 1 ? under : null;
      for (const [name, file] of placeFiles(files, under)) void actions.openFile(file, name, droppedOn);
    };
    const onDragOver = (event: DragEvent) => {
      const places = placeFiles(draggedFiles(event.dataTransfer), placeUnder(event.target));
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = places.size > 0 ? 'copy' : 'none';
      const isSame = (last: ReadonlySet<SlotName>) =>
        last.size === places.size && [...places.keys()].every((name) => last.has(name));
      // This comes many times a second, mostly with nothing new.
      setLanding((last) => (isSame(last) ? last : new Set(places.keys())));
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setLanding(noPlace);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setLanding(noPlace);
      take([...(event.dataTransfer?.files ?? [])], placeUnder(event.target));
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      // Office programs offer a picture of the text along with the text; in a text box the text is meant.
      if (files.length === 0 || (isTyping && event.clipboardData?.types.includes('text/plain'))) return;
      event.preventDefault();
      take(files, null);
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
  return landing;
};

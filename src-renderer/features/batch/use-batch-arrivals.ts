/** Files that arrive by drop or paste while the batch is on screen; what each is, the program finds out. */
import { useEffect, useState } from 'react';
import { useBatch } from '../../state/batch-context.ts';
import { isOpenToChange } from '../../state/batch-store.ts';

const hasFiles = (transfer: DataTransfer | null): boolean =>
  [...(transfer?.items ?? [])].some(({ kind }) => kind === 'file');

/** Whether something is being dragged that would be added. */
export const useBatchArrivals = (): boolean => {
  const { store, actions } = useBatch();
  const [isLanding, setIsLanding] = useState(false);
  useEffect(() => {
    const isOpen = () => isOpenToChange(store.getState());
    const onDragOver = (event: DragEvent) => {
      const canLand = isOpen() && hasFiles(event.dataTransfer);
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = canLand ? 'copy' : 'none';
      setIsLanding(canLand);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsLanding(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setIsLanding(false);
      actions.files.add([...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea') !== null;
      // Office programs offer a picture of the text along with the text; in a text box the text is meant.
      if (files.length === 0 || (isTyping && event.clipboardData?.types.includes('text/plain'))) return;
      event.preventDefault();
      actions.files.add(files);
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
  }, [store, actions]);
  return isLanding;
};

/** Files and folders that arrive by drop or paste while the batch is on screen; what each is, the program finds out. */
import { useCallback, useEffect, useState } from 'react';
import { useBatch } from '../../state/batch-context.ts';
import { isOpenToChange } from '../../state/batch-store.ts';
import { type Carried, carriesFiles, type Folder, isTextBox, readTransfer } from '../../ui/transfer.ts';
import { type FolderFiles, readFolder } from './folder-files.ts';

/** A folder of a hundred images and a hundred videos is more than one batch takes. */
const folderLimits = { maxDepth: 2, maxFiles: 200 };

export type FolderNote =
  | { readonly kind: 'reading'; readonly name: string }
  | ({ readonly kind: 'read'; readonly name: string } & FolderFiles);

/** Something about it has to be said. */
const isWorthANote = ({ files, isCutOff, unreadable }: FolderFiles): boolean =>
  files.length === 0 || isCutOff || unreadable > 0;

export type BatchArrivals = {
  /** Whether something is being dragged that would be added. */
  readonly isDropTarget: boolean;
  readonly folders: readonly FolderNote[];
  readonly forgetFolders: () => void;
};

export const useBatchArrivals = (): BatchArrivals => {
  const { store, actions } = useBatch();
  const [isDropTarget, setIsDropTarget] = useState(false);
  const [folders, setFolders] = useState<readonly FolderNote[]>([]);
  useEffect(() => {
    const isOpen = () => isOpenToChange(store.getState());
    const takeFolder = async (folder: Folder) => {
      const { name } = folder;
      const reading: FolderNote = { kind: 'reading', name };
      setFolders((notes) => [...notes, reading]);
      const read = await readFolder(folder, folderLimits);
      if (read.files.length > 0) actions.files.add(read.files);
      const settled: readonly FolderNote[] = isWorthANote(read) ? [{ kind: 'read', name, ...read }] : [];
      setFolders((notes) => notes.flatMap((note) => (note === reading ? settled : [note])));
    };
    const take = ({ files, folders: given }: Carried) => {
      // What was said before has been read.
      setFolders((notes) => notes.filter(({ kind }) => kind === 'reading'));
      if (files.length > 0) actions.files.add(files);
      for (const folder of given) void takeFolder(folder);
    };
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      const canLand = isOpen();
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = canLand ? 'copy' : 'none';
      setIsDropTarget(canLand);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsDropTarget(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsDropTarget(false);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(readTransfer(event.dataTransfer));
    };
    const onPaste = (event: ClipboardEvent) => {
      const carried = readTransfer(event.clipboardData);
      if (carried.files.length === 0 && carried.folders.length === 0) return;
      // Office programs offer a picture of the text along with the text; in a text box the text is meant.
      if (isTextBox(event.target) && event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      take(carried);
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
  const forgetFolders = useCallback(
    () => setFolders((notes) => notes.filter(({ kind }) => kind === 'reading')),
    [],
  );
  return { isDropTarget, folders, forgetFolders };
};
